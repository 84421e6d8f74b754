// SPDX-License-Identifier: Apache-2.0
#include "search/portfolio/observer.h"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "base/process_memory.h"
#include "tests/search/support/test_clock.h"
#include "tests/support/build_graph.h"

namespace moccasin::search {
namespace {

using test::ops;

// Two operations of 10 ticks each; a schedule of k runs takes 10 k.
class ObserverTest : public testing::Test {
 protected:
  static constexpr std::int64_t kBound = 20;
  const Bound bound_{kBound, "test"};

  void find(std::size_t runs) {
    std::vector<std::size_t> steps(runs - 1, 0);
    steps.push_back(1);
    ASSERT_EQ(incumbent_.offer({ops(steps)}, "test"), Offer::accepted);
  }

  const model::Graph graph_ = test::built(test::simple_graph({{10, 1}, {10, 1}}, {{0, 1}}));
  SolveOptions options_;
  Incumbent incumbent_{{.graph = &graph_, .budget = 9, .order = model::Order::free},
                       options_.limits};
};

TEST_F(ObserverTest, StopsWhenTheBoundIsReached) {
  const Observer observer(options_, incumbent_, bound_);
  EXPECT_EQ(observer.check(Incumbent::kNoDuration), StopReason::none);
  find(3);
  EXPECT_EQ(observer.check(Incumbent::kNoDuration), StopReason::none);
  find(2);
  EXPECT_EQ(observer.check(Incumbent::kNoDuration), StopReason::proved);
}

TEST_F(ObserverTest, UnderALimitOfWorkGoesByWhatTheWorkerItselfHasFound) {
  options_.limits.work = 1'000'000;
  const Observer observer(options_, incumbent_, bound_);
  find(2);
  EXPECT_EQ(observer.check(Incumbent::kNoDuration), StopReason::none);
  EXPECT_EQ(observer.check(kBound), StopReason::proved);
  EXPECT_EQ(observer.goal_reached(incumbent_.duration()), StopReason::proved);
  EXPECT_EQ(observer.goal_reached(Incumbent::kNoDuration), StopReason::none);
}

TEST_F(ObserverTest, StopsAtTheTarget) {
  options_.target = 40;
  const Observer observer(options_, incumbent_, bound_);
  find(5);
  EXPECT_EQ(observer.check(Incumbent::kNoDuration), StopReason::none);
  find(4);
  EXPECT_EQ(observer.check(Incumbent::kNoDuration), StopReason::target);
}

TEST_F(ObserverTest, StopsAtTheGap) {
  options_.gap = 0.5;
  const Observer observer(options_, incumbent_, bound_);
  find(4);
  EXPECT_EQ(observer.check(Incumbent::kNoDuration), StopReason::none);
  find(3);
  EXPECT_EQ(observer.check(Incumbent::kNoDuration), StopReason::gap);
}

TEST_F(ObserverTest, HandsOverEachBetterScheduleOnce) {
  std::vector<std::int64_t> durations;
  options_.on_solution = [&](const Progress& progress, const model::Schedule& schedule) {
    EXPECT_TRUE(progress.has_solution);
    EXPECT_EQ(progress.duration, static_cast<std::int64_t>(10 * schedule.steps.size()));
    EXPECT_EQ(progress.peak, 2);
    EXPECT_EQ(progress.bound, kBound);
    EXPECT_EQ(progress.work, 7u);
    EXPECT_EQ(progress.phase, "test");
    durations.push_back(progress.duration);
    return true;
  };
  Observer observer(options_, incumbent_, bound_);
  observer.report(7, "phase");
  for (const std::size_t runs : {9, 6, 5}) {
    find(runs);
    observer.report(7, "phase");
    observer.report(7, "phase");
  }
  EXPECT_EQ(durations, (std::vector<std::int64_t>{90, 60, 50}));
  EXPECT_EQ(observer.check(Incumbent::kNoDuration), StopReason::none);
}

TEST_F(ObserverTest, TellsAStopFromOutsideFromOtherLimits) {
  std::atomic<bool> stop = false;
  options_.limits.stop = &stop;
  options_.limits.work = 1;
  options_.limits.seconds = 1e-9;
  options_.limits.start -= std::chrono::hours(1);
  const Observer observer(options_, incumbent_, bound_);
  EXPECT_EQ(observer.stopped(), StopReason::none);
  stop = true;
  EXPECT_EQ(observer.stopped(), StopReason::user);
}

TEST_F(ObserverTest, StopsWhenTheSolutionCallbackSaysSo) {
  options_.on_solution = [](const Progress&, const model::Schedule&) { return false; };
  Observer observer(options_, incumbent_, bound_);
  observer.report(0, "phase");
  EXPECT_EQ(observer.check(Incumbent::kNoDuration), StopReason::none)
      << "nothing found, nobody asked";
  find(5);
  observer.report(0, "phase");
  EXPECT_EQ(observer.check(Incumbent::kNoDuration), StopReason::user);
}

TEST_F(ObserverTest, ReportsProgressAFewTimesASecond) {
  int calls = 0;
  const test::TestClock clock;
  options_.limits = clock.limits(0);
  options_.on_progress = [&](const Progress& progress) {
    EXPECT_FALSE(progress.has_solution);
    EXPECT_EQ(progress.phase, "phase");
    return ++calls < 2;
  };
  Observer observer(options_, incumbent_, bound_);
  for (int i = 0; i < 1000 && calls < 2; ++i) observer.report(1, "phase");
  EXPECT_EQ(calls, 2);
  EXPECT_GE(clock.looks(), 400) << "twice 0.2 s";
  EXPECT_LE(clock.looks(), 410);
  EXPECT_EQ(observer.check(Incumbent::kNoDuration), StopReason::user);
}

TEST_F(ObserverTest, StopsWhenTheProcessHasGrownToTheLimitOfMemory) {
  const std::int64_t now = base::resident_bytes();
  ASSERT_GT(now, 0);
  options_.limits.start -= std::chrono::hours(1);  // it looks again after some time
  options_.memory = 2 * now;
  Observer roomy(options_, incumbent_, bound_);
  roomy.report(0, "phase");
  EXPECT_EQ(roomy.check(Incumbent::kNoDuration), StopReason::none);
  options_.memory = now / 2;
  Observer full(options_, incumbent_, bound_);
  EXPECT_EQ(full.check(Incumbent::kNoDuration), StopReason::none) << "nobody has looked";
  full.report(0, "phase");
  EXPECT_EQ(full.check(Incumbent::kNoDuration), StopReason::memory);
  int calls = 0;
  options_.on_solution = [&](const Progress&, const model::Schedule&) { return ++calls > 0; };
  find(5);
  full.report(0, "phase");
  EXPECT_EQ(calls, 1) << "what was found by then is told all the same";
  EXPECT_EQ(full.check(Incumbent::kNoDuration), StopReason::memory);
  options_.memory = 0;
  Observer unlimited(options_, incumbent_, bound_);
  unlimited.report(0, "phase");
  EXPECT_EQ(unlimited.check(Incumbent::kNoDuration), StopReason::none);
}

}  // namespace
}  // namespace moccasin::search
