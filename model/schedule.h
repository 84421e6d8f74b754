// SPDX-License-Identifier: Apache-2.0
// A schedule: the sequence of operations to run. Step i runs steps[i]; an operation's k-th
// occurrence is its copy k. Everything else (lifetimes, live bytes, peak) follows.
#pragma once

#include <vector>

#include "model/graph.h"

namespace moccasin::model {

struct Schedule {
  std::vector<OpIndex> steps;
  friend bool operator==(const Schedule&, const Schedule&) = default;
};

// Every operation once, in base order.
[[nodiscard]] inline Schedule base_schedule(const Graph& graph) {
  return {{graph.base_order().begin(), graph.base_order().end()}};
}

}  // namespace moccasin::model
