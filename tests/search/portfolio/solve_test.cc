// SPDX-License-Identifier: Apache-2.0
#include "search/portfolio/solve.h"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "model/floor.h"
#include "model/verify.h"
#include "tests/search/portfolio/support/training_chain.h"
#include "tests/search/support/test_clock.h"
#include "tests/support/build_graph.h"

namespace moccasin::search {
namespace {

using model::Order;
using model::Problem;

using test::counter;
using test::local_with_work;
using test::with_work;

std::int64_t percent_of_peak(const model::Graph& graph, std::int64_t percent) {
  return (test::base_peak_of(graph) * percent + 99) / 100;
}

class Solve : public testing::Test {
 protected:
  const model::Graph graph_ = test::training_chain(40);
  const Problem problem_{
      .graph = &graph_, .budget = percent_of_peak(graph_, 60), .order = Order::kept};
};

// Together with the closure, whichever is first.
TEST_F(Solve, ProvesByClauseLearning) {
  for (const Techniques techniques : {Techniques::all, Techniques::cdcl}) {
    SolveOptions options = with_work(50'000'000);
    options.techniques = techniques;
    Problem problem = problem_;
    problem.max_copies = 2;
    problem.budget = percent_of_peak(graph_, 85);
    const SolveResult result = solve(problem, options);
    EXPECT_EQ(result.status, Status::optimal);
    EXPECT_EQ(result.stop, StopReason::proved);
    EXPECT_EQ(result.bound, result.duration);
    if (techniques == Techniques::cdcl) {
      EXPECT_EQ(result.bound_by, "clause learning");
      EXPECT_GT(counter(result.statistics, "conflicts"), 0);
    }
    ASSERT_TRUE(result.schedule.has_value());
    EXPECT_TRUE(model::verify(problem, *result.schedule).valid());
    // Nothing the local search finds is faster.
    EXPECT_GE(solve(problem, local_with_work(300'000)).duration, result.duration);
  }
}

TEST_F(Solve, FindsByWindowsAlone) {
  SolveOptions options = with_work(3'000'000);
  options.techniques = Techniques::lns;
  const SolveResult result = solve(problem_, options);
  EXPECT_NE(result.status, Status::unknown);
  EXPECT_GT(counter(result.statistics, "windows"), 0);
  EXPECT_GT(counter(result.statistics, "windows that improved"), 0);
  EXPECT_EQ(counter(result.statistics, "refused schedules"), 0);
}

// A technique that has nothing to do comes to its limits all the same: greedy finds no schedule
// here, so there is none to draw windows in.
TEST_F(Solve, EndsWhereTheTechniqueHasNothingToDo) {
  Problem problem = problem_;
  problem.budget = model::make_floor(graph_).bytes;
  problem.max_copies = 2;
  SolveOptions options = with_work(300'000);
  options.techniques = Techniques::lns;
  const SolveResult result = solve(problem, options);
  EXPECT_EQ(result.status, Status::unknown);
  EXPECT_EQ(result.stop, StopReason::work);
  const test::TestClock clock;
  options.limits = clock.limits(0.05);
  EXPECT_EQ(solve(problem, options).stop, StopReason::time);
}

TEST_F(Solve, FindsAndVerifies) {
  const SolveResult result = solve(problem_, local_with_work(200'000));
  ASSERT_EQ(result.status, Status::feasible);
  EXPECT_EQ(result.stop, StopReason::work);
  const model::Verdict verdict = model::verify(problem_, *result.schedule);
  EXPECT_TRUE(verdict.valid());
  EXPECT_EQ(verdict.duration, result.duration);
  EXPECT_EQ(verdict.peak, result.peak);
  EXPECT_EQ(result.bound, graph_.base_duration());
  EXPECT_EQ(result.bound_by, "base duration");
  EXPECT_GT(result.duration, result.bound);
  EXPECT_GE(result.work, 200'000u);
  EXPECT_LE(result.first_solution_seconds, result.best_seconds);
  EXPECT_LE(result.best_seconds, result.seconds);
  EXPECT_EQ(counter(result.statistics, "refused schedules"), 0);
}

TEST_F(Solve, IsOptimalWhereTheBaseOrderFits) {
  Problem problem = problem_;
  problem.budget = percent_of_peak(graph_, 100);
  const SolveResult result = solve(problem, with_work(1000));
  EXPECT_EQ(result.status, Status::optimal);
  EXPECT_EQ(result.stop, StopReason::proved);
  EXPECT_EQ(result.schedule, model::base_schedule(graph_));
  EXPECT_EQ(result.duration, result.bound);
  EXPECT_EQ(result.peak, problem.budget);
  EXPECT_EQ(result.work, 0u);
  problem.budget -= 1;
  EXPECT_NE(solve(problem, local_with_work(1000)).status, Status::optimal);
}

TEST_F(Solve, IsInfeasibleBelowTheFloorOnly) {
  Problem problem = problem_;
  problem.budget = model::make_floor(graph_).bytes - 1;
  const SolveResult result = solve(problem, with_work(1000));
  EXPECT_EQ(result.status, Status::infeasible);
  EXPECT_EQ(result.stop, StopReason::proved);
  EXPECT_FALSE(result.schedule.has_value());
  problem.budget += 1;
  EXPECT_NE(solve(problem, with_work(1000)).status, Status::infeasible);
}

TEST_F(Solve, GivesTheSameForSeedAndWork) {
  for (const int threads : {1, 2}) {
    SolveOptions options = with_work(100'000);
    options.threads = threads;
    const SolveResult one = solve(problem_, options), two = solve(problem_, options);
    EXPECT_EQ(one.schedule, two.schedule) << threads;
    EXPECT_EQ(one.duration, two.duration) << threads;
    EXPECT_EQ(one.work, two.work) << threads;
    EXPECT_EQ(one.statistics, two.statistics) << threads;
  }
}

TEST_F(Solve, IsInfeasibleWhereNothingMayRunAgain) {
  Problem problem = problem_;
  problem.max_copies = 1;
  const SolveResult result = solve(problem, with_work(10'000));
  EXPECT_EQ(result.status, Status::infeasible);
  EXPECT_EQ(result.stop, StopReason::proved);
  problem.order = Order::free;
  EXPECT_NE(solve(problem, with_work(10'000)).status, Status::infeasible) << "another order might";
}

// Every loop that is at work leaves as soon as it looks at the clock, and looks at it often: each
// look takes a millisecond here.
TEST_F(Solve, EndsAtItsTimeLimit) {
  constexpr std::uint64_t kLooks = 300, kBetweenLooks = 20'000, kLongestStep = 10'000;
  for (const int threads : {1, 2}) {
    for (const Order order : {Order::kept, Order::free}) {
      SCOPED_TRACE(testing::Message() << threads << " threads, order " << static_cast<int>(order));
      Problem problem = problem_;
      problem.order = order;
      const test::TestClock clock;
      SolveOptions options;
      options.limits = clock.limits(kLooks * 1e-3);
      options.threads = threads;
      const SolveResult result = solve(problem, options);
      EXPECT_EQ(result.stop, StopReason::time);
      EXPECT_GE(result.seconds, kLooks * 1e-3);
      EXPECT_GT(result.work, 0u);
      EXPECT_LE(result.work,
                (kLooks + static_cast<unsigned>(threads)) * kBetweenLooks + kLongestStep);
      if (threads > 1) continue;  // one that waits for the other looks at the clock as well
      EXPECT_EQ(result.status, Status::feasible);
      EXPECT_LE(result.seconds, (kLooks + 3) * 1e-3);
    }
  }
}

TEST_F(Solve, StopsWhenAnotherThreadSaysSo) {
  for (const int threads : {1, 2}) {
    std::atomic<bool> stop = false;
    const test::TestClock clock;
    SolveOptions options;
    options.limits = clock.limits(1e6);
    options.limits.stop = &stop;
    options.threads = threads;
    std::uint64_t work = 0;
    options.on_progress = [&](const Progress& progress) {
      if (progress.has_solution && !stop) {
        std::jthread([&] { stop = true; }).join();
        work = progress.work;
      }
      return true;
    };
    const SolveResult result = solve(problem_, options);
    EXPECT_EQ(result.stop, StopReason::user);
    EXPECT_TRUE(result.schedule.has_value());
    // The look that hears of it is the last. With more threads what is reported is an estimate.
    if (threads == 1) {
      EXPECT_EQ(result.work, work);
    }
  }
}

TEST_F(Solve, ReturnsAtOnceIfStoppedBefore) {
  const std::atomic<bool> stop = true;
  SolveOptions options = with_work(100'000);
  options.limits.stop = &stop;
  const SolveResult result = solve(problem_, options);
  EXPECT_EQ(result.stop, StopReason::user);
  EXPECT_EQ(result.status, Status::unknown);
  EXPECT_EQ(result.work, 0u);
}

TEST_F(Solve, StopsAtTargetAndGap) {
  SolveOptions options = with_work(2'000'000);
  options.target = graph_.base_duration() * 2;
  SolveResult result = solve(problem_, options);
  EXPECT_EQ(result.stop, StopReason::target);
  EXPECT_LE(result.duration, options.target);
  EXPECT_LT(result.work, 2'000'000u);

  options = with_work(2'000'000);
  options.gap = 0.9;
  result = solve(problem_, options);
  EXPECT_EQ(result.stop, StopReason::gap);
  EXPECT_LE(static_cast<double>(result.duration), 1.9 * static_cast<double>(result.bound));
}

TEST_F(Solve, HandsOverEverySolutionOnTheCallersThread) {
  SolveOptions options = with_work(200'000);
  options.threads = 2;
  const std::thread::id caller = std::this_thread::get_id();
  std::int64_t last = INT64_MAX;
  options.on_solution = [&](const Progress& progress, const model::Schedule& schedule) {
    EXPECT_EQ(std::this_thread::get_id(), caller);
    EXPECT_LT(progress.duration, last);
    last = progress.duration;
    EXPECT_EQ(model::verify(problem_, schedule).duration, progress.duration);
    EXPECT_GE(progress.bound, graph_.base_duration());
    EXPECT_LE(progress.bound, progress.duration);
    return true;
  };
  options.on_progress = [&](const Progress& progress) {
    EXPECT_EQ(std::this_thread::get_id(), caller);
    EXPECT_TRUE(!progress.has_solution || progress.duration <= last);
    return true;
  };
  const SolveResult result = solve(problem_, options);
  EXPECT_EQ(result.duration, last) << "the last one handed over is the one returned";
}

TEST_F(Solve, StopsWhenACallbackSaysSo) {
  SolveOptions options = with_work(2'000'000);
  int solutions = 0;
  options.on_solution = [&](const Progress&, const model::Schedule&) { return ++solutions < 2; };
  const SolveResult result = solve(problem_, options);
  EXPECT_EQ(result.stop, StopReason::user);
  EXPECT_EQ(solutions, 2);
  EXPECT_TRUE(result.schedule.has_value());
  EXPECT_LT(result.work, 2'000'000u);
}

TEST_F(Solve, StartsFromAScheduleThatFits) {
  const SolveResult good = solve(problem_, with_work(300'000));
  ASSERT_TRUE(good.schedule.has_value());
  SolveOptions options = with_work(1);  // no work to speak of
  options.warm_start = good.schedule->steps;
  const SolveResult result = solve(problem_, options);
  EXPECT_LE(result.duration, good.duration);
  options.limits.work = 0;
  options.target = good.duration;
  EXPECT_EQ(solve(problem_, options).found_by, "warm start");
}

// x or y must run again for r, and z for s. From the base order x does, which is shorter; from a
// schedule in which y does, and that does not fit as it is, z is added.
TEST(SolveOne, RepairsAScheduleThatDoesNotFit) {
  enum : std::size_t { x, y, wide, r, z, wider, s };
  model::GraphBuilder builder = test::simple_graph(
      {{1, 4}, {5, 4}, {1, 8}, {1, 0}, {1, 4}, {1, 10}, {1, 0}}, {{x, r}, {y, r}, {z, s}});
  builder.set_base_order(test::ops({x, y, wide, r, z, wider, s}));
  const model::Graph graph = test::built(builder);
  const Problem problem{.graph = &graph, .budget = 12, .order = Order::kept};
  SolveOptions options = local_with_work(100'000);
  options.on_solution = [](const Progress&, const model::Schedule&) { return false; };  // the first
  const SolveResult from_base = solve(problem, options);
  EXPECT_EQ(from_base.schedule->steps, test::ops({x, y, wide, x, r, z, wider, z, s}));
  options.warm_start = test::ops({x, y, wide, y, r, z, wider, s});
  ASSERT_EQ(model::verify(problem, {options.warm_start}).violation->rule, model::Rule::budget);
  const SolveResult from_given = solve(problem, options);
  EXPECT_EQ(from_given.schedule->steps, test::ops({x, y, wide, y, r, z, wider, z, s}));
  EXPECT_EQ(from_given.found_by, "greedy");
}

TEST_F(Solve, IgnoresAWarmStartThatIsNoSchedule) {
  SolveOptions options = with_work(50'000);
  const SolveResult without = solve(problem_, options);
  options.warm_start = test::ops({1, 0, 99999});
  const SolveResult result = solve(problem_, options);
  EXPECT_EQ(result.schedule, without.schedule);
}

TEST_F(Solve, KeepsToTheCopiesAllowed) {
  Problem problem = problem_;
  problem.max_copies = 2;
  problem.budget = percent_of_peak(graph_, 42);
  const SolveResult result = solve(problem, with_work(200'000));
  ASSERT_TRUE(result.schedule.has_value());
  EXPECT_TRUE(model::verify(problem, *result.schedule).valid());
  Problem unlimited = problem;
  unlimited.max_copies = 0;
  const SolveResult more = solve(unlimited, with_work(200'000));
  EXPECT_EQ(model::verify(problem, *more.schedule).violation->rule, model::Rule::max_copies);
}

TEST_F(Solve, AcceptsOrderFreeProblems) {
  Problem problem = problem_;
  problem.order = Order::free;
  const SolveResult result = solve(problem, with_work(100'000));
  ASSERT_TRUE(result.schedule.has_value());
  EXPECT_TRUE(model::verify(problem, *result.schedule).valid());
}

// A budget between floor and base peak, and the one operation that may run again is of no help: the
// search has nothing to try, and must end all the same.
TEST(SolveOne, EndsAtItsWorkLimitEvenIfThereIsNothingToTry) {
  model::GraphBuilder builder;
  std::vector<model::TensorIndex> tensors;
  for (const std::int64_t size : {4, 2, 3, 1}) {  // a -> b -> c -> d, d reads a too
    const model::OpIndex op =
        builder.add_operation({.name = "once", .duration = 1, .max_copies = 1});
    if (!tensors.empty()) builder.add_read(op, tensors.back());
    tensors.push_back(builder.add_output(op, size));
  }
  builder.add_read(model::OpIndex(3), tensors.front());
  builder.add_read(builder.add_operation({.name = "again", .duration = 1}), tensors.back());
  const model::Graph graph = test::built(builder);
  const Problem problem{.graph = &graph, .budget = 8, .order = Order::kept};
  ASSERT_LE(model::make_floor(graph).bytes, problem.budget);
  const test::TestClock clock;
  SolveOptions options;
  options.limits = clock.limits(1000);  // a million looks
  options.limits.work = 10'000;
  const SolveResult result = solve(problem, options);
  EXPECT_FALSE(result.schedule.has_value());
  EXPECT_EQ(result.status, Status::infeasible);
  EXPECT_EQ(result.stop, StopReason::proved);
  options.techniques = Techniques::local;  // nobody proves it
  const SolveResult local = solve(problem, options);
  EXPECT_EQ(local.status, Status::unknown);
  EXPECT_EQ(local.stop, StopReason::work);
  EXPECT_LE(local.work, 10'100u);
}

TEST(SolveOne, SolvesASingleOperation) {
  const model::Graph graph = test::built(test::simple_graph({{5, 7}}, {}));
  EXPECT_EQ(solve({.graph = &graph, .budget = 7, .order = Order::kept}, {}).status,
            Status::optimal);
  EXPECT_EQ(solve({.graph = &graph, .budget = 6, .order = Order::kept}, {}).status,
            Status::infeasible);
}

}  // namespace
}  // namespace moccasin::search
