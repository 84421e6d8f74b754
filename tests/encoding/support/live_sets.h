// SPDX-License-Identifier: Apache-2.0
// The optimum, order kept, for problems too large to try all schedules: a shortest path (Dijkstra,
// 1959) through what can be in memory between two steps. Knows nothing of retentions or variables.
//
//   state: next stage and position, the set of tensors in memory, how often operations with a limit
//   have run; from each, the next operation of the stage is run, or left out if it is no first run
#pragma once

#include <cstdint>
#include <optional>

#include "model/problem.h"

namespace moccasin::test {

// The least duration; nothing if no schedule fits. Pre-conditions: problem.order is kept; at most
// 10 operations, 20 tensors, and limits of copies below 4.
[[nodiscard]] std::optional<std::int64_t> shortest_by_live_sets(const model::Problem& problem);

}  // namespace moccasin::test
