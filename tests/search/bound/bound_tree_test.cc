// SPDX-License-Identifier: Apache-2.0
// The tree against all relaxed solutions.
#include "search/bound/bound_tree.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <optional>

#include "tests/search/bound/support/bound_case.h"
#include "tests/support/build_graph.h"

namespace moccasin::search {
namespace {

using model::Order;
using test::BoundCase;
using Result = BoundTree::Result;

// A tree of which nothing is known yet.
struct Planted {
  Planted(EventScan& scan, std::int64_t upper, std::int64_t target)
      : cost_vars(scan.graph().num_ops()), events(scan, cost_vars), scale(scan.graph(), upper) {
    scale.aim(target);
    ascent.emplace(scan, cost_vars, events.chosen(), scale);
    tree.emplace(scan, cost_vars, events, scale, *ascent);
    root.again = Fixings(scan.graph().num_ops(), Again::open);
  }

  CostVars cost_vars;
  EventSelection events;
  CostScale scale;
  std::optional<DualAscent> ascent;
  std::optional<BoundTree> tree;
  ClosureNode root;
};

// Whether some relaxed solution costs exactly that.
bool has_solution_of(const BoundCase& c, std::int64_t ticks) {
  const auto& sets = c.relaxed.sets();
  return std::any_of(sets.begin(), sets.end(), [&](auto set) {
    return c.relaxed.ticks(set) == ticks && c.relaxed.fits(set);
  });
}

// What the tree must say if there are relaxed solutions of `optimum` ticks and more.
void expect_right(const BoundCase& c, const BoundTree& tree, Result result, std::int64_t target) {
  const std::optional<std::int64_t> optimum = c.relaxed.optimum();
  ASSERT_FALSE(tree.in_progress());
  if (!optimum || *optimum > target) {
    ASSERT_EQ(result, Result::refuted);
    return;
  }
  ASSERT_EQ(result, Result::solution);
  ASSERT_LE(tree.cost(), target);
  ASSERT_TRUE(has_solution_of(c, tree.cost())) << tree.cost();
}

class BoundTreeIn : public ::testing::TestWithParam<Order> {};
INSTANTIATE_TEST_SUITE_P(Order, BoundTreeIn, ::testing::Values(Order::kept, Order::free));

TEST_P(BoundTreeIn, RefutesATargetExactlyIfNoRelaxedSolutionMeetsIt) {
  int refuted = 0, solved = 0, branched = 0, grown = 0;
  for (std::uint64_t seed = 0; seed < 1000; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    BoundCase c(seed, GetParam());
    const std::int64_t optimum = c.relaxed.optimum().value_or(100);
    for (const std::int64_t target : {optimum - 1, optimum, optimum + c.random.below(40)}) {
      if (target < 0) continue;
      SCOPED_TRACE("target " + std::to_string(target));
      Planted p(c.scan, c.random.chance(0.5) ? target + 1 : 400, target);
      const std::size_t before = p.events.chosen().size();
      p.tree->start(p.root);
      ASSERT_TRUE(p.tree->in_progress());
      const Result result = test::refute(*p.tree);
      expect_right(c, *p.tree, result, target);
      if (HasFatalFailure()) return;
      ++(result == Result::refuted ? refuted : solved);
      if (p.tree->nodes() > 3) ++branched;
      if (p.events.chosen().size() > before) ++grown;
    }
  }
  EXPECT_GT(refuted, 300);
  EXPECT_GT(solved, 1000);
  EXPECT_GT(branched, 100);
  EXPECT_GT(grown, 200);
}

// Every node is looked at anew after a stop, so each turn is to be longer than that.
TEST_P(BoundTreeIn, SaysTheSameIfStoppedOnTheWay) {
  int stopped = 0;
  for (std::uint64_t seed = 0; seed < 300; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    BoundCase c(seed, GetParam());
    const std::int64_t target = c.relaxed.optimum().value_or(100) - c.random.below(2);
    if (target < 0) continue;
    Planted p(c.scan, 400, target);
    p.tree->start(p.root);
    Result result = Result::stopped;
    for (std::uint64_t ticks = 1; result == Result::stopped; ticks += 5) {
      ASSERT_TRUE(p.tree->in_progress());
      test::Turn turn(ticks);
      result = p.tree->refute(turn.share);
      if (result == Result::stopped) ++stopped;
    }
    expect_right(c, *p.tree, result, target);
    if (HasFatalFailure()) return;
  }
  EXPECT_GT(stopped, 800);
}

// At t (12), a or b (4 each) is too much, and either costs 7. Prices at which that is exact prove
// 7, whichever it is not, and that excludes neither.
TEST(BoundTree, LeavesOpenWhatCostsJustAsMuchAsTheTarget) {
  const model::Graph graph =
      test::built(test::simple_graph({{7, 4}, {7, 4}, {1, 12}, {1, 0}}, {{0, 3}, {1, 3}}));
  const model::Problem problem{.graph = &graph, .budget = 16, .order = Order::kept};
  const CompiledGraph compiled(problem);
  EventScan scan(compiled, Order::kept);
  Planted p(scan, 10, 7);
  ASSERT_EQ(p.events.chosen(), std::vector<Op>{Op(2)});
  p.root.events = p.events.chosen();
  p.root.prices = {28e10};
  ASSERT_NE(p.ascent->network_of(p.root), nullptr);
  ASSERT_EQ(p.root.bound, p.scale.cutoff());
  p.tree->start(p.root);
  EXPECT_EQ(test::refute(*p.tree), Result::solution);
  EXPECT_EQ(p.tree->cost(), 7);
}

// So dear that a scaled cost is of many ticks: a costs one more than the target.
TEST(BoundTree, KnowsATickFromNoneWhereDurationsAreLong) {
  constexpr std::int64_t kLong = 10'000'000'000'000;
  const model::Graph graph = test::built(test::simple_graph(
      {{kLong + 1, 4}, {2, 2}, {1, 10}, {1, 1}}, {{0, 1}, {1, 2}, {2, 3}, {0, 3}}));
  const model::Problem problem{.graph = &graph, .budget = 15, .order = Order::kept};
  const CompiledGraph compiled(problem);
  EventScan scan(compiled, Order::kept);
  for (const std::int64_t target : {kLong, kLong + 1}) {
    Planted p(scan, 3 * kLong, target);
    p.tree->start(p.root);
    EXPECT_EQ(test::refute(*p.tree), target == kLong ? Result::refuted : Result::solution);
  }
}

}  // namespace
}  // namespace moccasin::search
