// SPDX-License-Identifier: Apache-2.0
// minimize_peak() against the least peak that trying everything finds.
#include "search/curve/peak_search.h"

#include <gtest/gtest.h>

#include <functional>
#include <iostream>
#include <optional>

#include "model/floor.h"
#include "model/profile.h"
#include "model/verify.h"
#include "model/verify_placement.h"
#include "tests/search/bound/support/any_order.h"
#include "tests/search/portfolio/support/training_chain.h"
#include "tests/search/support/random_case.h"
#include "tests/support/brute_force.h"
#include "tests/support/build_graph.h"
#include "tests/support/from_environment.h"

namespace moccasin::search {
namespace {

using model::Order;

// Without a limit on memory, whatever the budget of `problem`.
model::Problem unlimited(const model::Problem& problem) {
  model::Problem without = problem;
  without.budget = std::int64_t{1} << 62;
  return without;
}

PeakOptions with_work(std::uint64_t work, std::int64_t max_duration = PeakOptions::kAnyDuration) {
  PeakOptions options;
  options.solve.limits.work = work;
  options.max_duration = max_duration;
  return options;
}

// The least budget from `floor` to `peak`, which works, of which `works` holds; it holds for all
// above one for which it does.
std::int64_t least_budget(std::int64_t floor, std::int64_t peak,
                          const std::function<bool(std::int64_t)>& works) {
  while (floor < peak) {
    const std::int64_t middle = floor + (peak - floor) / 2;
    works(middle) ? peak = middle : floor = middle + 1;
  }
  return peak;
}

std::int64_t least_peak(const model::Problem& of, std::int64_t max_duration) {
  const auto works = [&](std::int64_t budget) {
    model::Problem problem = of;
    problem.budget = budget;
    if (problem.order == Order::free) {
      const std::optional<std::int64_t> duration = test::shortest_in_any_order(problem);
      return duration && *duration <= max_duration;
    }
    const auto fastest = test::brute_force(problem);
    return fastest && model::verify(problem, *fastest).duration <= max_duration;
  };
  const std::int64_t peak = model::make_profile(*of.graph, model::base_schedule(*of.graph)).peak;
  return least_budget(model::make_floor(*of.graph).bytes, peak, works);
}

struct Tally {
  int problems = 0, found = 0, proved = 0, below_base = 0;
};

void expect_least(const model::Problem& problem, std::int64_t max_duration, std::uint64_t seed,
                  Tally& tally) {
  const std::int64_t least = least_peak(problem, max_duration);
  PeakOptions options = with_work(400'000, max_duration);
  options.solve.seed = seed;
  const PeakResult result = minimize_peak(unlimited(problem), options);
  ASSERT_LE(result.bound, least) << result.bound_by;
  ASSERT_TRUE(result.schedule);
  const model::Verdict verdict = model::verify(unlimited(problem), *result.schedule);
  ASSERT_TRUE(verdict.valid()) << verdict.violation->message;
  ASSERT_EQ(verdict.peak, result.peak);
  ASSERT_EQ(verdict.duration, result.duration);
  ASSERT_LE(result.duration, max_duration);
  ASSERT_GE(result.peak, least);
  ASSERT_EQ(result.needed, result.peak);
  ASSERT_EQ(result.status == Status::optimal, result.peak == result.bound);
  const model::Graph& graph = *problem.graph;
  ++tally.problems;
  tally.found += result.peak == least ? 1 : 0;
  tally.proved += result.status == Status::optimal ? 1 : 0;
  tally.below_base += least < model::make_profile(graph, model::base_schedule(graph)).peak ? 1 : 0;
}

Tally tally_of(Order order, std::size_t most_operations, std::uint64_t problems) {
  Tally tally;
  const std::uint64_t first = test::from_environment("MOCCASIN_PEAK_FIRST", 0);
  for (std::uint64_t seed = first; seed < first + problems; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    test::RandomCase c(seed, most_operations, order);
    const std::int64_t base = c.graph.base_duration();
    const std::int64_t durations[] = {base, base + c.random.between(0, base / 4 + 1),
                                      PeakOptions::kAnyDuration};
    for (const std::int64_t max_duration : durations) {
      expect_least(c.problem, max_duration, seed, tally);
      if (testing::Test::HasFatalFailure()) return tally;
    }
  }
  std::cout << tally.found << " of " << tally.problems << " least peaks found, " << tally.proved
            << " proved; " << tally.below_base << " are below the base order's\n";
  return tally;
}

TEST(PeakSearch, FindsTheLeastPeakWithTheOrderKept) {
  const Tally tally =
      tally_of(Order::kept, 6, test::from_environment("MOCCASIN_PEAK_PROBLEMS", 60));
  EXPECT_GT(tally.below_base, tally.problems / 10);
  EXPECT_GT(tally.found, tally.problems * 95 / 100);
  EXPECT_GT(tally.proved, tally.problems / 2);
}

TEST(PeakSearch, FindsTheLeastPeakInAnyOrder) {
  const Tally tally =
      tally_of(Order::free, 7, test::from_environment("MOCCASIN_PEAK_PROBLEMS", 60));
  EXPECT_GT(tally.below_base, tally.problems / 10);
  EXPECT_GT(tally.found, tally.problems * 95 / 100);
  EXPECT_GT(tally.proved, tally.problems / 2);
}

// Where memory is cheap in time: the answer of either objective is the other's question.
TEST(PeakSearch, AgreesWithTheOtherObjectiveOnATrainingChain) {
  const model::Graph graph = test::training_chain(30);
  const model::Problem problem{.graph = &graph, .budget = INT64_MAX, .order = Order::free};
  const std::int64_t limit = graph.base_duration() * 11 / 10;
  const PeakResult least = minimize_peak(problem, with_work(30'000'000, limit));
  ASSERT_TRUE(least.schedule);
  EXPECT_LE(least.duration, limit);
  EXPECT_LT(least.peak, test::base_peak_of(graph));
  EXPECT_EQ(least.status, Status::optimal) << least.peak << " " << least.bound;
  EXPECT_EQ(least.bound_by, "recompute closure");
}

TEST(PeakSearch, ABudgetIsTheMostThatIsAllowed) {
  const model::Graph graph = test::training_chain(30);
  model::Problem problem{.graph = &graph, .budget = INT64_MAX, .order = Order::free};
  const std::int64_t limit = graph.base_duration() * 11 / 10;
  const std::int64_t least = minimize_peak(problem, with_work(30'000'000, limit)).peak;
  problem.budget = least;
  EXPECT_EQ(minimize_peak(problem, with_work(30'000'000, limit)).peak, least);
  problem.budget = least - 1;
  const PeakResult none = minimize_peak(problem, with_work(30'000'000, limit));
  EXPECT_FALSE(none.schedule);
  EXPECT_EQ(none.status, Status::infeasible);
  EXPECT_EQ(none.stop, StopReason::proved);
}

TEST(PeakSearch, NothingIsFasterThanAllOperationsOnce) {
  const model::Graph graph = test::training_chain(5);
  const model::Problem problem{.graph = &graph, .budget = INT64_MAX, .order = Order::free};
  const PeakResult result = minimize_peak(problem, with_work(1'000'000, graph.base_duration() - 1));
  EXPECT_EQ(result.status, Status::infeasible);
  EXPECT_EQ(result.bound_by, "base duration");
  EXPECT_EQ(result.work, 0u);
}

TEST(PeakSearch, ASlowerWarmStartIsNoAnswer) {
  const model::Graph graph = test::training_chain(30);
  const model::Problem problem{.graph = &graph, .budget = INT64_MAX, .order = Order::free};
  const PeakResult slow = minimize_peak(problem, with_work(6'000'000));
  ASSERT_GT(slow.duration, graph.base_duration());
  PeakOptions options = with_work(1'000'000, graph.base_duration());
  options.solve.warm_start = slow.schedule->steps;
  const PeakResult fast = minimize_peak(problem, options);
  ASSERT_TRUE(fast.schedule);
  EXPECT_EQ(fast.duration, graph.base_duration());
  EXPECT_GT(fast.peak, slow.peak);
}

// Where nothing may run again more is needed than the floor, which knows no such limit, and nothing
// else bounds a peak in any order and time.
TEST(PeakSearch, WithoutOtherProofsTheFloorIsTheBound) {
  const model::Graph graph = test::training_chain(5);
  const model::Problem problem{
      .graph = &graph, .budget = INT64_MAX, .order = Order::free, .max_copies = 1};
  const PeakResult result = minimize_peak(problem, with_work(20'000'000));
  EXPECT_EQ(result.status, Status::feasible);
  EXPECT_EQ(result.bound_by, "floor");
  EXPECT_EQ(result.bound, model::make_strong_floor(graph).bytes);
}

TEST(PeakSearch, StopsAtAGap) {
  const model::Graph graph = test::training_chain(30);
  const model::Problem problem{.graph = &graph, .budget = INT64_MAX, .order = Order::free};
  PeakOptions options = with_work(30'000'000);
  options.solve.gap = 1;
  const PeakResult result = minimize_peak(problem, options);
  EXPECT_EQ(result.stop, StopReason::gap);
  EXPECT_LE(result.needed, 2 * result.bound);
}

TEST(PeakSearch, TellsWhatItFindsAndEndsWhenTold) {
  const model::Graph graph = test::training_chain(30);
  const model::Problem problem{.graph = &graph, .budget = INT64_MAX, .order = Order::free};
  PeakOptions options = with_work(30'000'000);
  std::vector<std::int64_t> peaks;
  options.solve.on_solution = [&](const Progress& progress, const model::Schedule& schedule) {
    EXPECT_EQ(model::make_profile(graph, schedule).peak, progress.peak);
    peaks.push_back(progress.peak);
    return peaks.size() < 3;
  };
  const PeakResult result = minimize_peak(problem, options);
  EXPECT_EQ(result.stop, StopReason::user);
  ASSERT_EQ(peaks.size(), 3u);
  EXPECT_EQ(peaks.front(), test::base_peak_of(graph));
  EXPECT_GT(peaks[0], peaks[1]);
  EXPECT_GT(peaks[1], peaks[2]);
  EXPECT_EQ(result.peak, peaks.back());
}

TEST(PeakSearch, InAnArenaWhatIsNeededIsTheArena) {
  const model::Graph graph = test::training_chain(12);
  const model::Problem problem{.graph = &graph, .budget = INT64_MAX, .order = Order::free};
  PeakOptions options = with_work(8'000'000);
  options.solve.arena = 8;
  const PeakResult result = minimize_peak(problem, options);
  ASSERT_TRUE(result.schedule);
  ASSERT_TRUE(result.placement);
  EXPECT_EQ(result.needed, graph.resident() + result.placement->arena);
  EXPECT_TRUE(model::verify_placement(graph, *result.schedule, *result.placement).valid());
  EXPECT_EQ(result.needed % 4, 0);
  EXPECT_LT(result.needed, test::base_peak_of(graph));
}

TEST(PeakSearch, IsTheSameOnAnyNumberOfThreads) {
  const model::Graph graph = test::training_chain(30);
  const model::Problem problem{.graph = &graph, .budget = INT64_MAX, .order = Order::free};
  const auto run = [&](int threads) {
    PeakOptions options = with_work(6'000'000);
    options.solve.workers = 3;
    options.solve.threads = threads;
    return minimize_peak(problem, options);
  };
  const PeakResult one = run(1), three = run(3);
  EXPECT_EQ(one.schedule, three.schedule);
  EXPECT_EQ(one.bound, three.bound);
}

}  // namespace
}  // namespace moccasin::search
