// SPDX-License-Identifier: Apache-2.0
#include "search/bound/cost_variables.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "tests/search/bound/support/bound_case.h"
#include "tests/search/support/random_case.h"
#include "tests/support/build_graph.h"

namespace moccasin::search {
namespace {

using model::Order;
using test::BoundCase;

// A schedule, looked at step by step.
class Runs {
 public:
  Runs(const CompiledGraph& graph, std::vector<Op> steps)
      : graph_(graph), steps_(std::move(steps)) {}

  [[nodiscard]] std::size_t first(Op op) const {
    return static_cast<std::size_t>(std::find(steps_.begin(), steps_.end(), op) - steps_.begin());
  }
  [[nodiscard]] std::size_t times(Op op) const {
    return static_cast<std::size_t>(std::count(steps_.begin(), steps_.end(), op));
  }
  // Made before step `at` and read there or later, before it is made again; or kept.
  [[nodiscard]] bool is_live(Tensor tensor, std::size_t at) const {
    const Op producer = graph_.tensor(tensor).producer;
    if (first(producer) >= at) return false;
    for (std::size_t step = at; step < steps_.size(); ++step) {
      const auto inputs = graph_.inputs(steps_[step]);
      if (std::find(inputs.begin(), inputs.end(), tensor) != inputs.end()) return true;
      if (steps_[step] == producer) return false;
    }
    return graph_.tensor(tensor).retain == model::Retain::yes;
  }
  [[nodiscard]] bool runs_after(Op op, std::size_t at) const {
    return std::find(steps_.begin() + static_cast<std::ptrdiff_t>(at) + 1, steps_.end(), op) !=
           steps_.end();
  }
  // Some tensor of it is not live at step `at`, but it runs again afterwards.
  [[nodiscard]] bool is_away(Op op, std::size_t at) const {
    bool away = false;
    for (std::uint32_t i = 0; i < graph_.num_tensors(op); ++i) {
      const Tensor tensor(graph_.first_tensor(op).value() + i);
      const bool wanted =
          !graph_.readers(tensor).empty() || graph_.tensor(tensor).retain == model::Retain::yes;
      away = away || (wanted && !is_live(tensor, at));
    }
    return away && runs_after(op, at);
  }

