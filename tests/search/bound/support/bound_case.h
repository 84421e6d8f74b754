// SPDX-License-Identifier: Apache-2.0
// Small problems on which a bound has something to do, with all their relaxed solutions.
#pragma once

#include <cstdint>

#include "base/random.h"
#include "model/problem.h"
#include "tests/search/bound/support/relaxed_solutions.h"

namespace moccasin::test {

// A training step in small: layers one after the other, then backwards, each reading its layer's
// output, some that of the layer before. Durations and sizes of 1 to `most`.
[[nodiscard]] model::Graph random_step(std::size_t layers, std::int64_t most, base::Random& random);

// Every other one is a training step of up to ten operations, the rest any graph of up to eight.
// Budgets are tight; there may be no solution.
struct BoundCase {
  BoundCase(std::uint64_t seed, model::Order order);
  BoundCase(const BoundCase&) = delete;
  BoundCase& operator=(const BoundCase&) = delete;

  base::Random random;
  model::Graph graph;
  model::Problem problem;
  search::CompiledGraph compiled;
  search::EventScan scan;
  RelaxedSolutions relaxed;
};

}  // namespace moccasin::test
