// SPDX-License-Identifier: Apache-2.0
#include "search/limits/meter.h"

#include <gtest/gtest.h>

#include "tests/search/support/test_clock.h"

namespace moccasin::search {
namespace {

using test::TestClock;

// Counts looks, and says what it is told to say.
class CountingWatch final : public Meter::Watch {
 public:
  StopReason says = StopReason::none;
  std::uint64_t looks = 0;
  StopReason look(const Meter&) override {
    ++looks;
    return says;
  }
};

TEST(Meter, EndsAtItsLastTick) {
  const Limits limits{.work = 100};
  Meter meter(limits);
  meter.charge(99);
  EXPECT_FALSE(meter.ended());
  EXPECT_EQ(meter.reason(), StopReason::none);
  meter.charge(1);
  EXPECT_TRUE(meter.ended());
  EXPECT_EQ(meter.reason(), StopReason::work);
}

TEST(Meter, MeetsALimitBetweenTwoLooks) {
  const Limits limits{.work = 20'001};
  Meter meter(limits);
  EXPECT_FALSE(meter.ended());  // a look: the next would be at 20 000
  meter.charge(20'000);
  EXPECT_FALSE(meter.ended());  // ... and the one after it at 40 000
  meter.charge(1);
  EXPECT_TRUE(meter.ended());
}

TEST(Meter, LooksOnceInSoManyTicks) {
  const Limits limits;
  CountingWatch watch;
  Meter meter(limits, watch);
  for (int i = 0; i < 100'000; ++i) {
    meter.charge(2);
    ASSERT_FALSE(meter.ended());
  }
  EXPECT_GE(watch.looks, 10U);
  EXPECT_LE(watch.looks, 11U);
}

TEST(Meter, LooksAtOnceWhenToldSo) {
  const Limits limits;
  CountingWatch watch;
  Meter meter(limits, watch);
  EXPECT_FALSE(meter.ended());
  watch.says = StopReason::target;
  EXPECT_FALSE(meter.ended());  // it is not time yet
  meter.look_soon();
  EXPECT_TRUE(meter.ended());
  EXPECT_EQ(meter.reason(), StopReason::target);
}

TEST(Meter, AReasonStaysUntilMoreIsGranted) {
  const Limits limits{.work = 10};
  CountingWatch watch;
  Meter meter(limits, watch);
  meter.charge(10);
  EXPECT_TRUE(meter.ended());
  watch.says = StopReason::proved;
  EXPECT_TRUE(meter.ended());
  EXPECT_EQ(meter.reason(), StopReason::work);
  watch.says = StopReason::none;
  meter.grant(11);
  EXPECT_FALSE(meter.ended());
  EXPECT_EQ(meter.reason(), StopReason::none);
}

TEST(Meter, TheWatchComesBeforeTheLimits) {
  const Limits limits{.work = 10};
  CountingWatch watch;
  watch.says = StopReason::proved;
  Meter meter(limits, watch);
  meter.charge(10);
  EXPECT_TRUE(meter.ended());
  EXPECT_EQ(meter.reason(), StopReason::proved);
}

TEST(Meter, ALookAtTheClockEndsIt) {
  const TestClock clock;
  const Limits limits = TestClock::limits(0.05);
  Meter meter(limits);
  int asked = 0;
  for (; !meter.ended() && asked < 1000; ++asked) meter.charge(20'000);
  EXPECT_EQ(meter.reason(), StopReason::time);
  EXPECT_EQ(asked, 49);  // each look is a millisecond
}

TEST(Meter, AFlagEndsIt) {
  std::atomic<bool> stop = true;
  const Limits limits{.stop = &stop};
  Meter meter(limits);
  EXPECT_TRUE(meter.ended());
  EXPECT_EQ(meter.reason(), StopReason::user);
}

TEST(Meter, TellsWhatIsUsedUp) {
  const TestClock clock;
  Limits limits = TestClock::limits(1);
  Meter meter(limits);
  EXPECT_DOUBLE_EQ(meter.used(), 0.001);
  meter.grant(100);
  meter.charge(50);
  EXPECT_DOUBLE_EQ(meter.used(), 0.5);
  meter.charge(150);
  EXPECT_DOUBLE_EQ(meter.used(), 2);
}

// What is given back was charged at once: the next look does not wait for as much again.
TEST(Meter, LooksSoonAfterARefund) {
  const Limits limits;
  CountingWatch watch;
  Meter meter(limits, watch);
  meter.charge(5'000'000);
  EXPECT_FALSE(meter.ended());
  meter.refund(5'000'000);
  watch.says = StopReason::target;
  EXPECT_TRUE(meter.ended());
}

TEST(Share, IsAPartFromNowOn) {
  const Limits limits{.work = 1000};
  Meter meter(limits);
  meter.charge(500);
  Share share(meter, 100);
  meter.charge(99);
  EXPECT_FALSE(share.ended());
  EXPECT_EQ(share.left(), 1U);
  meter.charge(1);
  EXPECT_TRUE(share.ended());
  meter.charge(1);
  EXPECT_EQ(share.left(), 0U);
  EXPECT_EQ(meter.reason(), StopReason::none);
  EXPECT_FALSE(meter.ended());
}

TEST(Meter, DoesNotCountWhatIsRefunded) {
  const Limits limits{.work = 10};
  Meter meter(limits);
  meter.charge(9);
  meter.refund(2);
  meter.charge(2);
  EXPECT_EQ(meter.ticks(), 9u);
  EXPECT_FALSE(meter.ended());
  meter.charge(1);
  EXPECT_TRUE(meter.ended());
}

TEST(Share, EndsWithTheWholeThatItIsAPartOf) {
  const Limits limits;
  Meter meter(limits);
  const Share whole(meter, 100);
  meter.charge(50);
  const Share part(whole, 20), more(whole, 60), all(whole, Meter::kUnlimited);
  meter.charge(20);
  EXPECT_TRUE(part.used_up());
  meter.charge(29);
  EXPECT_FALSE(more.used_up());
  EXPECT_FALSE(all.used_up());
  meter.charge(1);
  EXPECT_TRUE(more.used_up());
  EXPECT_TRUE(all.used_up());
}

TEST(Share, EndsWithItsMeter) {
  const Limits limits{.work = 10};
  Meter meter(limits);
  Share share(meter, Meter::kUnlimited);
  meter.charge(9);
  EXPECT_FALSE(share.ended());
  meter.charge(1);
  EXPECT_TRUE(share.ended());
  EXPECT_FALSE(share.used_up());
  EXPECT_EQ(meter.reason(), StopReason::work);
}

}  // namespace
}  // namespace moccasin::search