 private:
  const CompiledGraph& graph_;
  std::vector<Op> steps_;
};

class CostVariablesIn : public ::testing::TestWithParam<Order> {};
INSTANTIATE_TEST_SUITE_P(Order, CostVariablesIn, ::testing::Values(Order::kept, Order::free));

// That is what makes a payment by inter-use interval a bound: it runs again in each inter-use
// interval where it is away.
TEST_P(CostVariablesIn, AnOperationRunsAgainForEachIntervalInWhichItIsAway) {
  int split = 0, twice = 0;
  for (std::uint64_t seed = 0; seed < 600; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    BoundCase c(seed, GetParam());
    c.problem.budget = INT64_MAX;
    c.problem.max_copies = 0;
    CostVars cost_vars(c.compiled.num_ops());
    Precedence precedence(c.compiled, GetParam());
    for (const Op op : c.compiled.ops()) {
      CostVars::UseSets use_sets = use_sets_of(precedence, op);
      if (use_sets.empty()) continue;
      cost_vars.split(op, std::move(use_sets));
      ++split;
    }
    for (const model::Schedule& schedule : test::random_schedules(c)) {
      const Runs runs(c.compiled, test::compiled_steps(c.graph, schedule));
      for (const Op op : c.compiled.ops()) {
        std::set<CostVar> pay;
        for (const Op event : c.compiled.ops()) {
          precedence.look(event);
          if (!precedence.is_before(op) || !runs.is_away(op, runs.first(event))) continue;
          const CostVar cost_var = cost_vars.at(precedence, op);
          if (cost_var.valid()) pay.insert(cost_var);
        }
        ASSERT_GE(runs.times(op), 1 + pay.size());
        if (pay.size() > 1) ++twice;
      }
    }
  }
  EXPECT_GT(split, 1000);
  EXPECT_GT(twice, 200);
}

// v -> r -> s -> t, v -> s, v -> t: three reads one after the other.
TEST(CostVars, HaveAnIntervalForEachUseSet) {
  const model::Graph graph = test::built(test::simple_graph(
      {{1, 1}, {1, 1}, {1, 1}, {1, 1}, {1, 1}}, {{0, 1}, {1, 2}, {2, 3}, {0, 2}, {0, 3}, {3, 4}}));
  for (const Order order : {Order::kept, Order::free}) {
    const model::Problem problem{.graph = &graph, .budget = 9, .order = order};
    const CompiledGraph compiled(problem);
    Precedence precedence(compiled, order);
    const CostVars::UseSets use_sets = use_sets_of(precedence, Op(0));
    ASSERT_EQ(use_sets, (CostVars::UseSets{{Op(1)}, {Op(2)}, {Op(3)}}));
    CostVars cost_vars(5);
    cost_vars.split(Op(0), use_sets);
    EXPECT_EQ(cost_vars.size(), 8u);
    EXPECT_EQ(cost_vars.of(Op(0)),
              (std::vector<CostVar>{CostVar(0), CostVar(5), CostVar(6), CostVar(7)}));
    EXPECT_EQ(cost_vars.op(CostVar(6)), Op(0));
    for (std::size_t event = 1; event < 5; ++event) {
      precedence.look(Op(event));
      EXPECT_EQ(cost_vars.at(precedence, Op(0)),
                cost_vars.of(Op(0))[std::min<std::size_t>(event, 3)]);
      EXPECT_EQ(cost_vars.at(precedence, Op(event - 1)).valid(), true);
    }
  }
}

// Two outputs: the first is read by r and t, the second by s only; t comes before s. The read is
// from t to s.
TEST(CostVars, TakeReadsOfSeveralTensorsTogether) {
  model::GraphBuilder builder =
      test::simple_graph({{1, 1}, {1, 1}, {1, 1}, {1, 1}}, {{0, 1}, {0, 2}, {1, 2}, {2, 3}});
  builder.add_read(model::OpIndex(3), builder.add_output(model::OpIndex(0), 1));
  const model::Graph graph = test::built(builder);
  const model::Problem problem{.graph = &graph, .budget = 9, .order = Order::kept};
  const CompiledGraph compiled(problem);
  Precedence precedence(compiled, Order::kept);
  const CostVars::UseSets use_sets = use_sets_of(precedence, Op(0));
  ASSERT_EQ(use_sets, (CostVars::UseSets{{Op(2), Op(3)}}));
  CostVars cost_vars(4);
  cost_vars.split(Op(0), use_sets);
  precedence.look(Op(1));
  EXPECT_EQ(cost_vars.at(precedence, Op(0)), CostVar(0));
  precedence.look(Op(2));  // within the read
  EXPECT_FALSE(cost_vars.at(precedence, Op(0)).valid());
  precedence.look(Op(3));
  EXPECT_EQ(cost_vars.at(precedence, Op(0)), CostVar(4));
}

// v -> a -> r -> b -> s, v -> r, v -> s; k -> s only, so that in free order nothing is known of k.
TEST(CostVars, AreSplitWhereOnePaymentWouldDoForSeveralRuns) {
  const model::Graph graph = test::built(
      test::simple_graph({{1, 1}, {1, 1}, {1, 1}, {1, 1}, {1, 1}, {1, 1}},
                         {{0, 1}, {1, 3}, {3, 4}, {4, 5}, {0, 3}, {0, 5}, {0, 2}, {2, 5}}));
  const Op v(0), a(1), k(2), r(3), b(4);
  const auto split = [&](Order order, std::vector<Op> events) {
    const model::Problem problem{.graph = &graph, .budget = 9, .order = order};
    const CompiledGraph compiled(problem);
    Precedence precedence(compiled, order);
    CostVars cost_vars(6);
    Absences away(6);
    away[v] = std::move(events);
    const bool any = split_where_away(precedence, away, cost_vars);
    EXPECT_EQ(any, cost_vars.is_split(v));
    EXPECT_FALSE(any && split_where_away(precedence, away, cost_vars));  // once only
    return any;
  };
  EXPECT_TRUE(split(Order::kept, {a, b}));
  EXPECT_FALSE(split(Order::kept, {a}));
  EXPECT_FALSE(split(Order::kept, {r, b}));  // one inter-use interval
  EXPECT_TRUE(split(Order::free, {a, b}));
  EXPECT_FALSE(split(Order::free, {a, k, b}));  // k would be paid by nobody
}

}  // namespace
}  // namespace moccasin::search
