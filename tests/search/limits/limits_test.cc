// SPDX-License-Identifier: Apache-2.0
#include "search/limits/limits.h"

#include <gtest/gtest.h>

#include <limits>

#include "tests/search/support/test_clock.h"

namespace moccasin::search {
namespace {

using test::TestClock;

constexpr std::uint64_t kUnlimited = std::numeric_limits<std::uint64_t>::max();

TEST(Limits, NoneIsNeverReached) {
  const TestClock clock;
  const Limits limits{.start = TestClock::now(), .now = &TestClock::now};
  EXPECT_EQ(limits.reached(1'000'000'000, kUnlimited), StopReason::none);
  EXPECT_EQ(limits.time_used(), 0);
  EXPECT_EQ(limits.seconds_left(), std::numeric_limits<double>::infinity());
}

TEST(Limits, TimeMemoryAndTheUserEndTheRun) {
  for (const StopReason reason : {StopReason::time, StopReason::memory, StopReason::user}) {
    EXPECT_TRUE(ends_everything(reason));
  }
  for (const StopReason reason : {StopReason::none, StopReason::proved, StopReason::work,
                                  StopReason::gap, StopReason::target}) {
    EXPECT_FALSE(ends_everything(reason));
  }
}

TEST(Limits, WorkIsReachedAtItsLastTick) {
  const Limits limits;
  EXPECT_EQ(limits.reached(99, 100), StopReason::none);
  EXPECT_EQ(limits.reached(100, 100), StopReason::work);
}

// Each look at this clock is a millisecond.
TEST(Limits, TimeCountsFromTheStart) {
  const TestClock clock;
  const Limits limits = TestClock::limits(0.004);
  EXPECT_DOUBLE_EQ(limits.time_used(), 0.25);
  EXPECT_DOUBLE_EQ(limits.seconds_left(), 0.002);
  EXPECT_EQ(limits.reached(0, kUnlimited), StopReason::none);
  EXPECT_EQ(limits.reached(0, kUnlimited), StopReason::time);
  EXPECT_DOUBLE_EQ(limits.seconds_left(), -0.001);
}

TEST(Limits, APartBeginsNow) {
  const TestClock clock;
  const Limits limits = TestClock::limits(10);
  const Limits part = limits.part(0.002, 7);
  EXPECT_EQ(part.work, 7U);
  EXPECT_EQ(part.reached(0, part.work), StopReason::none);
  EXPECT_EQ(part.reached(0, part.work), StopReason::time);
  EXPECT_EQ(Limits().part(1, 7).seconds, 0) << "no limit of time has none for its parts";
}

TEST(Limits, AStopFromOutsideComesFirst) {
  std::atomic<bool> stop = false;
  const Limits limits{.stop = &stop};
  EXPECT_EQ(limits.reached(0, 1), StopReason::none);
  stop = true;
  EXPECT_EQ(limits.reached(0, 1), StopReason::user);
  EXPECT_EQ(limits.reached(1, 1), StopReason::user);
}

}  // namespace
}  // namespace moccasin::search
