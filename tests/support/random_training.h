// SPDX-License-Identifier: Apache-2.0
// Small random problems shaped like a training step, in which much has to run again:
//
//   f0 --> f1 --> f2        forward; backward reads what it mirrors, and now and then something
//   else
//    |      |      v
//   b0 <-- b1 <-- b2
#pragma once

#include <algorithm>
#include <cstddef>
#include <string>
#include <vector>

#include "base/random.h"
#include "model/floor.h"
#include "model/problem.h"
#include "tests/support/build_graph.h"
#include "tests/support/naive_profile.h"

namespace moccasin::test {

// Of several outputs, workspaces, retained tensors and copy limits. `operations` is at least 2.
[[nodiscard]] inline model::Graph random_training(std::size_t operations, base::Random& random) {
  using model::OpIndex;
  using model::TensorIndex;
  model::GraphBuilder builder;
  std::vector<std::vector<TensorIndex>> outputs;
  for (std::size_t i = 0; i < operations; ++i) {
    const OpIndex op = builder.add_operation(
        {.name = "op" + std::to_string(i),
         .duration = random.chance(0.1) ? 0 : random.between(1, 5),
         .workspace = random.chance(0.2) ? random.between(1, 6) : 0,
         .max_copies = random.chance(0.1) ? static_cast<std::int32_t>(random.between(1, 3)) : 0});
    const auto read = [&](std::size_t from) {
      for (const TensorIndex x : outputs[from]) {
        if (x == outputs[from].front() || random.chance(0.5)) builder.add_read(op, x);
      }
    };
    if (i > 0) read(i - 1);
    if (i >= (operations + 1) / 2) read(operations - 1 - i);
    if (i > 1 && random.chance(0.3)) read(random.below(i));
    outputs.emplace_back();
    for (auto k = random.chance(0.2) ? 2 : 1; k > 0; --k) {
      const bool retained = random.chance(0.1);
      outputs.back().push_back(
          builder.add_output(op, random.chance(0.1) ? 0 : random.between(1, 8),
                             retained ? model::Retain::yes : model::Retain::no));
    }
  }
  if (random.chance(0.3)) builder.set_resident(random.between(1, 20));
  return built(builder);
}

// A budget below the peak, and one for which each operation has room.
[[nodiscard]] inline std::int64_t scarce_budget(const model::Graph& graph, base::Random& random) {
  std::int64_t floor = graph.resident();
  for (const model::OpIndex op : graph.operations()) {
    floor = std::max(floor, model::bytes_to_run(graph, op));
  }
  const std::int64_t peak = naive_profile(graph, model::base_schedule(graph)).peak;
  return random.between(floor, std::max(floor, peak - 1));
}

}  // namespace moccasin::test
