// SPDX-License-Identifier: Apache-2.0
// solve() where the budget holds for the arena: against the optimum that trying every schedule and
// every placement finds, and by what it must keep of a run.
#include <gtest/gtest.h>

#include <iostream>
#include <optional>

#include "model/arena.h"
#include "model/floor.h"
#include "model/profile.h"
#include "model/verify.h"
#include "model/verify_placement.h"
#include "search/portfolio/solve.h"
#include "tests/search/portfolio/support/training_chain.h"
#include "tests/search/support/random_case.h"
#include "tests/support/brute_force.h"
#include "tests/support/build_graph.h"
#include "tests/support/fits_in_arena.h"
#include "tests/support/from_environment.h"

namespace moccasin::search {
namespace {

using model::Order;

SolveOptions for_arena(std::uint64_t work, std::int64_t alignment = 1) {
  SolveOptions options = test::with_work(work);
  options.arena = alignment;
  return options;
}

void expect_placed(const model::Problem& problem, const SolveResult& result,
                   std::int64_t alignment) {
  ASSERT_TRUE(result.schedule && result.placement);
  const model::Verdict verdict = model::verify(problem, *result.schedule);
  ASSERT_TRUE(verdict.valid());
  ASSERT_EQ(verdict.duration, result.duration);
  ASSERT_EQ(verdict.peak, result.peak);
  const std::int64_t resident = problem.graph->resident();
  const auto placed = model::verify_placement(*problem.graph, *result.schedule, *result.placement,
                                              problem.budget - resident);
  ASSERT_TRUE(placed.valid()) << placed.violation->message;
  ASSERT_EQ(placed.arena, result.placement->arena);
  ASSERT_EQ(result.placement->alignment, alignment);
  ASSERT_LE(result.peak, result.placement->arena + resident);
}

// A schedule that lies within the capacity, the fastest of all; `unknown`: there was too much to
// try.
std::optional<model::Schedule> fastest_in_arena(const model::Problem& problem,
                                                std::int64_t alignment, bool* unknown) {
  const std::int64_t capacity = problem.budget - problem.graph->resident();
  return test::brute_force(problem, [&](const model::Schedule& schedule) {
    const auto buffers = model::arena_buffers(*problem.graph, schedule, alignment);
    const std::optional<bool> fits = test::ArenaTrial(buffers, capacity).fits();
    if (!fits) *unknown = true;
    return fits.value_or(false);
  });
}

TEST(ArenaSolve, IsHonestOnTinyProblemsAndMostlyFindsTheOptimum) {
  const std::uint64_t problems = test::from_environment("MOCCASIN_ARENA_PROBLEMS", 400);
  const std::uint64_t first = test::from_environment("MOCCASIN_ARENA_FIRST", 0);
  std::uint64_t known = 0, possible = 0, found = 0, tighter = 0;
  for (std::uint64_t seed = first; seed < first + problems; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    test::RandomCase c(seed, 4, Order::kept);
    model::Problem problem = c.problem;
    const std::int64_t floor = model::make_floor(c.graph).bytes;
    const std::int64_t peak = model::make_profile(c.graph, model::base_schedule(c.graph)).peak;
    problem.budget = c.random.between(floor, peak);
    const std::int64_t alignment = c.random.between(1, 4);
    bool unknown = false;
    const auto optimum = fastest_in_arena(problem, alignment, &unknown);
    if (unknown) continue;
    ++known;
    const SolveResult result = solve(problem, for_arena(60'000, alignment));
    if (!optimum) {
      ASSERT_FALSE(result.schedule);
      continue;
    }
    ++possible;
    ASSERT_NE(result.status, Status::infeasible);
    const std::int64_t fastest = model::verify(problem, *optimum).duration;
    ASSERT_LE(result.bound, fastest);
    if (fastest > model::verify(problem, *test::brute_force(problem)).duration) ++tighter;
    if (!result.schedule) continue;
    expect_placed(problem, result, alignment);
    if (HasFatalFailure()) return;
    ASSERT_GE(result.duration, fastest);
    if (result.duration == fastest) ++found;
    if (result.status == Status::optimal) {
      ASSERT_EQ(result.duration, fastest);
    }
  }
  std::cout << found << " of " << possible << " solved to the optimum, " << tighter
            << " of which is worse than that of live bytes\n";
  EXPECT_GE(known, problems - problems / 5);
  EXPECT_GE(possible, problems / 4);
  EXPECT_GE(found, possible - possible / 50);
}

// Both of them, as the order free is placed by the same rules.
TEST(ArenaSolve, PlacesInEitherOrderAtWhateverNumberOfWorkersAndThreads) {
  const model::Graph graph = test::training_chain(12);
  for (const Order order : {Order::kept, Order::free}) {
    const model::Problem problem{
        .graph = &graph, .budget = test::base_peak_of(graph) * 7 / 10, .order = order};
    for (const int workers : {1, 2, 4}) {
      SolveOptions options = for_arena(400'000, 8);
      options.workers = workers;
      const SolveResult one = solve(problem, options);
      expect_placed(problem, one, 8);
      options.threads = 3;
      const SolveResult three = solve(problem, options);
      EXPECT_EQ(one.schedule, three.schedule);
      EXPECT_EQ(one.placement, three.placement);
      // A proof ends the others when they hear of it.
      if (one.stop != StopReason::proved) {
        EXPECT_EQ(one.work, three.work);
      }
    }
  }
}

TEST(ArenaSolve, TellsOfEverySolutionWithItsPlacement) {
  const model::Graph graph = test::training_chain(12);
  const model::Problem problem{
      .graph = &graph, .budget = test::base_peak_of(graph) * 7 / 10, .order = Order::free};
  SolveOptions options = for_arena(400'000);
  int told = 0;
  std::optional<model::Placement> last;
  options.on_solution = [&](const Progress& progress, const model::Schedule& schedule) {
    ++told;
    EXPECT_NE(progress.placement, nullptr);
    if (progress.placement == nullptr) return false;
    EXPECT_TRUE(
        model::verify_placement(graph, schedule, *progress.placement, problem.budget).valid());
    last = *progress.placement;
    return true;
  };
  const SolveResult result = solve(problem, options);
  EXPECT_GT(told, 0);
  EXPECT_EQ(result.placement, last);
}

TEST(ArenaSolve, SaysHowLowTheArenaCameWhereNothingFits) {
  const model::Graph graph = test::training_chain(8);
  const std::int64_t floor = model::make_floor(graph).bytes;
  for (const std::int64_t budget : {floor - 1, floor}) {
    SolveOptions options = for_arena(100'000);
    const SolveResult result =
        solve({.graph = &graph, .budget = budget, .order = Order::kept, .max_copies = 1}, options);
    ASSERT_FALSE(result.schedule);
    ASSERT_TRUE(result.nearest);
    EXPECT_FALSE(result.placement);
    EXPECT_GE(result.least_arena, result.least_peak - graph.resident());
    const model::Problem enough{
        .graph = &graph, .budget = result.least_arena + graph.resident(), .max_copies = 1};
    options.warm_start = result.nearest->steps;
    expect_placed(enough, solve(enough, options), 1);
  }
}

TEST(ArenaSolve, IsNotAskedForWithoutAnAlignment) {
  const model::Graph graph = test::training_chain(8);
  const model::Problem problem{.graph = &graph, .budget = test::base_peak_of(graph) * 8 / 10};
  const SolveResult result = solve(problem, test::with_work(100'000));
  ASSERT_TRUE(result.schedule);
  EXPECT_FALSE(result.placement);
  EXPECT_EQ(result.least_arena, 0);
  EXPECT_EQ(test::counter(result.statistics, "placements tried"), -1);
}

}  // namespace
}  // namespace moccasin::search
