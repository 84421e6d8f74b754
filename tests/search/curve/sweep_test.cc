// SPDX-License-Identifier: Apache-2.0
// sweep() against the optima that trying everything finds, and against itself.
#include "search/curve/sweep.h"

#include <gtest/gtest.h>

#include <atomic>
#include <iostream>
#include <set>
#include <stdexcept>

#include "model/floor.h"
#include "model/profile.h"
#include "model/verify.h"
#include "tests/search/bound/support/any_order.h"
#include "tests/search/portfolio/support/training_chain.h"
#include "tests/search/support/random_case.h"
#include "tests/support/from_environment.h"

namespace moccasin::search {
namespace {

using model::Order;

SweepOptions with_work(std::uint64_t work, std::size_t points = 16) {
  SweepOptions options;
  options.solve.limits.work = work;
  options.points = points;
  return options;
}

// Every schedule fits its point, and both curves fall.
void expect_sound(const model::Problem& problem, const SweepResult& result) {
  std::int64_t duration = kNoDuration, bound = kNoDuration;
  for (const CurvePoint& point : result.points) {
    if (point.best) {
      model::Problem at = problem;
      at.budget = point.budget;
      const model::Verdict verdict = model::verify(at, point.best->schedule);
      ASSERT_TRUE(verdict.valid()) << verdict.violation->message;
      ASSERT_EQ(verdict.duration, point.duration());
      ASSERT_EQ(verdict.peak, point.best->peak);
      ASSERT_GE(point.duration(), point.bound);
      ASSERT_FALSE(point.infeasible);
    }
    ASSERT_LE(point.duration(), duration);
    ASSERT_LE(point.bound, bound);
    duration = point.duration();
    bound = point.bound;
  }
}

TEST(Sweep, FindsTheOptimaOfTinyProblemsAtEveryBudget) {
  int points = 0, optimal = 0, found = 0, impossible = 0;
  const std::uint64_t first = test::from_environment("MOCCASIN_SWEEP_FIRST", 0);
  const std::uint64_t problems = test::from_environment("MOCCASIN_SWEEP_PROBLEMS", 40);
  for (std::uint64_t seed = first; seed < first + problems; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    const test::RandomCase c(seed, 7, Order::free);
    const SweepResult result = sweep(c.problem, with_work(1'500'000, 6));
    expect_sound(c.problem, result);
    if (testing::Test::HasFatalFailure()) return;
    for (const CurvePoint& point : result.points) {
      model::Problem at = c.problem;
      at.budget = point.budget;
      const std::optional<std::int64_t> optimum = test::shortest_in_any_order(at);
      ++points;
      if (!optimum) {
        ASSERT_FALSE(point.best);
        ++impossible;
        continue;
      }
      ASSERT_FALSE(point.infeasible);
      ASSERT_LE(point.bound, *optimum);
      ASSERT_GE(point.duration(), *optimum);
      found += point.duration() == *optimum ? 1 : 0;
      optimal += point.optimal() ? 1 : 0;
    }
  }
  std::cout << points << " points: " << impossible << " impossible, " << found << " optima found, "
            << optimal << " proved\n";
  EXPECT_GT(found, (points - impossible) * 95 / 100);
  EXPECT_GT(optimal, points / 2);
}

struct Chain {
  model::Graph graph = test::training_chain(40);
  model::Problem problem{.graph = &graph, .budget = 0, .order = Order::free};
  std::int64_t floor = model::make_floor(graph).bytes;
  std::int64_t peak = test::base_peak_of(graph);
};

TEST(Sweep, ChoosesItsPointsFromTheFloorToTheBasePeak) {
  const Chain chain;
  const SweepResult result = sweep(chain.problem, with_work(20'000'000, 12));
  expect_sound(chain.problem, result);
  std::size_t asked = 0;
  std::size_t read_off = 0;
  for (const CurvePoint& point : result.points) {
    asked += point.kind == CurvePoint::Kind::asked ? 1 : 0;
    read_off += point.kind == CurvePoint::Kind::read_off ? 1 : 0;
  }
  EXPECT_EQ(asked, 12u);
  EXPECT_GT(result.points.size(), asked + read_off) << "and some between them";
  EXPECT_GT(read_off, 0u);
  EXPECT_EQ(result.points.size(), 8 * asked);
  EXPECT_EQ(result.points.front().budget, chain.floor);
  EXPECT_EQ(result.points.back().budget, chain.peak);
  EXPECT_EQ(result.points.back().duration(), chain.graph.base_duration());
  EXPECT_TRUE(result.points.back().optimal());
}

// No bound but lines tells two budgets apart at which nothing was done.
TEST(Sweep, ReadsOffWhatIsBetweenThePoints) {
  const Chain chain;
  const SweepResult result = sweep(chain.problem, with_work(6'000'000, 6));
  expect_sound(chain.problem, result);
  std::set<std::int64_t> bounds;
  for (const CurvePoint& point : result.points) bounds.insert(point.bound);
  std::cout << bounds.size() << " bounds of " << result.points.size() << " points\n";
  EXPECT_GT(bounds.size(), 4 * 6u) << "more than there are points with work of their own";
}

TEST(Sweep, TakesTheBudgetsThatItIsGiven) {
  const Chain chain;
  SweepOptions options = with_work(3'000'000);
  options.budgets = {chain.floor, chain.peak * 2 / 3, chain.peak * 3 / 4};
  const SweepResult result = sweep(chain.problem, options);
  expect_sound(chain.problem, result);
  std::vector<std::int64_t> budgets;
  for (const CurvePoint& point : result.points) budgets.push_back(point.budget);
  EXPECT_EQ(budgets, options.budgets);
}

TEST(Sweep, IsTheSameOnAnyNumberOfThreads) {
  const Chain chain;
  const auto run = [&](int threads) {
    SweepOptions options = with_work(6'000'000, 8);
    options.solve.workers = 3;
    options.solve.threads = threads;
    return sweep(chain.problem, options);
  };
  const SweepResult one = run(1), three = run(3);
  ASSERT_EQ(one.points.size(), three.points.size());
  for (std::size_t i = 0; i < one.points.size(); ++i) {
    EXPECT_EQ(one.points[i].budget, three.points[i].budget);
    EXPECT_EQ(one.points[i].bound, three.points[i].bound);
    ASSERT_EQ(one.points[i].best != nullptr, three.points[i].best != nullptr);
    if (one.points[i].best) {
      EXPECT_EQ(one.points[i].best->schedule, three.points[i].best->schedule);
    }
  }
}

// Without budgets the earlier points are those of this one, as they were.
TEST(Sweep, GoesOnFromWhatAnEarlierOneHasFound) {
  const Chain chain;
  const SweepResult first = sweep(chain.problem, with_work(6'000'000, 8));
  for (const bool asks : {false, true}) {
    SweepOptions options = with_work(1, 8);  // no time for anything
    for (const CurvePoint& point : first.points) {
      const bool between = point.kind != CurvePoint::Kind::asked;
      if (asks) options.budgets.push_back(point.budget);
      options.known_bounds.push_back({point.budget, point.bound, point.infeasible, between});
      if (point.best) options.known.push_back(point.best->schedule);
    }
    const SweepResult again = sweep(chain.problem, options);
    expect_sound(chain.problem, again);
    ASSERT_EQ(again.points.size(), first.points.size());
    for (std::size_t i = 0; i < again.points.size(); ++i) {
      const CurvePoint &one = again.points[i], &other = first.points[i];
      EXPECT_EQ(one.budget, other.budget);
      EXPECT_LE(one.duration(), other.duration()) << "a step may be enough";
      EXPECT_EQ(one.bound, other.bound);
      EXPECT_EQ(one.infeasible, other.infeasible);
      const bool asked = asks || other.kind == CurvePoint::Kind::asked;
      EXPECT_EQ(one.kind == CurvePoint::Kind::asked, asked);
    }
  }
}

TEST(Sweep, GoesOnWithinItsRange) {
  const Chain chain;
  SweepOptions options = with_work(1, 2);
  const std::int64_t from = chain.peak * 3 / 4, to = chain.peak - 1;
  options.from = from;
  options.to = to;
  for (const std::int64_t budget : {chain.peak / 2, from + 2, from + 4, chain.peak}) {
    options.known_bounds.push_back({budget, 0, false, budget == from + 4});
  }
  std::vector<std::int64_t> asked;
  bool told = false;
  for (const CurvePoint& point : sweep(chain.problem, options).points) {
    if (point.kind == CurvePoint::Kind::asked) asked.push_back(point.budget);
    told = told || point.budget == from + 4;
    EXPECT_GE(point.budget, from);
    EXPECT_LE(point.budget, to);
  }
  EXPECT_EQ(asked, (std::vector<std::int64_t>{from, from + 2, to}));
  EXPECT_TRUE(told);
}

// Nothing fits, and so it is told of points that came after that was known.
TEST(Sweep, WhatIsBelowTheFloorIsInfeasible) {
  const Chain chain;
  SweepOptions options = with_work(2'000'000, 3);
  options.from = 0;
  options.to = 3 * chain.floor;
  const SweepResult result = sweep(chain.problem, options);
  expect_sound(chain.problem, result);
  int below = 0;
  for (const CurvePoint& point : result.points) {
    if (point.budget >= chain.floor) continue;
    EXPECT_TRUE(point.infeasible) << point.budget;
    below += point.kind == CurvePoint::Kind::asked ? 0 : 1;
  }
  EXPECT_GT(below, 0);
}

TEST(Sweep, EndsWhenEveryPointIsClosed) {
  const Chain chain;
  SweepOptions options;
  options.solve.limits.work = 2'000'000'000;
  options.budgets = {chain.floor - 1, chain.peak};
  const SweepResult result = sweep(chain.problem, options);
  EXPECT_EQ(result.stop, StopReason::proved);
  EXPECT_TRUE(result.points[0].infeasible);
  EXPECT_TRUE(result.points[1].optimal());
  EXPECT_EQ(result.work, 0u);
}

// A point that is closed as it comes is not the end: the next may not be. There are fewer than were
// asked for only where they would be closer than a quarter of an even share.
TEST(Sweep, IsProvedOnlyWithAllOfItsPoints) {
  constexpr std::int64_t kPoints = 16;
  int proved = 0, full = 0;
  for (std::uint64_t seed = 0; seed < 60; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    const test::RandomCase c(seed, 7, Order::free);
    const SweepResult result = sweep(c.problem, with_work(1'500'000, kPoints));
    if (result.stop != StopReason::proved) continue;
    ++proved;
    const std::int64_t range = result.points.back().budget - result.points.front().budget;
    const std::int64_t least = std::max<std::int64_t>(2 * range / (4 * kPoints), 2);
    std::int64_t asked = 0, before = result.points.front().budget;
    bool has_place = false;
    for (const CurvePoint& point : result.points) {
      if (point.kind == CurvePoint::Kind::read_off) continue;
      EXPECT_TRUE(point.closed());
      asked += point.kind == CurvePoint::Kind::asked ? 1 : 0;
      has_place = has_place || (!point.infeasible && point.budget - before >= least);
      before = point.budget;
    }
    EXPECT_TRUE(asked == kPoints || !has_place);
    full += asked == kPoints ? 1 : 0;
  }
  std::cout << proved << " proved, " << full << " of them at all budgets\n";
  EXPECT_GT(proved, 20);
}

TEST(Sweep, EndsWhenToldWithWhatItHas) {
  const Chain chain;
  SweepOptions options;
  options.solve.threads = 2;
  int calls = 0;
  options.on_progress = [&](const SweepProgress& progress) {
    EXPECT_FALSE(progress.points.empty());
    return ++calls < 3;
  };
  const SweepResult result = sweep(chain.problem, options);
  EXPECT_EQ(result.stop, StopReason::user);
  EXPECT_EQ(calls, 3);
  expect_sound(chain.problem, result);
}

TEST(Sweep, PassesOnWhatItsCallbackThrows) {
  const Chain chain;
  SweepOptions options;
  options.solve.threads = 2;
  options.on_progress = [](const SweepProgress&) -> bool { throw std::runtime_error("enough"); };
  EXPECT_THROW((void)sweep(chain.problem, options), std::runtime_error);
}

TEST(Sweep, AStopFromOutsideEndsIt) {
  const Chain chain;
  SweepOptions options;
  const std::atomic<bool> stop{true};
  options.solve.limits.stop = &stop;
  EXPECT_EQ(sweep(chain.problem, options).stop, StopReason::user);
}

}  // namespace
}  // namespace moccasin::search
