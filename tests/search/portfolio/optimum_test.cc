// SPDX-License-Identifier: Apache-2.0
// solve() against the optimum that trying everything finds.
#include <gtest/gtest.h>

#include <algorithm>
#include <iostream>
#include <optional>

#include "model/floor.h"
#include "model/profile.h"
#include "model/verify.h"
#include "search/portfolio/solve.h"
#include "tests/search/bound/support/any_order.h"
#include "tests/search/support/random_case.h"
#include "tests/support/brute_force.h"
#include "tests/support/build_graph.h"
#include "tests/support/from_environment.h"

namespace moccasin::search {
namespace {

using model::Order;

TEST(BruteForce, FindsWhatAPencilFinds) {
  // a is live across c; in 7 bytes it must be made again before d.
  const model::Graph graph = test::built(
      test::simple_graph({{1, 4}, {10, 2}, {100, 3}, {1000, 0}}, {{0, 1}, {1, 2}, {2, 3}, {0, 3}}));
  const auto fastest = [&](std::int64_t budget, std::int32_t copies) {
    return test::brute_force(
        {.graph = &graph, .budget = budget, .order = Order::kept, .max_copies = copies});
  };
  EXPECT_EQ(fastest(9, 0), model::base_schedule(graph));
  EXPECT_EQ(fastest(7, 0), (model::Schedule{test::ops({0, 1, 2, 0, 3})}));
  EXPECT_EQ(fastest(7, 1), std::nullopt);
  EXPECT_EQ(fastest(6, 0), std::nullopt);
}

struct Tally {
  int with_recomputation = 0, optimal = 0, impossible = 0, recognised = 0;
};

SolveResult solve_with_work(const model::Problem& problem, std::uint64_t seed, std::uint64_t work) {
  SolveOptions options;
  options.limits.work = test::from_environment("MOCCASIN_OPTIMUM_WORK", work);
  options.limits.seconds = 5;  // never reached: the work ends it long before
  options.seed = seed;
  return solve(problem, options);
}

void expect_honest(const model::Problem& problem, const SolveResult& result,
                   const std::optional<model::Schedule>& fastest, Tally* tally) {
  ASSERT_NE(result.stop, StopReason::time);
  if (!fastest) {
    ++tally->impossible;
    ASSERT_FALSE(result.schedule.has_value());
    ASSERT_TRUE(result.status == Status::unknown || result.status == Status::infeasible);
    if (result.status == Status::infeasible) ++tally->recognised;
    return;
  }
  ASSERT_NE(result.status, Status::infeasible);
  const model::Verdict optimum = model::verify(problem, *fastest);
  ASSERT_LE(result.bound, optimum.duration);
  if (fastest->steps.size() > problem.graph->num_operations()) {
    ++tally->with_recomputation;
    if (result.schedule && result.duration == optimum.duration) ++tally->optimal;
  } else {
    ASSERT_EQ(result.status, Status::optimal) << "the base order fits";
  }
  if (!result.schedule) return;
  const model::Verdict verdict = model::verify(problem, *result.schedule);
  ASSERT_TRUE(verdict.valid()) << verdict.violation->message;
  ASSERT_EQ(verdict.duration, result.duration);
  ASSERT_EQ(verdict.peak, result.peak);
  ASSERT_GE(result.duration, optimum.duration);
  if (result.status == Status::optimal) {
    ASSERT_EQ(result.duration, optimum.duration);
  }
}

TEST(Optimum, IsFoundOnTinyProblems) {
  Tally tally;
  for (std::uint64_t seed = 0; seed < 2000; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    test::RandomCase c(seed, 6, Order::kept);
    model::Problem problem = c.problem;
    const std::int64_t floor = model::make_floor(c.graph).bytes;
    const std::int64_t peak = model::make_profile(c.graph, model::base_schedule(c.graph)).peak;
    problem.budget = c.random.chance(0.05) ? floor - 1 : c.random.between(floor, peak);
    const std::optional<model::Schedule> fastest = test::brute_force(problem);
    expect_honest(problem, solve_with_work(problem, seed, 60000), fastest, &tally);
    if (HasFatalFailure()) return;
  }
  std::cout << tally.optimal << " of " << tally.with_recomputation
            << " problems that need recomputation solved to the optimum; " << tally.impossible
            << " cannot be solved, " << tally.recognised << " of them recognised\n";
  EXPECT_GE(tally.with_recomputation, 100);
  EXPECT_GE(tally.impossible, 100);
  EXPECT_GT(tally.recognised, 0);
  EXPECT_EQ(tally.optimal, tally.with_recomputation);
}

// The search in free order against the optimum over all orders. One problem in some 700 takes
// longer than 60000.
TEST(Optimum, IsFoundInAnyOrder) {
  const std::uint64_t problems = test::from_environment("MOCCASIN_OPTIMUM_PROBLEMS", 150);
  const std::uint64_t first = test::from_environment("MOCCASIN_OPTIMUM_FIRST", 0);
  std::uint64_t solved = 0, proved = 0, possible = 0, recomputing = 0;
  for (std::uint64_t seed = first; seed < first + problems; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    test::RandomCase c(seed, 7, Order::free);
    model::Problem problem = c.problem;
    const std::int64_t floor = model::make_floor(c.graph).bytes;
    const std::int64_t peak = model::make_profile(c.graph, model::base_schedule(c.graph)).peak;
    const std::int64_t most = c.random.chance(0.5) ? peak - 1 : floor + (peak - floor) / 4;
    problem.budget = c.random.between(floor, std::max(floor, most));
    const std::optional<std::int64_t> optimum = test::shortest_in_any_order(problem);
    const SolveResult result = solve_with_work(problem, seed, 150000);
    if (!optimum) {
      ASSERT_FALSE(result.schedule.has_value());
      continue;
    }
    ++possible;
    recomputing += *optimum > c.graph.base_duration() ? 1 : 0;
    ASSERT_LE(result.bound, *optimum);
    ASSERT_TRUE(result.schedule.has_value());
    const model::Verdict verdict = model::verify(problem, *result.schedule);
    ASSERT_TRUE(verdict.valid()) << verdict.violation->message;
    ASSERT_EQ(verdict.duration, result.duration);
    ASSERT_EQ(result.duration, *optimum);
    ++solved;
    proved += result.status == Status::optimal ? 1 : 0;
  }
  std::cout << solved << " of " << possible << " problems solved to the optimum, " << proved
            << " of them proved; " << recomputing << " need recomputation\n";
  EXPECT_GT(recomputing, problems / 20);
  EXPECT_GT(proved, possible / 2);
}

// b's output is retained and too much beside d. Made again behind d it needs a's, which is too much
// beside the retained one of c: one recomputation alone is worse than none, and all of a, b and c
// must be made again.
TEST(Optimum, IsFoundWhereTheFirstStepsLeadAwayFromIt) {
  model::GraphBuilder builder;
  const auto operation = [&](const char* name, std::int64_t duration, std::int64_t workspace) {
    return builder.add_operation({.name = name, .duration = duration, .workspace = workspace});
  };
  const model::OpIndex a = operation("a", 7, 0), b = operation("b", 3, 0), c = operation("c", 2, 0),
                       d = operation("d", 4, 3);
  builder.add_read(b, builder.add_output(a, 19));
  builder.add_read(c, builder.add_output(b, 4, model::Retain::yes));
  builder.add_output(c, 13);
  builder.add_read(d, builder.add_output(c, 7, model::Retain::yes));
  builder.add_output(d, 13);
  const model::Graph graph = test::built(builder);
  const model::Problem problem{.graph = &graph, .budget = 24, .order = Order::free};
  ASSERT_EQ(test::shortest_in_any_order(problem), 28);
  SolveOptions options;
  options.techniques = Techniques::local;
  options.limits.work = 1'000'000;
  for (options.seed = 0; options.seed < 10; ++options.seed) {
    const SolveResult result = solve(problem, options);
    ASSERT_TRUE(result.schedule.has_value()) << options.seed;
    EXPECT_EQ(result.schedule->steps, (std::vector{a, b, c, d, a, b, c})) << options.seed;
  }
}

}  // namespace
}  // namespace moccasin::search
