// SPDX-License-Identifier: Apache-2.0
// Bounds against optima found without any of their ideas, in both scopes.
// MOCCASIN_BOUND_PROBLEMS sets how many problems, MOCCASIN_BOUND_FIRST the first seed.
#include "search/bound/closure_bound.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <iostream>
#include <numeric>
#include <optional>

#include "model/floor.h"
#include "model/profile.h"
#include "tests/encoding/support/live_sets.h"
#include "tests/search/bound/support/any_order.h"
#include "tests/search/bound/support/bound_case.h"
#include "tests/search/support/random_case.h"
#include "tests/support/build_graph.h"
#include "tests/support/from_environment.h"

namespace moccasin::search {
namespace {

using model::Order;

// a makes 4, b and c something small from it, d reads all: at c there is room for a or for b.
model::GraphBuilder diamond() {
  return test::simple_graph({{7, 4}, {3, 3}, {5, 2}, {1, 1}},
                            {{0, 1}, {1, 2}, {0, 3}, {1, 3}, {2, 3}});
}

std::int64_t bound_of(const model::Graph& graph, std::int64_t budget, Order order) {
  const model::Problem problem{.graph = &graph, .budget = budget, .order = order};
  const CompiledGraph compiled(problem);
  ClosureBound bound(compiled, order);
  test::improve(bound, 1000);
  EXPECT_TRUE(bound.done());
  return bound.lower_bound();
}

TEST(ClosureBound, IsNothingWhereTheBaseOrderFits) {
  const model::Graph graph = test::built(diamond());
  EXPECT_EQ(bound_of(graph, 10, Order::kept), 0);
  EXPECT_EQ(bound_of(graph, 10, Order::free), 0);
}

// e makes 10 and reads d only; a is wanted afterwards: either a is not live there, and runs again,
// or there is no schedule.
TEST(ClosureBound, PaysForWhatDoesNotFit) {
  const model::Graph graph = test::built(
      test::simple_graph({{7, 4}, {2, 2}, {1, 10}, {1, 1}}, {{0, 1}, {1, 2}, {2, 3}, {0, 3}}));
  for (const Order order : {Order::kept, Order::free}) {
    EXPECT_EQ(bound_of(graph, 16, order), 0);
    EXPECT_EQ(bound_of(graph, 15, order), 7);  // a again
  }
}

// Making b again needs a, which must be made again too if it is not kept.
TEST(ClosureBound, PaysForTheInputsOfWhatIsMadeAgain) {
  const model::Graph graph = test::built(test::simple_graph(
      {{7, 3}, {2, 4}, {1, 8}, {1, 4}, {1, 1}}, {{0, 1}, {1, 2}, {2, 3}, {3, 4}, {1, 4}}));
  for (const Order order : {Order::kept, Order::free}) {
    EXPECT_EQ(bound_of(graph, 16, order), 0);
    EXPECT_EQ(bound_of(graph, 15, order), 2);  // b again; a, smaller than b, is kept for it ...
    EXPECT_EQ(bound_of(graph, 14, order), 9);  // ... unless that is too much as well
  }
}

// u(10) -> v(4) -> c -> t(10) -> x,  u -> t,  v -> x;  v -> b -> s(12) -> y,  v -> y;  z(5) -> b, y
//
// At t, where u is read, v is too much: 1 tick again. At s there is no room for u, which making v
// again would need, but for v there is, without z: 1 tick. With the order kept, t comes after s.
TEST(ClosureBound, LetsRunAfterOneEventWhatNeedNotRunAfterAnother) {
  enum : std::size_t { u, v, z, b, s, y, c, t, x };
  const model::Graph graph = test::built(test::simple_graph(
      {{100, 10}, {1, 4}, {1, 5}, {50, 1}, {50, 12}, {50, 0}, {50, 1}, {50, 10}, {50, 1}},
      {{u, v},
       {v, b},
       {z, b},
       {b, s},
       {s, y},
       {v, y},
       {z, y},
       {v, c},
       {c, t},
       {u, t},
       {t, x},
       {v, x}}));
  EXPECT_EQ(bound_of(graph, 21, Order::free), 2);
  EXPECT_GE(bound_of(graph, 21, Order::kept), 100);
}

// a -> b -> t -> r,  a -> k -> r: at t, k is live, or it runs afterwards and a is live, 5 each way,
// or a runs again; and k with it, if k comes first.
TEST(ClosureBound, HasRoomForWhatNeedNotHaveRunOrForItsInputs) {
  const model::Graph graph = test::built(test::simple_graph(
      {{7, 5}, {3, 5}, {1, 2}, {1, 8}, {1, 1}}, {{0, 1}, {0, 2}, {2, 3}, {3, 4}, {1, 4}}));
  EXPECT_EQ(bound_of(graph, 15, Order::kept), 0);
  EXPECT_EQ(bound_of(graph, 15, Order::free), 0);
  EXPECT_EQ(bound_of(graph, 14, Order::kept), 10);
  EXPECT_EQ(bound_of(graph, 14, Order::free), 7);
}

// Scaled costs are of many ticks here: the bound is right to a tick all the same, and it ends.
TEST(ClosureBound, IsExactWhereDurationsAreLong) {
  constexpr std::int64_t kLong = 10'000'000'000'001;
  const model::Graph graph = test::built(
      test::simple_graph({{kLong, 4}, {2, 2}, {1, 10}, {1, 1}}, {{0, 1}, {1, 2}, {2, 3}, {0, 3}}));
  const model::Problem problem{.graph = &graph, .budget = 15, .order = Order::kept};
  const CompiledGraph compiled(problem);
  ClosureBound bound(compiled, Order::kept);
  test::improve(bound, 3 * kLong, 1'000'000);
  EXPECT_TRUE(bound.done());
  EXPECT_EQ(bound.lower_bound(), kLong);
}

// What all durations are multiples of.
std::int64_t unit_of(const model::Graph& graph) {
  std::int64_t unit = 0;
  for (const model::OpIndex op : graph.operations()) {
    unit = std::gcd(unit, graph.operation(op).duration);
  }
  return std::max<std::int64_t>(unit, 1);
}

constexpr std::int64_t kFar = 1000;

struct Tally {
  std::uint64_t problems = 0, infeasible = 0, recomputing = 0, bounded = 0, tight = 0, split = 0;
};

// Whatever schedule is known, a bound never excludes the shortest.
void expect_sound(std::uint64_t seed, Order order, Tally& tally) {
  test::RandomCase c(seed, order == Order::kept ? 8 : 6, order);
  if (c.graph.num_tensors() > 16) return;
  model::Problem problem = c.problem;
  const std::int64_t floor = model::make_floor(c.graph).bytes;
  const std::int64_t peak = model::make_profile(c.graph, model::base_schedule(c.graph)).peak;
  problem.budget = floor + static_cast<std::int64_t>(c.random.unit() * c.random.unit() *
                                                     static_cast<double>(peak - floor));
  for (const model::OpIndex op : c.graph.operations()) {
    if (problem.copies_allowed(op) > 3) return;
  }
  const std::optional<std::int64_t> optimum = order == Order::kept
                                                  ? test::shortest_by_live_sets(problem)
                                                  : test::shortest_in_any_order(problem);
  ++tally.problems;
  if (!optimum) {
    ++tally.infeasible;
    return;
  }
  const std::int64_t overhead = *optimum - c.graph.base_duration();
  if (overhead > 0) ++tally.recomputing;
  const CompiledGraph compiled(problem);
  const std::int64_t unit = unit_of(c.graph);
  for (const std::int64_t above : {std::int64_t{0}, std::int64_t{1}, unit, 10 * unit, kFar}) {
    SCOPED_TRACE("upper bound " + std::to_string(above) + " above the optimum");
    ClosureBound bound(compiled, order);
    test::improve(bound, overhead + above);
    EXPECT_TRUE(bound.done());
    ASSERT_LE(bound.lower_bound(), overhead);
    if (above == kFar) {
      if (bound.lower_bound() > 0) ++tally.bounded;
      if (overhead > 0 && bound.lower_bound() == overhead) ++tally.tight;
      if (bound.statistics().split > 0) ++tally.split;
    }
    for (const std::int64_t now : {10 * unit, unit, std::int64_t{0}}) {  // better ones are found
      test::improve(bound, overhead + now);
      EXPECT_TRUE(bound.done());
      ASSERT_LE(bound.lower_bound(), overhead);
    }
  }
}

class ClosureBoundIn : public ::testing::TestWithParam<Order> {};
std::string name_of(const ::testing::TestParamInfo<Order>& scope) {
  return scope.param == Order::kept ? "kept" : "free";
}

INSTANTIATE_TEST_SUITE_P(Order, ClosureBoundIn, ::testing::Values(Order::kept, Order::free),
                         name_of);

TEST_P(ClosureBoundIn, IsNoHigherThanTheOptimum) {
  const std::uint64_t problems =
      test::from_environment("MOCCASIN_BOUND_PROBLEMS", GetParam() == Order::kept ? 2000 : 200);
  const std::uint64_t first = test::from_environment("MOCCASIN_BOUND_FIRST", 0);
  Tally tally;
  for (std::uint64_t seed = first; seed < first + problems; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    expect_sound(seed, GetParam(), tally);
    if (HasFatalFailure()) return;
  }
  std::cout << tally.problems << " problems, " << tally.infeasible << " infeasible, "
            << tally.recomputing << " that need recomputation; bounds above nothing "
            << tally.bounded << ", equal to the optimum " << tally.tight
            << ", with cost variables split " << tally.split << "\n";
  EXPECT_GT(5 * tally.tight, tally.recomputing);  // or the test would say little
}

// Of which all ticks are multiples.
std::int64_t unit_of(const CompiledGraph& graph) {
  std::int64_t unit = 0;
  for (const Op op : graph.ops()) unit = std::gcd(unit, graph.duration(op));
  return unit;
}

// Asked twice, the second time with a better schedule.
TEST_P(ClosureBoundIn, IsTheRelaxationsOptimumWhenItIsDoneAndFixesWhatNoBetterOneNeeds) {
  int beyond_nothing = 0, branched = 0;
  std::size_t fixed = 0;
  for (std::uint64_t seed = 0; seed < 1000; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    test::BoundCase c(seed, GetParam());
    const std::optional<std::int64_t> optimum = c.relaxed.optimum();
    ClosureBound bound(c.compiled, GetParam());
    bound.never_split();
    for (const std::int64_t above : {c.random.between(40, 500), c.random.between(0, 40)}) {
      const std::int64_t upper = optimum.value_or(100) + above;
      test::improve(bound, upper);
      ASSERT_TRUE(bound.done());
      if (!optimum) {
        ASSERT_GE(bound.lower_bound(), upper);  // all below is excluded
        continue;
      }
      ASSERT_EQ(bound.lower_bound(), *optimum);
      if (*optimum == 0) continue;
      ASSERT_GE(bound.upper(), upper);
      ASSERT_LT(bound.upper(), upper + unit_of(c.compiled));
      for (const auto set : c.relaxed.sets()) {
        if (!c.relaxed.fits(set) || c.relaxed.ticks(set) >= bound.upper()) continue;
        ASSERT_TRUE(c.relaxed.agrees(set, bound.root().again));
      }
      fixed += bound.statistics().fixed;
    }
    if (optimum.value_or(0) > 0) ++beyond_nothing;
    if (bound.statistics().nodes > 10) ++branched;
  }
  EXPECT_GT(beyond_nothing, 200);
  EXPECT_GT(branched, 20);
  EXPECT_GT(fixed, 200u);
}

}  // namespace
}  // namespace moccasin::search
