// SPDX-License-Identifier: Apache-2.0
#include "model/encoding/useful_stages.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>

#include "tests/search/support/random_case.h"
#include "tests/support/build_graph.h"

namespace moccasin::encoding {
namespace {

using compiled::CompiledGraph;
using compiled::Op;
using compiled::Tensor;
using Stages = std::vector<std::uint32_t>;  // by operation

struct Step {
  Op op;
  std::uint32_t stage = 0;
  bool first = false;
};

// Which steps are of use: first runs, and recomputations that a step of use reads, or that retain.
std::vector<char> of_use(const CompiledGraph& graph, const std::vector<Step>& steps) {
  std::vector<char> use(steps.size(), 0);
  for (std::size_t i = steps.size(); i-- > 0;) {
    if (steps[i].first) use[i] = 1;
    bool last_copy = true;
    for (std::size_t j = i + 1; j < steps.size() && last_copy; ++j) {
      if (steps[j].op == steps[i].op) last_copy = false;
      if (!last_copy || use[j] == 0) continue;
      for (const Tensor tensor : graph.inputs(steps[j].op)) {
        if (graph.tensor(tensor).producer == steps[i].op) use[i] = 1;
      }
    }
    for (std::uint32_t k = 0; last_copy && k < graph.num_tensors(steps[i].op); ++k) {
      const Tensor tensor(graph.first_tensor(steps[i].op).value() + k);
      if (graph.tensor(tensor).retain == model::Retain::yes) use[i] = 1;
    }
  }
  return use;
}

// By trying all staged sequences.
Stages by_definition(const CompiledGraph& graph) {
  const auto n = static_cast<std::uint32_t>(graph.num_ops());
  Stages last(n);
  std::iota(last.begin(), last.end(), 0);
  for (std::uint32_t chosen = 0; chosen < 1u << (n * (n - 1) / 2); ++chosen) {
    std::vector<Step> steps;
    std::vector<std::int32_t> runs(n, 0);
    std::uint32_t bit = 0;
    bool allowed = true;
    for (std::uint32_t stage = 0; stage < n; ++stage) {
      for (std::uint32_t op = 0; op <= stage; ++op) {
        const bool first = op == stage;
        if (!first && (chosen >> bit++ & 1) == 0) continue;
        steps.push_back({Op(op), stage, first});
        allowed = allowed && ++runs[op] <= graph.copies_allowed(Op(op));
      }
    }
    if (!allowed) continue;
    const std::vector<char> use = of_use(graph, steps);
    for (std::size_t i = 0; i < steps.size(); ++i) {
      std::uint32_t& stage = last[steps[i].op.value()];
      if (use[i] != 0) stage = std::max(stage, steps[i].stage);
    }
  }
  return last;
}

TEST(UsefulStages, DrawnInTheHeader) {
  // a -> b -> d, a -> e, and c, which reads nothing and is not read.
  model::GraphBuilder builder =
      test::simple_graph({{1, 1}, {1, 1}, {1, 1}, {1, 1}, {1, 1}}, {{0, 1}, {1, 3}, {0, 4}});
  builder.set_base_order(test::ops({0, 1, 2, 3, 4}));
  const model::Graph graph = test::built(builder);
  const model::Problem problem = {.graph = &graph, .budget = 9};
  EXPECT_EQ(last_useful_stages(CompiledGraph(problem)).raw(), (Stages{4, 3, 2, 3, 4}));
  const model::Problem once = {.graph = &graph, .budget = 9, .max_copies = 1};
  EXPECT_EQ(last_useful_stages(CompiledGraph(once)).raw(), (Stages{0, 1, 2, 3, 4}));
}

TEST(UsefulStages, AreThoseInWhichSomeSequenceUsesARecomputation) {
  int later = 0;
  for (std::uint64_t seed = 0; seed < 400; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    const test::RandomCase c(seed, 5, model::Order::kept);
    const Stages last = last_useful_stages(c.compiled).raw();
    ASSERT_EQ(last, by_definition(c.compiled));
    for (const Op op : c.compiled.ops()) later += last[op.value()] > op.value() ? 1 : 0;
  }
  EXPECT_GE(later, 300);
}

}  // namespace
}  // namespace moccasin::encoding
