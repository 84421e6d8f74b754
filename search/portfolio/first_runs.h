// SPDX-License-Identifier: Apache-2.0
// The order of a schedule, and the schedule as one that keeps it.
//
//   schedule     b a d b a c e     first runs b a d c e
//   staged       b a d b a c e     between d and c: b a, each once, in the order of the first runs
#pragma once

#include <vector>

#include "model/graph.h"
#include "model/schedule.h"

namespace moccasin::search {

// The order in which operations first run. Pre-condition: every operation of the graph runs.
[[nodiscard]] std::vector<model::OpIndex> first_runs(const model::Graph& graph,
                                                     const model::Schedule& schedule);

// `schedule` with the recomputations between two first runs each once and in the order of first
// runs, none after the last: what a schedule that keeps that order looks like. It may not fit any
// more, or lack what is retained.
[[nodiscard]] model::Schedule staged(const model::Graph& graph, const model::Schedule& schedule);

}  // namespace moccasin::search
