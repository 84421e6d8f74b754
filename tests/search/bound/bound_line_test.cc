// SPDX-License-Identifier: Apache-2.0
// What is proved of every budget, against the optima at many of them.
#include "search/bound/bound_line.h"

#include <gtest/gtest.h>

#include <iostream>
#include <optional>

#include "model/floor.h"
#include "model/profile.h"
#include "search/bound/closure_bound.h"
#include "tests/encoding/support/live_sets.h"
#include "tests/search/bound/support/any_order.h"
#include "tests/search/bound/support/bound_case.h"
#include "tests/search/support/random_case.h"
#include "tests/support/build_graph.h"
#include "tests/support/from_environment.h"

namespace moccasin::search {
namespace {

using model::Order;

// e makes 10 and reads d only; a, of 4 bytes and 7 ticks, is wanted afterwards: with 16 bytes there
// is room for it, with 15 it runs again.
model::Graph kept_or_made_again(std::int64_t scale, std::int64_t resident) {
  model::GraphBuilder builder =
      test::simple_graph({{7, 4 * scale}, {2, 2 * scale}, {1, 10 * scale}, {1, scale}},
                         {{0, 1}, {1, 2}, {2, 3}, {0, 3}});
  builder.set_resident(resident);
  return test::built(builder);
}

std::optional<BoundLine> line_of(const model::Graph& graph, std::int64_t budget) {
  const model::Problem problem{.graph = &graph, .budget = budget, .order = Order::kept};
  const CompiledGraph compiled(problem);
  ClosureBound bound(compiled, Order::kept);
  test::improve(bound, 1000);
  test::Turn turn;
  std::optional<BoundLine> line = bound.line(turn.meter);
  EXPECT_FALSE(bound.line(turn.meter)) << "the root's bound has not risen since";
  return line;
}

// With fewer than 16 bytes a runs again. Its prices ask for no more than its 7 ticks where it frees
// all of its 4 bytes, and so for less where less is missing.
TEST(BoundLine, FallsFromWhereAllRunsAgainToWhereAllIsKept) {
  const model::Graph graph = kept_or_made_again(1, 0);
  const std::optional<BoundLine> line = line_of(graph, 15);
  ASSERT_TRUE(line);
  EXPECT_EQ(line->at(16), 0);
  EXPECT_EQ(line->at(100), 0);
  EXPECT_GE(line->at(15), 1);
  EXPECT_LE(line->at(12), 7);
  for (std::int64_t budget = 12; budget < 16; ++budget) {
    EXPECT_GE(line->at(budget), line->at(budget + 1));
  }
  EXPECT_GT(line->at(12), line->at(15));
}

// In units of a thousand bytes, beside those that are always there.
TEST(BoundLine, IsInBytes) {
  const std::optional<BoundLine> one = line_of(kept_or_made_again(1, 0), 15);
  const std::optional<BoundLine> other = line_of(kept_or_made_again(1000, 500), 15'500);
  ASSERT_TRUE(one && other);
  for (std::int64_t budget = 0; budget <= 17; ++budget) {
    EXPECT_EQ(other->at(1000 * budget + 500), one->at(budget));
    EXPECT_EQ(other->at(1000 * budget + 1499), one->at(budget)) << "no whole unit more";
  }
}

TEST(BoundLine, ThereIsNoneBeforePricesAndNoneOfAMeterThatHasEnded) {
  const model::Graph graph = kept_or_made_again(1, 0);
  const model::Problem problem{.graph = &graph, .budget = 15, .order = Order::kept};
  const CompiledGraph compiled(problem);
  ClosureBound bound(compiled, Order::kept);
  test::Turn turn;
  EXPECT_FALSE(bound.line(turn.meter));
  test::improve(bound, 1000);
  Limits limits;
  limits.work = 1;
  Meter ended(limits);
  ended.charge(1);
  ASSERT_TRUE(ended.ended());
  EXPECT_FALSE(bound.line(ended));
  EXPECT_TRUE(bound.line(turn.meter)) << "it is not lost by that";
}

struct Tally {
  int lines = 0, budgets = 0, above_nothing = 0, elsewhere = 0;
};

// Drawn at one budget, whatever schedule is known there, it excludes the shortest at none.
void expect_sound(std::uint64_t seed, Order order, Tally& tally) {
  test::RandomCase c(seed, order == Order::kept ? 8 : 6, order);
  if (c.graph.num_tensors() > 16) return;
  for (const model::OpIndex op : c.graph.operations()) {
    if (c.problem.copies_allowed(op) > 3) return;
  }
  model::Problem problem = c.problem;
  const std::int64_t floor = model::make_floor(c.graph).bytes, base = c.graph.base_duration();
  const std::int64_t peak = model::make_profile(c.graph, model::base_schedule(c.graph)).peak;
  const auto shortest = [&](std::int64_t budget) {
    problem.budget = budget;
    return order == Order::kept ? test::shortest_by_live_sets(problem)
                                : test::shortest_in_any_order(problem);
  };
  const std::int64_t at = c.random.between(floor, peak);
  const std::optional<std::int64_t> there = shortest(at);
  const CompiledGraph compiled(problem);
  ClosureBound bound(compiled, order);
  // Close to the optimum much is fixed that is not so at larger budgets.
  const std::int64_t above = c.random.chance(0.5) ? 1 : c.random.between(1, 500);
  test::improve(bound, (there ? *there - base : 100) + above);
  test::Turn turn;
  const std::optional<BoundLine> line = bound.line(turn.meter);
  if (!line) return;
  ++tally.lines;
  for (int i = 0; i <= 8; ++i) {
    const std::int64_t budget = floor + (peak - floor) * i / 8;
    const std::optional<std::int64_t> optimum = shortest(budget);
    if (!optimum) continue;
    ++tally.budgets;
    ASSERT_LE(line->at(budget), *optimum - base)
        << "at " << budget << " bytes, by the prices of " << at;
    if (line->at(budget) == 0) continue;
    ++tally.above_nothing;
    if (budget != at) ++tally.elsewhere;
  }
}

class BoundLineIn : public ::testing::TestWithParam<Order> {};
std::string name_of(const ::testing::TestParamInfo<Order>& scope) {
  return scope.param == Order::kept ? "kept" : "free";
}

INSTANTIATE_TEST_SUITE_P(Order, BoundLineIn, ::testing::Values(Order::kept, Order::free), name_of);

TEST_P(BoundLineIn, IsNoHigherThanTheOptimumOfAnyBudget) {
  const std::uint64_t problems =
      test::from_environment("MOCCASIN_BOUND_PROBLEMS", GetParam() == Order::kept ? 1500 : 60);
  const std::uint64_t first = test::from_environment("MOCCASIN_BOUND_FIRST", 0);
  Tally tally;
  for (std::uint64_t seed = first; seed < first + problems; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    expect_sound(seed, GetParam(), tally);
    if (HasFatalFailure()) return;
  }
  std::cout << tally.lines << " lines, " << tally.budgets << " budgets at which something fits; "
            << tally.above_nothing << " times above nothing, " << tally.elsewhere
            << " of them at another budget than that of the prices\n";
  EXPECT_GT(tally.elsewhere, tally.lines);  // or the test would say little
}

// Nothing is fixed in a line, but prices that are best with that are about as good without.
TEST(BoundLine, LosesLittleOfTheRootsBound) {
  double roots = 0, lines = 0;
  for (std::uint64_t seed = 0; seed < 300; ++seed) {
    test::BoundCase c(seed, Order::kept);
    ClosureBound bound(c.compiled, Order::kept);
    bound.never_split();
    test::improve(bound, 500);
    test::Turn turn;
    const std::optional<BoundLine> line = bound.line(turn.meter);
    if (!line || bound.lower_bound() >= 500) continue;
    roots += static_cast<double>(bound.statistics().root);
    lines += static_cast<double>(line->at(c.problem.budget));
  }
  std::cout << "roots " << roots << ", lines " << lines << "\n";
  EXPECT_GT(roots, 0);
  EXPECT_GT(lines, 0.9 * roots);
}

}  // namespace
}  // namespace moccasin::search
