// SPDX-License-Identifier: Apache-2.0
// Graphs with a bit of everything, and schedules of them, by the public headers alone.
#pragma once

#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include "moccasin/moccasin.hpp"

namespace moccasin::test {

struct RandomCase {
  Graph graph;
  std::vector<std::int64_t> workspaces;  // by operation
  std::int64_t resident = 0;
  std::vector<OpId> schedule;
};

// One to twelve operations, some of which run again.
inline RandomCase random_case(std::mt19937& random) {
  const auto below = [&random](unsigned bound) { return static_cast<unsigned>(random() % bound); };
  RandomCase made;
  const unsigned n = 1 + below(12);
  for (unsigned op = 0; op < n; ++op) {
    made.workspaces.push_back(below(4));
    made.graph.add_op({"op" + std::to_string(op), below(9), made.workspaces.back()});
    const auto first = static_cast<TensorId>(made.graph.num_tensors());
    for (unsigned k = below(3); k > 0; --k) made.graph.add_output(op, {below(50), below(8) == 0});
    for (TensorId t = 0; t < first; ++t) {
      if (below(4) == 0) made.graph.add_use(op, t);
    }
  }
  made.resident = below(20);
  made.graph.set_resident(made.resident);
  for (unsigned op = 0; op < n; ++op) {
    made.schedule.push_back(op);
    if (below(3) == 0) made.schedule.push_back(below(op + 1));
  }
  return made;
}

}  // namespace moccasin::test
