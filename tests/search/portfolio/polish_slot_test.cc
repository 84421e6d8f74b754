// SPDX-License-Identifier: Apache-2.0
#include "search/portfolio/polish_slot.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <limits>

#include "model/floor.h"
#include "model/graph_builder.h"
#include "model/profile.h"
#include "model/verify.h"
#include "tests/search/bound/support/any_order.h"
#include "tests/search/support/random_case.h"
#include "tests/support/brute_force.h"
#include "tests/support/build_graph.h"
#include "tests/support/random_schedule.h"

namespace moccasin::search {
namespace {

using model::Order;
using test::ops;
using test::RandomCase;

constexpr std::uint64_t kSeed = 5, kUnlimited = std::numeric_limits<std::uint64_t>::max();
constexpr std::uint64_t kTicks = 1'000'000;
constexpr std::int64_t kAnything = std::numeric_limits<std::int64_t>::max();

StopReason go_on(std::uint64_t) { return StopReason::none; }

// A random case with a schedule that recomputes something, and just fits.
struct RecomputingCase : RandomCase {
  RecomputingCase(std::uint64_t seed, std::size_t most_operations)
      : RandomCase(seed, most_operations, Order::free) {
    problem.budget = kAnything;
    schedule = test::random_schedule(problem, 0.1, random);
    const model::Verdict verdict = model::verify(problem, schedule);
    duration = verdict.duration;
    problem.budget = verdict.peak;
  }

  model::Schedule schedule;
  std::int64_t duration = 0;
};

model::Problem in_order(const model::Problem& problem, const model::Graph& reordered) {
  model::Problem kept = problem;
  kept.graph = &reordered;
  kept.order = Order::kept;
  return kept;
}

TEST(FirstRuns, AreAnOrderOfAllOperations) {
  const model::Graph graph = test::built(
      test::simple_graph({{1, 1}, {1, 1}, {1, 1}, {1, 1}}, {{0, 1}, {1, 3}, {2, 3}, {0, 3}}));
  EXPECT_EQ(first_runs(graph, {ops({0, 2, 0, 1, 2, 0, 3})}), ops({0, 2, 1, 3}));
}

TEST(Staged, SortsStagesAndTakesEachRecomputationOnce) {
  const model::Graph graph = test::built(
      test::simple_graph({{1, 1}, {1, 1}, {1, 1}, {1, 1}}, {{0, 1}, {1, 3}, {2, 3}, {0, 3}}));
  // First runs 2 0 1 3: recomputations between two of them follow that order.
  EXPECT_EQ(staged(graph, {ops({2, 0, 1, 0, 2, 0, 3})}).steps, ops({2, 0, 1, 2, 0, 3}));
  EXPECT_EQ(staged(graph, {ops({2, 0, 2, 1, 0, 3})}).steps, ops({2, 0, 2, 1, 0, 3}));
  EXPECT_EQ(staged(graph, {ops({2, 0, 1, 3, 0, 1})}).steps, ops({2, 0, 1, 3}));
  EXPECT_EQ(staged(graph, {ops({2, 0, 1, 3})}).steps, ops({2, 0, 1, 3}));
}

// Any schedule of a graph, staged, is in scope of the problem that keeps the order of its first
// runs, whatever its memory.
TEST(Staged, IsInScopeOfTheOrderOfItsFirstRuns) {
  int changed = 0;
  for (std::uint64_t seed = 0; seed < 300; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    RecomputingCase c(seed, 12);
    c.problem.budget = kAnything;
    const model::Schedule kept = staged(c.graph, c.schedule);
    changed += kept == c.schedule ? 0 : 1;
    const model::Graph reordered =
        model::GraphBuilder::reordered(c.graph, first_runs(c.graph, c.schedule));
    const model::Verdict verdict = model::verify(in_order(c.problem, reordered), kept);
    ASSERT_TRUE(verdict.valid()) << verdict.violation->message;
  }
  EXPECT_GT(changed, 30);
}

// A slot that counts and checks what it is given.
struct Polished {
  explicit Polished(const model::Problem& of, const SolveOptions& with = {})
      : problem(of), options(with), slot(problem, options, kSeed) {}

