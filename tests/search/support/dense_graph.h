// SPDX-License-Identifier: Apache-2.0
// Many reads make long steps: a minimum cut, the first propagation of an engine.
#pragma once

#include <algorithm>
#include <cstdint>

#include "base/random.h"
#include "model/graph_builder.h"
#include "tests/support/build_graph.h"

namespace moccasin::test {

// Each operation reads `reads` of the 200 before it, some of them twice.
inline model::Graph dense_graph(std::size_t operations, std::size_t reads) {
  constexpr std::size_t kFar = 200;
  base::Random random(7);
  model::GraphBuilder builder;
  for (std::size_t i = 0; i < operations; ++i) {
    const model::OpIndex op = builder.add_operation({.name = "", .duration = random.between(1, 9)});
    (void)builder.add_output(op, random.between(1, 100));
    for (std::size_t k = 0; i > 0 && k < reads; ++k) {
      builder.add_read(op, model::TensorIndex(i - 1 - random.below(std::min(i, kFar))));
    }
  }
  return built(builder);
}

}  // namespace moccasin::test
