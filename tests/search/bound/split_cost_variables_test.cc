// SPDX-License-Identifier: Apache-2.0
// With every operation split that can be, whether that pays or not: networks, prices and the tree
// against optima found without any of their ideas. MOCCASIN_SPLIT_PROBLEMS sets how many problems,
// MOCCASIN_SPLIT_FIRST the first seed.
#include <gtest/gtest.h>

#include <iostream>
#include <optional>

#include "model/floor.h"
#include "search/bound/closure_bound.h"
#include "tests/encoding/support/live_sets.h"
#include "tests/search/bound/support/any_order.h"
#include "tests/search/bound/support/bound_case.h"
#include "tests/support/from_environment.h"

namespace moccasin::search {
namespace {

using model::Order;
using test::BoundCase;
using Result = BoundTree::Result;

CostVars all_split(EventScan& scan) {
  CostVars cost_vars(scan.graph().num_ops());
  Precedence precedence(scan.graph(), scan.order());
  for (const Op op : scan.graph().ops()) {
    CostVars::UseSets use_sets = use_sets_of(precedence, op);
    if (!use_sets.empty()) cost_vars.split(op, std::move(use_sets));
  }
  return cost_vars;
}

Result refute(EventScan& scan, const CostVars& cost_vars, std::int64_t upper, std::int64_t target) {
  EventSelection events(scan, cost_vars);
  CostScale scale(scan.graph(), upper);
  scale.aim(target);
  DualAscent ascent(scan, cost_vars, events.chosen(), scale);
  BoundTree tree(scan, cost_vars, events, scale, ascent);
  ClosureNode root;
  root.again = Fixings(cost_vars.size(), Again::open);
  tree.start(root);
  return test::refute(tree);
}

struct Tried {
  bool recomputes = false, tight = false;
  std::int64_t ticks = 0;  // of the fewest recomputations
};

std::optional<std::int64_t> shortest(const model::Problem& problem) {
  return problem.order == Order::kept ? test::shortest_by_live_sets(problem)
                                      : test::shortest_in_any_order(problem);
}

// Against the optimum.
void try_all(const model::Problem& problem, const CompiledGraph& compiled, Tried& tried) {
  const auto optimum = shortest(problem);
  if (!optimum || *optimum == problem.graph->base_duration()) return;
  tried.recomputes = true;
  tried.ticks = *optimum - problem.graph->base_duration();
  EventScan scan(compiled, problem.order);
  const CostVars cost_vars = all_split(scan);
  for (const std::int64_t upper : {tried.ticks + 1, std::int64_t{400}}) {
    for (const std::int64_t above : {0, 1, 20}) {
      ASSERT_NE(refute(scan, cost_vars, upper, tried.ticks + above), Result::refuted);
    }
  }
  tried.tight = refute(scan, cost_vars, 400, tried.ticks - 1) == Result::refuted;
}

class SplitCostVariablesIn : public ::testing::TestWithParam<Order> {};
INSTANTIATE_TEST_SUITE_P(Order, SplitCostVariablesIn, ::testing::Values(Order::kept, Order::free));

TEST_P(SplitCostVariablesIn, NoTargetIsRefutedThatAScheduleMeets) {
  const bool kept = GetParam() == Order::kept;
  const std::uint64_t problems = test::from_environment("MOCCASIN_SPLIT_PROBLEMS", kept ? 600 : 50);
  const std::uint64_t first = test::from_environment("MOCCASIN_SPLIT_FIRST", 0);
  int recomputing = 0, tight = 0;
  for (std::uint64_t seed = first; seed < first + problems; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    BoundCase c(seed, GetParam());
    if (!test::can_be_tried(c, kept ? 10 : 8) || c.graph.num_tensors() > 16) continue;
    Tried tried;
    try_all(c.problem, c.compiled, tried);
    if (HasFatalFailure()) return;
    recomputing += tried.recomputes ? 1 : 0;
    tight += tried.tight ? 1 : 0;
  }
  std::cout << recomputing << " problems that need recomputation, " << tight << " bounds equal\n";
  EXPECT_GT(tight * 3, recomputing);
}

TEST_P(SplitCostVariablesIn, MoreIsProvedWhereOperationsRunAgainTwice) {
  const bool kept = GetParam() == Order::kept;
  const std::uint64_t problems = test::from_environment("MOCCASIN_SPLIT_PROBLEMS", kept ? 300 : 50);
  const std::uint64_t first = test::from_environment("MOCCASIN_SPLIT_FIRST", 0);
  int recomputing = 0, tight = 0, stronger = 0, fixed = 0;
  for (std::uint64_t seed = first; seed < first + problems; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    base::Random random(seed);
    const model::Graph graph = test::squeezed(2 + random.below(kept ? 2 : 1), 3, random);
    const std::int64_t floor = model::make_floor(graph).bytes;
    const model::Problem problem{
        .graph = &graph, .budget = floor + random.below(8), .order = GetParam()};
    const CompiledGraph compiled(problem);
    Tried tried;
    try_all(problem, compiled, tried);
    if (HasFatalFailure()) return;
    if (!tried.recomputes) continue;
    ++recomputing;
    tight += tried.tight ? 1 : 0;
    const auto problem_optimum = shortest(problem);
    ClosureBound plain(compiled, GetParam());
    plain.never_split();
    test::improve(plain, 1000);
    ClosureBound lazy(compiled, GetParam());
    test::improve(lazy, 1000);
    ASSERT_GE(lazy.lower_bound(), plain.lower_bound());
    ASSERT_LE(lazy.lower_bound(), tried.ticks);
    if (lazy.lower_bound() > plain.lower_bound()) ++stronger;
    // What never runs again in a schedule faster than that need not in the fastest.
    ClosureBound fixing(compiled, GetParam());
    test::improve(fixing, tried.ticks + 1);
    const OpFixings fixings = fixing.fixings();
    for (const Op op : fixings.indices()) {
      if (fixings[op] != Again::never || !compiled.recomputable(op)) continue;
      base::Random same(seed);
      const std::size_t held = 2 + same.below(kept ? 2 : 1);
      const model::Graph once = test::squeezed(held, 3, same, compiled.original(op));
      model::Problem limited = problem;
      limited.graph = &once;
      ASSERT_EQ(shortest(limited), *problem_optimum) << "operation " << op.value();
      ++fixed;
    }
  }
  std::cout << recomputing << " problems that need recomputation, " << tight << " bounds equal, "
            << stronger << " higher than without inter-use intervals, " << fixed << " fixed\n";
  EXPECT_LT(recomputing - tight, 2 + recomputing / 20);
  EXPECT_GT(stronger * (kept ? 5 : 20), recomputing);
}

}  // namespace
}  // namespace moccasin::search
