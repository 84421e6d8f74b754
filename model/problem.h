// SPDX-License-Identifier: Apache-2.0
// What is to be solved: a graph, a budget, and the scope that results range over.
#pragma once

#include <cstdint>

#include "model/graph.h"

namespace moccasin::model {

// kept: first runs stay in the base order, and the recomputations between two first runs are
//       distinct and in base order too (the staged domain of the MOCCASIN paper);
// free: any order in which every read finds an earlier run of its producer.
enum class Order { kept, free };

struct Problem {
  const Graph* graph = nullptr;  // not owned
  std::int64_t budget = 0;       // bytes that live tensors may never exceed
  Order order = Order::kept;
  std::int32_t max_copies = 0;  // runs an operation may have; 0: any number

  // Runs `op` may have under both limits; 0: any number.
  [[nodiscard]] std::int32_t copies_allowed(OpIndex op) const {
    const std::int32_t own = graph->operation(op).max_copies;
    if (own == 0 || max_copies == 0) return own + max_copies;
    return own < max_copies ? own : max_copies;
  }
};

}  // namespace moccasin::model
