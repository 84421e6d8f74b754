// SPDX-License-Identifier: Apache-2.0
#include "search/limits/limits.h"

#include <gtest/gtest.h>

namespace moccasin::search {
namespace {

using std::chrono::seconds;

// A run that began `ago` ago.
Limits begun(seconds ago) { return {.start = Limits::Clock::now() - ago}; }

TEST(Limits, NoneIsNeverReached) {
  const Limits limits = begun(seconds(1000));
  EXPECT_EQ(limits.reached(1'000'000'000), StopReason::none);
  EXPECT_EQ(limits.used(1'000'000'000), 0);
}

TEST(Limits, WorkIsReachedAtItsLastTick) {
  const Limits limits{.work = 100};
  EXPECT_EQ(limits.reached(99), StopReason::none);
  EXPECT_EQ(limits.reached(100), StopReason::work);
  EXPECT_DOUBLE_EQ(limits.used(25), 0.25);
  EXPECT_DOUBLE_EQ(limits.used(200), 2);
}

TEST(Limits, TimeCountsFromTheStart) {
  Limits limits = begun(seconds(10));
  limits.seconds = 20;
  EXPECT_EQ(limits.reached(0), StopReason::none);
  EXPECT_NEAR(limits.used(0), 0.5, 0.1);
  limits.seconds = 5;
  EXPECT_EQ(limits.reached(0), StopReason::time);
}

TEST(Limits, TheOneThatIsNearerCounts) {
  Limits limits = begun(seconds(10));
  limits.seconds = 1000;
  limits.work = 100;
  EXPECT_DOUBLE_EQ(limits.used(50), 0.5);
  EXPECT_NEAR(limits.used(0), 0.01, 0.005);
}

TEST(Limits, AStopFromOutsideComesFirst) {
  std::atomic<bool> stop = false;
  Limits limits{.work = 1, .stop = &stop};
  EXPECT_EQ(limits.reached(0), StopReason::none);
  stop = true;
  EXPECT_EQ(limits.reached(0), StopReason::user);
  EXPECT_EQ(limits.reached(1), StopReason::user);
}

}  // namespace
}  // namespace moccasin::search
