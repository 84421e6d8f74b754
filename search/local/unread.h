// SPDX-License-Identifier: Apache-2.0
// Runs that nobody reads. With the order kept a first run has its place, even if all it makes is
// freed and made again before anybody reads it. In any order it is left out.
#pragma once

#include "model/graph.h"
#include "model/schedule.h"

namespace moccasin::search {

// The schedule without the runs, but for the last of each operation, whose outputs no run that
// stays reads: as valid in free order, no slower, and nowhere more in memory. Linear.
[[nodiscard]] model::Schedule without_unread(const model::Graph& graph,
                                             const model::Schedule& schedule);

}  // namespace moccasin::search
