// SPDX-License-Identifier: Apache-2.0
// A problem that a million ticks do not solve.
#pragma once

#include "model/floor.h"
#include "model/profile.h"
#include "tests/search/support/random_case.h"

namespace moccasin::test {

// Some hundred operations; the budget is halfway between the floor and the peak of the base order.
struct HardCase {
  explicit HardCase(model::Order order) {
    const std::int64_t peak = model::make_profile(graph, model::base_schedule(graph)).peak;
    problem = {
        .graph = &graph, .budget = (model::make_floor(graph).bytes + peak) / 2, .order = order};
  }

  const RandomCase random{8, 150, model::Order::free};
  const model::Graph& graph = random.graph;
  model::Problem problem;
};

}  // namespace moccasin::test
