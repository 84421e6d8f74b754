// SPDX-License-Identifier: Apache-2.0
// The optimum over all orders, by a shortest path (Dijkstra, 1959) through what has run and what is
// in memory. Knows nothing of base orders, stages or retentions.
#pragma once

#include <cstdint>
#include <optional>

#include "model/problem.h"

namespace moccasin::test {

// The least duration; nothing if no schedule fits. Pre-conditions: problem.order is free; at most
// 8 operations, 16 tensors, and limits of copies below 4.
[[nodiscard]] std::optional<std::int64_t> shortest_in_any_order(const model::Problem& problem);

}  // namespace moccasin::test
