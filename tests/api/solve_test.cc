// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <pthread.h>

#include <atomic>
#include <chrono>
#include <cmath>
#include <cstdint>
#include <limits>
#include <new>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "moccasin/moccasin.hpp"

namespace moccasin {
namespace {

// A forward and a backward chain of `layers` operations each, sizes 4, durations 10: gradient i
// reads activation i. The classical case for recomputation.
Graph training_chain(std::uint32_t layers) {
  Graph graph;
  for (std::uint32_t i = 0; i < layers; ++i) graph.add_node({"f" + std::to_string(i), 10}, 4);
  for (std::uint32_t i = 0; i < layers; ++i) graph.add_node({"b" + std::to_string(i), 10}, 4);
  for (std::uint32_t i = 0; i + 1 < 2 * layers; ++i) graph.add_edge(i, i + 1);
  for (std::uint32_t i = 0; i < layers; ++i) graph.add_edge(layers - 1 - i, layers + i);
  return graph;
}

Options quick(std::uint64_t work = 200'000) {
  Options options;
  options.time_limit = 20;
  options.work_limit = work;
  return options;
}

void expect_sound(const Graph& graph, std::int64_t budget, const Result& result) {
  ASSERT_TRUE(result.has_schedule());
  const Evaluation evaluation = evaluate(graph, result.schedule);
  ASSERT_TRUE(evaluation.valid);
  EXPECT_EQ(evaluation.duration, result.duration);
  EXPECT_EQ(evaluation.peak, result.peak);
  EXPECT_LE(result.peak, budget);
  EXPECT_LE(result.bound, result.duration);
  EXPECT_LE(result.base_duration, result.duration);
  EXPECT_LE(result.first_solution_seconds, result.best_seconds);
  EXPECT_LE(result.best_seconds, result.wall_seconds);
  EXPECT_FALSE(result.found_by.empty());
  EXPECT_FALSE(result.bound_by.empty());
}

TEST(SolveTest, TheBaseOrderIsOptimalWhereItFits) {
  const Graph graph = training_chain(5);
  const Facts facts = describe(graph);
  const Result result = solve(graph, facts.base_peak);
  EXPECT_EQ(result.status, Status::optimal);
  EXPECT_EQ(result.stop, Stop::proved);
  EXPECT_EQ(result.duration, facts.base_duration);
  EXPECT_EQ(result.bound, facts.base_duration);
  EXPECT_EQ(result.gap(), 0);
  EXPECT_EQ(result.base_duration, 100);
  EXPECT_EQ(result.base_peak, facts.base_peak);
  EXPECT_EQ(result.budget_floor, facts.floor);
  EXPECT_EQ(result.floor_ops, std::vector<OpId>{facts.floor_op});
  expect_sound(graph, facts.base_peak, result);
}

TEST(SolveTest, TheGapIsInfiniteWhereNothingIsMeasured) {
  const double infinity = std::numeric_limits<double>::infinity();
  Result result;
  EXPECT_EQ(result.gap(), infinity) << "there is no schedule";
  result.duration = 60, result.bound = 50;
  EXPECT_EQ(result.gap(), infinity);
  result.status = Status::feasible;
  EXPECT_EQ(result.gap(), 0.2);
  result.bound = 60;
  EXPECT_EQ(result.gap(), 0);
  result.bound = 0;
  EXPECT_EQ(result.gap(), infinity);
  result.duration = 0;
  EXPECT_EQ(result.gap(), 0);
  EXPECT_EQ(solve(training_chain(5), 1).gap(), infinity);
}

// A thread that is cancelled during solve() ends behind it.
struct Cancelled {
  Graph graph = training_chain(5);
  Result result;
  int calls = 0;
};

void* solve_while_cancelled(void* argument) {
  auto& seen = *static_cast<Cancelled*>(argument);
  Options options;
  options.time_limit = 0;
  options.work_limit = 200'000;
  options.on_solution = [&seen](const Progress&, const std::vector<OpId>&) {
    if (++seen.calls == 1) pthread_cancel(pthread_self());
    pthread_testcancel();
    return true;
  };
  seen.result = solve(seen.graph, 16, options);
  pthread_testcancel();
  ADD_FAILURE() << "it was not cancelled";
  return nullptr;
}

TEST(SolveTest, CancellingTheThreadWaits) {
  Cancelled seen;
  pthread_t thread;
  ASSERT_EQ(pthread_create(&thread, nullptr, solve_while_cancelled, &seen), 0);
  void* ended = nullptr;
  ASSERT_EQ(pthread_join(thread, &ended), 0);
  EXPECT_EQ(ended, PTHREAD_CANCELED);
  expect_sound(seen.graph, 16, seen.result);
}

TEST(SolveTest, BelowTheFloorIsInfeasible) {
  const Graph graph = training_chain(5);
  const Facts facts = describe(graph);
  for (const std::int64_t budget : {facts.floor - 1, std::int64_t{0}, std::int64_t{-5}}) {
    const Result result = solve(graph, budget);
    EXPECT_EQ(result.status, Status::infeasible);
    EXPECT_EQ(result.stop, Stop::proved);
    EXPECT_FALSE(result.has_schedule());
    EXPECT_TRUE(result.schedule.empty());
    EXPECT_EQ(result.budget_floor, facts.floor);
    EXPECT_EQ(result.least_peak, facts.base_peak);
    EXPECT_EQ(evaluate(graph, result.least_peak_schedule).peak, facts.base_peak);
  }
}

TEST(SolveTest, SaysHowLowItCameWhereItFindsNothing) {
  const Graph graph = training_chain(30);
  const Facts facts = describe(graph);
  Options options = quick(100'000);
  options.max_copies = 2;
  const Result result = solve(graph, facts.floor, options);
  ASSERT_EQ(result.status, Status::unknown);
  EXPECT_TRUE(result.schedule.empty());
  EXPECT_GT(result.least_peak, facts.floor);
  EXPECT_LT(result.least_peak, facts.base_peak);
  EXPECT_EQ(evaluate(graph, result.least_peak_schedule).peak, result.least_peak);
  // With that budget it is a schedule; and of a schedule the peak is all there is to say.
  options.warm_start = result.least_peak_schedule;
  const Result found = solve(graph, result.least_peak, options);
  ASSERT_TRUE(found.has_schedule());
  EXPECT_EQ(found.least_peak, found.peak);
  EXPECT_TRUE(found.least_peak_schedule.empty());
}

// Peak 24 in base order; one activation less is one recomputation more.
TEST(SolveTest, RecomputesWhereTheBaseOrderDoesNotFit) {
  const Graph graph = training_chain(5);
  const std::int64_t budget = describe(graph).base_peak - 4;
  for (const Order order : {Order::kept, Order::free}) {
    Options options = quick();
    options.order = order;
    const Result result = solve(graph, budget, options);
    expect_sound(graph, budget, result);
    EXPECT_EQ(result.duration, 110);
  }
}

TEST(SolveTest, MaxCopiesOneForbidsRecomputation) {
  const Graph graph = training_chain(5);
  const std::int64_t budget = describe(graph).base_peak - 4;
  Options options = quick();
  options.order = Order::kept;
  options.max_copies = 1;
  const Result result = solve(graph, budget, options);
  EXPECT_EQ(result.status, Status::infeasible);
  EXPECT_EQ(result.stop, Stop::proved);
  EXPECT_EQ(result.bound_by, "base order");
  EXPECT_EQ(result.work, 0u);
  EXPECT_FALSE(result.has_schedule());
  options.max_copies = 2;
  EXPECT_EQ(solve(graph, budget, options).duration, 110);
}

TEST(SolveTest, OptionsOutOfRangeAreIssues) {
  const Graph graph = training_chain(2);
  const double nan = std::numeric_limits<double>::quiet_NaN();
  struct Case {
    void (*set)(Options&, double);
    const char* message;
  };
  const Case cases[] = {
      {[](Options& o, double) { o.time_limit = -1; }, "time_limit is negative or not a number"},
      {[](Options& o, double x) { o.time_limit = x; }, "time_limit is negative or not a number"},
      {[](Options& o, double) {
         o.start = std::chrono::steady_clock::now() + std::chrono::hours(1);
       },
       "start is in the future"},
      {[](Options& o, double x) { o.gap = x; }, "gap is negative or not a number"},
      {[](Options& o, double) { o.memory_limit = -1; }, "memory_limit is negative"},
      {[](Options& o, double) { o.threads = 0; }, "threads is below 1"},
      {[](Options& o, double) { o.workers = -1; }, "workers is negative"},
      {[](Options& o, double) { o.max_copies = -1; }, "max_copies is negative"},
      {[](Options& o, double) { o.target = -2; }, "target is below -1"},
      {[](Options& o, double) { o.technique = Technique::cdcl; },
       "x-search cdcl and lns need order kept: the engine knows no other order"},
      {[](Options& o, double) { o.technique = Technique::lns; },
       "x-search cdcl and lns need order kept: the engine knows no other order"},
  };
  for (const Case& wrong : cases) {
    Options options;
    wrong.set(options, nan);
    const Result result = solve(graph, 1000, options);
    EXPECT_EQ(result.status, Status::invalid);
    ASSERT_EQ(result.issues.size(), 1u) << wrong.message;
    EXPECT_EQ(result.issues[0].code, IssueCode::bad_option);
    EXPECT_EQ(result.issues[0].message, wrong.message);
  }
}

TEST(SolveTest, EverySolutionHandedOutIsSoundAndBetterThanTheLast) {
  const Graph graph = training_chain(12);
  const std::int64_t budget = describe(graph).base_peak - 20;
  Options options = quick();
  const std::thread::id caller = std::this_thread::get_id();
  std::int64_t last = INT64_MAX;
  std::vector<OpId> best;
  options.on_solution = [&](const Progress& progress, const std::vector<OpId>& schedule) {
    EXPECT_EQ(std::this_thread::get_id(), caller);
    EXPECT_TRUE(progress.has_solution);
    EXPECT_LT(progress.duration, last);
    const Evaluation evaluation = evaluate(graph, schedule);
    EXPECT_TRUE(evaluation.valid);
    EXPECT_EQ(evaluation.duration, progress.duration);
    EXPECT_EQ(evaluation.peak, progress.peak);
    EXPECT_LE(evaluation.peak, budget);
    last = progress.duration;
    best = schedule;
    return true;
  };
  const Result result = solve(graph, budget, options);
  expect_sound(graph, budget, result);
  EXPECT_EQ(result.schedule, best);
  EXPECT_EQ(result.duration, last);
}

TEST(SolveTest, ACallbackThatReturnsFalseStops) {
  const Graph graph = training_chain(60);
  const std::int64_t budget = describe(graph).base_peak / 2;
  Options options = quick(0);
  int calls = 0;
  options.on_solution = [&calls](const Progress&, const std::vector<OpId>&) {
    ++calls;
    return false;
  };
  const Result result = solve(graph, budget, options);
  EXPECT_EQ(calls, 1);
  EXPECT_EQ(result.stop, Stop::user);
  expect_sound(graph, budget, result);
}

TEST(SolveTest, AThrowingCallbackStopsWithAnErrorAndKeepsTheBest) {
  const Graph graph = training_chain(60);
  const std::int64_t budget = describe(graph).base_peak / 2;
  Options options = quick(0);
  options.on_solution = [](const Progress&, const std::vector<OpId>&) -> bool {
    throw std::runtime_error("the caller's own");
  };
  const Result result = solve(graph, budget, options);
  EXPECT_EQ(result.stop, Stop::error);
  expect_sound(graph, budget, result);
}

TEST(SolveTest, ACallbackThatIsOutOfMemoryStopsForThatAndKeepsTheBest) {
  const Graph graph = training_chain(60);
  const std::int64_t budget = describe(graph).base_peak / 2;
  Options options = quick(0);
  options.on_solution = [](const Progress&, const std::vector<OpId>&) -> bool {
    throw std::bad_alloc();
  };
  const Result result = solve(graph, budget, options);
  EXPECT_EQ(result.stop, Stop::memory);
  expect_sound(graph, budget, result);
}

TEST(SolveTest, TheStopFlagWorksFromAnotherThread) {
  const Graph graph = training_chain(300);
  StopFlag stop;
  std::atomic<bool> running = false;
  Options options = quick(0);
  options.time_limit = 0;
  options.technique = Technique::local;  // or it is proved before anyone says stop
  options.on_progress = [&running](const Progress&) {
    running = true;
    return true;
  };
  std::thread other([&] {
    while (!running) std::this_thread::yield();
    stop.request();
  });
  const Result result = solve(graph, describe(graph).base_peak / 2, options, &stop);
  other.join();
  EXPECT_TRUE(stop.requested());
  EXPECT_TRUE(running);
  EXPECT_EQ(result.stop, Stop::user);
}

TEST(SolveTest, AFlagSetBeforehandStopsAtOnce) {
  const Graph graph = training_chain(300);
  StopFlag stop;
  stop.request();
  const Result result = solve(graph, describe(graph).base_peak / 2, quick(), &stop);
  EXPECT_EQ(result.status, Status::unknown);
  EXPECT_EQ(result.stop, Stop::user);
  EXPECT_EQ(result.work, 0u);
}

// All of its time has passed when it is called.
TEST(SolveTest, TimeRunsFromTheStartThatItIsTold) {
  const Graph graph = training_chain(300);
  Options options = quick();
  options.time_limit = 100;
  options.start = std::chrono::steady_clock::now() - std::chrono::seconds(100);
  double first = 0;
  options.on_progress = [&first](const Progress& progress) {
    if (first == 0) first = progress.wall_seconds;
    return true;
  };
  const Result result = solve(graph, describe(graph).base_peak / 2, options);
  EXPECT_EQ(result.stop, Stop::time);
  EXPECT_EQ(result.work, 0u);
  EXPECT_GE(first, 100);
  EXPECT_GE(result.wall_seconds, first);
}

TEST(SolveTest, TheMemoryLimitIsForWhatIsTakenFromTheCallOn) {
  const Graph graph = training_chain(12);
  const std::int64_t budget = describe(graph).base_peak * 6 / 10;
  Options options = quick();
  options.memory_limit = std::int64_t{1} << 30;
  const Result enough = solve(graph, budget, options);
  ASSERT_TRUE(enough.has_schedule());
  EXPECT_NE(enough.stop, Stop::memory);
  // With what the process has already this is more than a number can hold.
  options.memory_limit = std::numeric_limits<std::int64_t>::max();
  EXPECT_EQ(solve(graph, budget, options).duration, enough.duration);

  Graph large;
  for (std::uint32_t i = 0; i < 60'000; ++i) large.add_node({"", 10}, 4);
  for (std::uint32_t i = 0; i + 1 < 60'000; ++i) large.add_edge(i, i + 1);
  for (std::uint32_t i = 0; i < 30'000; ++i) large.add_edge(29'999 - i, 30'000 + i);
  options = Options();
  options.memory_limit = 4'000'000;
  const Result result = solve(large, describe(large).base_peak * 6 / 10, options);
  EXPECT_EQ(result.stop, Stop::memory);
}

TEST(SolveTest, WorkLimitAndSeedFixTheResult) {
  const Graph graph = training_chain(40);
  const std::int64_t budget = describe(graph).base_peak / 2;
  Options options = quick();
  options.time_limit = 0;
  options.seed = 7;
  const Result first = solve(graph, budget, options);
  const Result second = solve(graph, budget, options);
  expect_sound(graph, budget, first);
  EXPECT_EQ(first.schedule, second.schedule);
  EXPECT_EQ(first.work, second.work);
  EXPECT_EQ(first.bound, second.bound);
}

TEST(SolveTest, TheTargetStops) {
  const Graph graph = training_chain(40);
  Options options = quick(0);
  options.target = INT64_MAX;
  const Result result = solve(graph, describe(graph).base_peak / 2, options);
  ASSERT_TRUE(result.has_schedule());
  EXPECT_EQ(result.stop, Stop::target);
}

TEST(SolveTest, AWarmStartIsNeverLost) {
  const Graph graph = training_chain(40);
  const std::int64_t budget = describe(graph).base_peak / 2;
  const Result first = solve(graph, budget, quick());
  expect_sound(graph, budget, first);
  Options options = quick(1);  // too little work for anything else
  options.warm_start = first.schedule;
  const Result second = solve(graph, budget, options);
  expect_sound(graph, budget, second);
  EXPECT_LE(second.duration, first.duration);
}

TEST(SolveTest, AWarmStartThatIsNoScheduleIsNoError) {
  const Graph graph = training_chain(5);
  Options options = quick();
  options.warm_start = {1000, 2, 2};
  const Result result = solve(graph, describe(graph).base_peak, options);
  EXPECT_EQ(result.status, Status::optimal);
}

}  // namespace
}  // namespace moccasin
