// SPDX-License-Identifier: Apache-2.0
#include "search/portfolio/solve.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <thread>

#include "model/floor.h"
#include "model/profile.h"
#include "model/verify.h"
#include "tests/search/support/test_clock.h"
#include "tests/support/build_graph.h"

namespace moccasin::search {
namespace {

using model::Order;
using model::Problem;

// A training step in small: n layers forward, n backward in reverse, each backward operation reads
// the forward tensor of its layer. The base peak is at the turn.
model::Graph chain(std::size_t layers) {
  std::vector<std::pair<std::int64_t, std::int64_t>> operations;
  std::vector<std::pair<std::size_t, std::size_t>> edges;
  for (std::size_t i = 0; i < layers; ++i) {
    operations.emplace_back(10 + static_cast<std::int64_t>(i % 7), 8);
  }
  for (std::size_t i = 0; i < layers; ++i) operations.emplace_back(20, 4);
  for (std::size_t i = 1; i < 2 * layers; ++i) edges.emplace_back(i - 1, i);
  for (std::size_t i = 0; i + 1 < layers; ++i) edges.emplace_back(i, 2 * layers - 1 - i);
  return test::built(test::simple_graph(operations, edges));
}

std::int64_t percent_of_peak(const model::Graph& graph, std::int64_t percent) {
  return (model::make_profile(graph, model::base_schedule(graph)).peak * percent + 99) / 100;
}

class Solve : public testing::Test {
 protected:
  [[nodiscard]] static SolveOptions with_work(std::uint64_t work) {
    SolveOptions options;
    options.limits.work = work;
    options.seed = 3;
    return options;
  }

  // Without the engine, which would prove it optimal.
  static SolveOptions local_with_work(std::uint64_t work) {
    SolveOptions options = with_work(work);
    options.techniques = Techniques::local;
    return options;
  }

  static std::int64_t counter(const SolveResult& result, std::string_view name) {
    const auto found = std::ranges::find(result.statistics, name,
                                         &std::pair<std::string_view, std::int64_t>::first);
    EXPECT_NE(found, result.statistics.end()) << name;
    return found == result.statistics.end() ? -1 : found->second;
  }

  const model::Graph graph_ = chain(40);
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
      EXPECT_GT(counter(result, "conflicts"), 0);
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
  EXPECT_GT(counter(result, "windows"), 0);
  EXPECT_GT(counter(result, "windows that improved"), 0);
  EXPECT_EQ(counter(result, "refused schedules"), 0);
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
  EXPECT_EQ(counter(result, "refused schedules"), 0);
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
    options.seed = 4;
    EXPECT_NE(solve(problem_, options).statistics, one.statistics) << threads;
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

// Every loop that is at work leaves as soon as it looks at the clock.
TEST_F(Solve, EndsAtItsTimeLimit) {
  for (const int threads : {1, 2}) {
    for (const Order order : {Order::kept, Order::free}) {
      Problem problem = problem_;
      problem.order = order;
      const test::TestClock clock;
      SolveOptions options;
      options.limits = clock.limits(0.3);
      options.threads = threads;
      const SolveResult result = solve(problem, options);
      EXPECT_EQ(result.stop, StopReason::time) << threads;
      EXPECT_GE(result.seconds, 0.3) << threads;
      if (threads > 1) continue;  // one that waits for the other looks at the clock as well
      EXPECT_EQ(result.status, Status::feasible);
      EXPECT_LE(result.seconds, 0.32);
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
    // With more threads what is reported is an estimate.
    if (threads == 1) {
      EXPECT_LT(result.work, work + 100'000);
    }
  }
}

TEST_F(Solve, ReturnsAtOnceIfStoppedBefore) {
  const std::atomic<bool> stop = true;
  SolveOptions options;
  options.limits.stop = &stop;
  const SolveResult result = solve(problem_, options);
  EXPECT_EQ(result.stop, StopReason::user);
  EXPECT_EQ(result.status, Status::unknown);
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

TEST_F(Solve, RepairsAScheduleThatDoesNotFit) {
  Problem tighter = problem_;
  tighter.budget = percent_of_peak(graph_, 50);
  const SolveResult loose = solve(problem_, with_work(300'000));
  ASSERT_TRUE(loose.schedule.has_value());
  ASSERT_FALSE(model::verify(tighter, *loose.schedule).valid());
  SolveOptions options = with_work(100'000);
  options.warm_start = loose.schedule->steps;
  const SolveResult result = solve(tighter, options);
  ASSERT_TRUE(result.schedule.has_value());
  EXPECT_TRUE(model::verify(tighter, *result.schedule).valid());
  EXPECT_NE(counter(result, "accepted"), counter(solve(tighter, with_work(100'000)), "accepted"))
      << "it was the start";
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
  const SolveResult result = solve(problem, with_work(200'000));
  ASSERT_TRUE(result.schedule.has_value());
  EXPECT_TRUE(model::verify(problem, *result.schedule).valid());
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
  EXPECT_NE(result.stop, StopReason::time);
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