  StopReason run(std::uint64_t others = kTicks, std::uint64_t left = kUnlimited) {
    return slot.run(others, left, go_on, [&](const model::Schedule& schedule) {
      const model::Verdict verdict = model::verify(problem, schedule);
      EXPECT_TRUE(verdict.valid()) << verdict.violation->message;
      EXPECT_LT(verdict.duration, slot.duration());
      ++offered;
      last = verdict.duration;
      return true;
    });
  }

  const model::Problem problem;
  const SolveOptions options;
  PolishSlot slot;
  int offered = 0;
  std::int64_t last = kAnything;  // duration of what was offered last
};

// Not solved in what it has here.
struct HardCase : RandomCase {
  static constexpr std::uint64_t kLeft = 1'000'000;

  HardCase() : RandomCase(8, 150, Order::free) {
    problem.budget = (model::make_floor(graph).bytes +
                      model::make_profile(graph, model::base_schedule(graph)).peak) /
                     2;
    SolveOptions options;
    options.technique = Technique::local;
    options.limits.work = kLeft;
    found = solve(problem, options);
  }

  SolveResult found;
};

TEST(PolishSlot, WaitsForAScheduleAndForItsShare) {
  const HardCase c;
  constexpr std::uint64_t kLeft = HardCase::kLeft;
  ASSERT_TRUE(c.found.schedule.has_value());
  Polished polished(c.problem);
  EXPECT_EQ(polished.run(kTicks, kLeft), StopReason::none);
  EXPECT_EQ(polished.slot.work(), 0u);
  polished.slot.learn_of(*c.found.schedule);
  EXPECT_EQ(polished.run(kTicks, 100), StopReason::none);  // too little is left
  EXPECT_EQ(polished.slot.work(), 0u);
  polished.run(kTicks, kLeft);
  EXPECT_EQ(polished.slot.attempts(), 1u);
  polished.run(kTicks, kLeft);  // it has had more than the annealing
  EXPECT_EQ(polished.slot.attempts(), 1u);
  polished.run(1000 * kTicks, kLeft);
  EXPECT_EQ(polished.slot.attempts(), 2u);
}

// What the inner search is stopped by stops the run.
TEST(PolishSlot, IsStoppedByALimitOfMemory) {
  const HardCase c;
  ASSERT_TRUE(c.found.schedule.has_value());
  SolveOptions options;
  options.limits.start -= std::chrono::hours(1);  // memory is looked at now and then
  options.memory = 1;
  Polished polished(c.problem, options);
  polished.slot.learn_of(*c.found.schedule);
  EXPECT_EQ(polished.run(), StopReason::memory);
  options.memory = 0;
  Polished unlimited(c.problem, options);
  unlimited.slot.learn_of(*c.found.schedule);
  EXPECT_EQ(unlimited.run(), StopReason::none);
}

std::int64_t optimum_of(const model::Problem& problem, const std::vector<model::OpIndex>& order) {
  const model::Graph reordered = model::GraphBuilder::reordered(*problem.graph, order);
  const model::Problem kept = in_order(problem, reordered);
  const std::optional<model::Schedule> fastest = test::brute_force(kept);
  return fastest ? model::verify(kept, *fastest).duration : kAnything;
}

TEST(PolishSlot, ReachesTheOptimumOfTheGivenOrderAndOfThatOfItsBest) {
  int improved = 0, at_optimum = 0, cases = 0;
  for (std::uint64_t seed = 0; cases < 60; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    const RecomputingCase c(seed, 6);
    if (model::verify(c.problem, model::base_schedule(c.graph)).valid()) continue;
    ++cases;
    Polished polished(c.problem);
    polished.slot.learn_of(c.schedule);
    for (int turn = 0; turn < 8; ++turn) polished.run(100 * kTicks);
    const auto base = c.graph.base_order();
    ASSERT_LE(polished.slot.duration(), optimum_of(c.problem, {base.begin(), base.end()}));
    const auto order_of_best = first_runs(c.graph, polished.slot.best());
    ASSERT_LE(polished.slot.duration(), optimum_of(c.problem, order_of_best));
    ASSERT_EQ(polished.slot.duration(), std::min(polished.last, c.duration));
    improved += polished.offered > 0 ? 1 : 0;
    const std::optional<std::int64_t> optimum = test::shortest_in_any_order(c.problem);
    ASSERT_GE(polished.slot.duration(), *optimum);
    at_optimum += polished.slot.duration() == *optimum ? 1 : 0;
  }
  EXPECT_GT(improved, 20);
  EXPECT_GT(at_optimum, 30);
}

TEST(PolishSlot, HasNothingToDoOnceTheOrderOfItsBestIsProved) {
  const model::Graph graph = test::built(
      test::simple_graph({{1, 4}, {10, 2}, {100, 3}, {1000, 0}}, {{0, 1}, {1, 2}, {2, 3}, {0, 3}}));
  Polished polished({.graph = &graph, .budget = 7, .order = Order::free});
  polished.slot.learn_of({ops({0, 1, 0, 2, 0, 3})});
  EXPECT_EQ(polished.slot.duration(), 1113);
  for (int turn = 0; turn < 4; ++turn) polished.run(100 * kTicks);
  EXPECT_EQ(polished.slot.duration(), 1112);
  EXPECT_EQ(polished.slot.best().steps, ops({0, 1, 2, 0, 3}));
  EXPECT_EQ(polished.slot.attempts(), 1u);
  EXPECT_EQ(polished.slot.improvements(), 1u);
}

// b is made and read first, or a. Whatever the given order is, the other way round needs nothing
// twice.
TEST(PolishSlot, TriesTheGivenOrderAndThenThatOfItsBest) {
  // a(4) and b(4) are read by c and d, whose outputs of 1 are read by e; only one of a, b fits.
  const model::Graph graph = test::built(test::simple_graph(
      {{1, 4}, {1, 4}, {1, 1}, {1, 1}, {1, 0}}, {{0, 2}, {1, 3}, {2, 4}, {3, 4}}));
  Polished polished({.graph = &graph, .budget = 6, .order = Order::free});
  polished.slot.learn_of({ops({0, 2, 1, 3, 1, 4})});
  for (int turn = 0; turn < 4; ++turn) polished.run(100 * kTicks);
  EXPECT_EQ(polished.slot.best().steps, ops({0, 2, 1, 3, 4}));
  EXPECT_EQ(polished.slot.attempts(), 2u);
  EXPECT_EQ(polished.slot.improvements(), 1u);
}

TEST(PolishSlot, KeepsNothingThatIsRefused) {
  const model::Graph graph = test::built(
      test::simple_graph({{1, 4}, {10, 2}, {100, 3}, {1000, 0}}, {{0, 1}, {1, 2}, {2, 3}, {0, 3}}));
  const model::Problem problem{.graph = &graph, .budget = 7, .order = Order::free};
  const SolveOptions options;
  PolishSlot slot(problem, options, kSeed);
  slot.learn_of({ops({0, 1, 0, 2, 0, 3})});
  slot.run(100 * kTicks, kUnlimited, go_on, [](const model::Schedule&) { return false; });
  EXPECT_EQ(slot.duration(), 1113);
  EXPECT_EQ(slot.best().steps, ops({0, 1, 0, 2, 0, 3}));
}

TEST(PolishSlot, StopsWhenTold) {
  const RecomputingCase c(21, 60);
  const SolveOptions options;
  PolishSlot slot(c.problem, options, kSeed);
  slot.learn_of(c.schedule);
  const auto stop = [](std::uint64_t) { return StopReason::user; };
  EXPECT_EQ(slot.run(kTicks, kUnlimited, stop, [](const model::Schedule&) { return true; }),
            StopReason::user);
  EXPECT_EQ(slot.attempts(), 1u);
}

TEST(PolishSlot, DoesTheSameWithTheSameSeed) {
  for (std::uint64_t seed = 0; seed < 10; ++seed) {
    const RecomputingCase c(seed, 40);
    Polished one(c.problem), two(c.problem);
    for (Polished* polished : {&one, &two}) {
      polished->slot.learn_of(c.schedule);
      polished->run();
      polished->run();
    }
    ASSERT_EQ(one.slot.best(), two.slot.best());
    ASSERT_EQ(one.slot.work(), two.slot.work());
  }
}

}  // namespace
}  // namespace moccasin::search
