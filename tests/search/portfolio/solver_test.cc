// SPDX-License-Identifier: Apache-2.0
#include "search/portfolio/solver.h"

#include <gtest/gtest.h>

#include <optional>
#include <utility>

#include "model/profile.h"
#include "model/verify.h"
#include "search/portfolio/solve.h"
#include "tests/search/portfolio/support/hard_case.h"
#include "tests/search/portfolio/support/training_chain.h"

namespace moccasin::search {
namespace {

using model::Order;
using test::HardCase;
using test::with_work;

TEST(Solver, GoneOnWithOnceIsASolve) {
  const HardCase open(Order::free);
  Solver solver(open.problem, with_work(1'000'000), &solve);
  EXPECT_EQ(solver.go_on(), StopReason::work);
  const SolveResult result = solver.finish();
  const SolveResult solved = solve(open.problem, with_work(1'000'000));
  EXPECT_EQ(result.schedule, solved.schedule);
  EXPECT_EQ(result.bound, solved.bound);
  EXPECT_EQ(result.work, solved.work);
  EXPECT_EQ(result.statistics, solved.statistics);
}

TEST(Solver, PausesAtItsWorkAndGoesOnFromThere) {
  const HardCase open(Order::kept);
  Solver solver(open.problem, test::local_with_work(1), &solve);  // proves nothing
  EXPECT_EQ(solver.go_on(1'000'000), StopReason::work);
  const std::uint64_t paused_at = solver.work();
  const std::int64_t duration = solver.incumbent().duration(), bound = solver.bound();
  EXPECT_GE(paused_at, 1'000'000u);
  EXPECT_EQ(solver.go_on(paused_at), StopReason::work) << "nothing more is allowed";
  EXPECT_EQ(solver.work(), paused_at);
  EXPECT_EQ(solver.go_on(3'000'000), StopReason::work);
  EXPECT_GE(solver.work(), 3'000'000u);
  EXPECT_LE(solver.incumbent().duration(), duration);
  EXPECT_GE(solver.bound(), bound);
  const std::int64_t found = solver.incumbent().duration();
  const SolveResult result = solver.finish();
  ASSERT_TRUE(result.schedule);
  EXPECT_EQ(result.duration, found);
  EXPECT_TRUE(model::verify(open.problem, *result.schedule).valid());
}

TEST(Solver, ABetterScheduleFromElsewhereIsBuiltUpon) {
  const HardCase open(Order::free);
  const SolveResult long_run = solve(open.problem, with_work(20'000'000));
  ASSERT_TRUE(long_run.schedule);
  Solver solver(open.problem, {}, &solve);
  solver.go_on(200'000);
  ASSERT_GT(solver.incumbent().duration(), long_run.duration);
  solver.offer(*long_run.schedule, "elsewhere");
  EXPECT_EQ(solver.incumbent().duration(), long_run.duration);
  EXPECT_EQ(solver.incumbent().record().found_by, "elsewhere");
  solver.go_on(2'000'000);
  EXPECT_LE(solver.finish().duration, long_run.duration);
}

TEST(Solver, AScheduleFromElsewhereThatDoesNotFitIsNotUsed) {
  const HardCase open(Order::free);
  Solver solver(open.problem, {}, &solve);
  solver.go_on(200'000);
  const std::int64_t before = solver.incumbent().duration();
  const model::Schedule base = model::base_schedule(*open.problem.graph);
  ASSERT_FALSE(model::verify(open.problem, base).valid());
  solver.offer(base, "elsewhere");
  EXPECT_EQ(solver.incumbent().duration(), before);
}

TEST(Solver, ABoundFromElsewhereEndsItAsAProof) {
  const HardCase open(Order::free);
  Solver solver(open.problem, {}, &solve);
  solver.go_on(1'000'000);
  solver.raise(solver.incumbent().duration(), "elsewhere");
  EXPECT_EQ(solver.go_on(2'000'000), StopReason::proved);
  const std::uint64_t work = solver.work();
  EXPECT_EQ(solver.go_on(90'000'000), StopReason::proved) << "there is nothing left to find";
  EXPECT_EQ(solver.work(), work);
  const SolveResult result = solver.finish();
  EXPECT_EQ(result.status, Status::optimal);
  EXPECT_EQ(result.bound_by, "elsewhere");
}

TEST(Solver, BelowTheFloorThereIsNothingToGoOnWith) {
  const HardCase open(Order::free);
  model::Problem problem = open.problem;
  problem.budget = 0;
  Solver solver(problem, {}, &solve);
  EXPECT_EQ(solver.go_on(1'000'000), StopReason::proved);
  EXPECT_TRUE(solver.infeasible());
  EXPECT_EQ(solver.go_on(2'000'000), StopReason::proved);
  EXPECT_EQ(solver.work(), 0u);
  EXPECT_EQ(solver.finish().status, Status::infeasible);
}

// The bound alone proves that nothing is as fast, without a schedule to compare with.
TEST(Solver, ACeilingBelowTheOptimumIsRefutedWithoutASchedule) {
  const model::Graph graph = test::training_chain(20);
  const model::Problem problem{
      .graph = &graph, .budget = test::base_peak_of(graph) * 3 / 4, .order = Order::free};
  const SolveResult best = solve(problem, with_work(30'000'000));
  ASSERT_EQ(best.status, Status::optimal);
  for (const std::int64_t below : {1, 0}) {
    SolveOptions options = with_work(30'000'000);
    options.techniques = Techniques::bound;
    options.ceiling = best.duration - below;
    options.target = options.ceiling;
    Solver solver(problem, options, &solve);
    const StopReason stop = solver.go_on();
    EXPECT_EQ(solver.bound() > options.ceiling, below == 1);
    if (below == 1) {
      EXPECT_EQ(stop, StopReason::proved);
    }
  }
}

}  // namespace
}  // namespace moccasin::search
