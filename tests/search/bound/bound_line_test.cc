// SPDX-License-Identifier: Apache-2.0
// What is proved of every budget, against the optima at many of them.
#include "search/bound/bound_line.h"

#include <gtest/gtest.h>

#include <functional>
#include <iostream>
#include <optional>
#include <vector>

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

using Lines = std::vector<BoundLine>;

std::function<void(const BoundLine&)> keep_in(Lines& lines) {
  return [&lines](const BoundLine& line) { lines.push_back(line); };
}

struct Budgeted {
  Budgeted(const model::Graph& graph, std::int64_t budget)
      : problem{.graph = &graph, .budget = budget, .order = Order::kept} {
    bound.on_line(keep_in(lines));
  }

  const model::Problem problem;
  const CompiledGraph compiled{problem};
  Lines lines;
  ClosureBound bound{compiled, Order::kept};
};

std::optional<BoundLine> line_of(const model::Graph& graph, std::int64_t budget) {
  Budgeted at(graph, budget);
  test::improve(at.bound, 1000);
  EXPECT_EQ(at.lines.size(), 1U);
  test::improve(at.bound, 1000);
  EXPECT_EQ(at.lines.size(), 1U) << "the root's bound has not risen since";
  if (at.lines.empty()) return std::nullopt;
  return at.lines.front();
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

// Of the work that ends within the root, and of none that time or a user ends.
TEST(BoundLine, IsDrawnWhereTheWorkIsUsedUpAndNotWhereTimeIs) {
  const model::Graph graph = kept_or_made_again(1, 0);
  for (const StopReason reason : {StopReason::work, StopReason::proved, StopReason::gap}) {
    Budgeted at(graph, 15);
    test::Turn turn;
    at.bound.on_rise([&](std::int64_t) { turn.meter.end(reason); });
    at.bound.improve(1000, turn.share);
    EXPECT_EQ(turn.meter.reason(), reason);
    ASSERT_EQ(at.lines.size(), 1U);
    EXPECT_GE(at.lines.front().at(15), 1);
  }
  for (const StopReason reason : {StopReason::time, StopReason::memory, StopReason::user}) {
    Budgeted at(graph, 15);
    test::Turn turn;
    at.bound.on_rise([&](std::int64_t) { turn.meter.end(reason); });
    at.bound.improve(1000, turn.share);
    EXPECT_TRUE(at.lines.empty());
    at.bound.on_rise(nullptr);
    test::improve(at.bound, 1000);
    EXPECT_EQ(at.lines.size(), 1U) << "it is not lost by that";
  }
}

TEST(BoundLine, IsChargedWhateverEndsTheWork) {
  const model::Graph graph = kept_or_made_again(1, 0);
  const auto ticks_of = [&](bool draws, StopReason reason) {
    Budgeted at(graph, 15);
    if (!draws) at.bound.on_line(nullptr);
    test::Turn turn;
    at.bound.on_rise([&](std::int64_t) { turn.meter.end(reason); });
    at.bound.improve(1000, turn.share);
    return turn.meter.ticks();
  };
  for (const StopReason reason : {StopReason::none, StopReason::work}) {
    EXPECT_GT(ticks_of(true, reason), ticks_of(false, reason));
  }
}

struct Tally {
  std::size_t lines = 0, budgets = 0, above_nothing = 0, elsewhere = 0, refuted = 0;
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
  problem.budget = at;
  const CompiledGraph compiled(problem);
  Lines lines;
  const auto draw = [&](std::int64_t upper) {
    lines.clear();
    ClosureBound bound(compiled, order);
    bound.on_line(keep_in(lines));
    test::improve(bound, upper);
  };
  draw(500);
  if (lines.empty()) return;  // before optima are looked for: most problems draw none
  const std::optional<std::int64_t> there = shortest(at);
  // Close to the optimum much is fixed that is not so at larger budgets.
  const std::int64_t above = c.random.chance(0.5) ? 1 : c.random.between(1, 500);
  draw((there ? *there - base : 100) + above);
  tally.lines += lines.size();
  for (int i = -4; i <= 8 && !lines.empty(); ++i) {
    const std::int64_t budget = floor + (peak - floor) * i / 8;
    const std::optional<std::int64_t> optimum = shortest(std::max<std::int64_t>(budget, 0));
    for (const BoundLine& line : lines) {
      ASSERT_FALSE(optimum && line.refutes(budget)) << budget << " bytes are enough";
      if (line.refutes(budget)) ++tally.refuted;
    }
    if (!optimum) continue;
    for (const BoundLine& line : lines) {
      ++tally.budgets;
      ASSERT_LE(line.at(budget), *optimum - base)
          << "at " << budget << " bytes, by the prices of " << at;
      if (line.at(budget) == 0) continue;
      ++tally.above_nothing;
      if (budget != at) ++tally.elsewhere;
    }
  }
}

class BoundLineIn : public ::testing::TestWithParam<Order> {};
std::string name_of(const ::testing::TestParamInfo<Order>& scope) {
  return scope.param == Order::kept ? "kept" : "free";
}

INSTANTIATE_TEST_SUITE_P(Order, BoundLineIn, ::testing::Values(Order::kept, Order::free), name_of);

TEST_P(BoundLineIn, IsNoHigherThanTheOptimumOfAnyBudget) {
  const std::uint64_t problems = test::from_environment("MOCCASIN_BOUND_PROBLEMS", 1500);
  const std::uint64_t first = test::from_environment("MOCCASIN_BOUND_FIRST", 0);
  Tally tally;
  for (std::uint64_t seed = first; seed < first + problems; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    expect_sound(seed, GetParam(), tally);
    if (HasFatalFailure()) return;
  }
  std::cout << tally.lines << " lines, " << tally.budgets << " budgets at which something fits; "
            << tally.above_nothing << " times above nothing, " << tally.elsewhere
            << " of them at another budget than that of the prices; " << tally.refuted
            << " budgets refuted\n";
  EXPECT_GE(tally.lines, problems / 30);
  EXPECT_GT(tally.refuted, 0U);
  EXPECT_GT(tally.elsewhere, tally.lines);  // or the test would say little
}

// What is drawn in a random case with that upper bound, where no operation is split.
struct Drawn {
  Drawn(std::uint64_t seed, std::int64_t upper) : c(seed, Order::kept) {
    bound.never_split();
    bound.on_line(keep_in(lines));
    test::improve(bound, upper);
  }
  [[nodiscard]] std::int64_t last() const { return lines.back().at(c.problem.budget); }

  test::BoundCase c;
  Lines lines;
  ClosureBound bound{c.compiled, Order::kept};
};

// Nothing is fixed in a line, but prices that are best with that are about as good without.
TEST(BoundLine, LosesLittleOfTheRootsBound) {
  double roots = 0, lines = 0;
  for (std::uint64_t seed = 0; seed < 300; ++seed) {
    const Drawn drawn(seed, 500);
    if (drawn.lines.empty() || drawn.bound.lower_bound() >= 500) continue;
    roots += static_cast<double>(drawn.bound.statistics().root);
    lines += static_cast<double>(drawn.last());
  }
  std::cout << "roots " << roots << ", lines " << lines << "\n";
  EXPECT_GT(roots, 0);
  EXPECT_GT(lines, 0.9 * roots);
}

// The root ends with what it proves, before any branching: its best prices are those of before
// then, and more is fixed.
TEST(BoundLine, IsDrawnWhereTheRootIsRefuted) {
  double roots = 0, drawn_there = 0;
  for (std::uint64_t seed = 0; seed < 300; ++seed) {
    const std::int64_t root = Drawn(seed, 500).bound.statistics().root;
    const Drawn drawn(seed, root);
    const ClosureBound::Statistics of = drawn.bound.statistics();
    const bool by_prices = of.nodes == 0 && of.flows > 0;
    if (root <= 0 || drawn.bound.lower_bound() < root || !by_prices) continue;
    ASSERT_EQ(drawn.lines.size(), 1U) << "seed " << seed;
    roots += static_cast<double>(root);
    drawn_there += static_cast<double>(drawn.last());
  }
  std::cout << "roots " << roots << ", lines " << drawn_there << "\n";
  EXPECT_GT(roots, 0);
  EXPECT_GT(drawn_there, 0.7 * roots);
}

}  // namespace
}  // namespace moccasin::search
