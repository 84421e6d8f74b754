// SPDX-License-Identifier: Apache-2.0
#include "propagators/knapsack_cover.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "tests/propagators/support/hand_model.h"

namespace moccasin::propagators {
namespace {

using engine::Outcome;
using engine::Premises;
using test::Bounds;
using test::HandModel;
using May = HandModel::May;

// Amounts are multiplied by these: the products of large ones need more than 64 bits.
struct Scale {
  std::int64_t duration = 1, size = 1;
};

// The picture of the header: a, b and c are needed by operation 4, and while operation 3 runs, at
// (3, 3) = 18, there is no room for 7 of their 4 + 5 + 2 units. c and a go for 1 and 3, and one
// unit of b for 2: 6 together, at a price of 2 a unit. Operation 3 may run again for 8.
class Picture {
 public:
  static constexpr Event kPeak = 18;

  explicit Picture(Scale scale = {}, std::int64_t excess = 7)
      : scale_(scale), hand_(5, (20 - excess) * scale.size, {0, 1000 * scale.duration}) {
    const std::int64_t sizes[] = {4, 5, 2};
    for (Value i = 0; i < 3; ++i) {
      first_[i] = hand_.run(i, {i, i}, May::run);
      end_[i] = hand_.retention({6 * i, 24}, sizes[i] * scale.size);
    }
    peak_ = hand_.run(3, {3, 3}, May::run, 0, 9 * scale.size);
    reader_ = hand_.run(4, {4, 4}, May::run);
    const std::int64_t durations[] = {3, 10, 1};
    HandModel::Tensors tensors;
    for (Value i = 0; i < 3; ++i) {
      copy_[i] = hand_.run(i, {i + 1, 5}, May::be_left_out, durations[i] * scale.duration);
      const RetentionIndex end = hand_.retention({5 * (i + 1) + i, 25 + i}, sizes[i] * scale.size);
      hand_.next_copy(first_[i], copy_[i]);
      tensors.push_back({end_[i], end});
    }
    third_a_ = hand_.run(0, {1, 5}, May::be_left_out, durations[0] * scale.duration);
    tensors[0].push_back(hand_.retention({5, 25}, sizes[0] * scale.size));
    hand_.next_copy(copy_[0], third_a_);
    again_ = hand_.run(3, {4, 5}, May::be_left_out, 8 * scale.duration);
    hand_.next_copy(peak_, again_);
    hand_.tensors(tensors);
    for (std::size_t i = 0; i < 3; ++i) hand_.read(reader_, i);
  }

  void also_read_at_the_peak(std::size_t tensor) { hand_.read(peak_, tensor); }
  void post() { hand_.post(test::Constraint::cover); }

  Outcome decide(const std::vector<Literal>& literals) { return hand_.decide(literals); }
  // `less` is taken off after scaling.
  [[nodiscard]] Literal takes_at_most(std::int64_t duration, std::int64_t less = 0) const {
    return at_most(hand_.model.duration, duration * scale_.duration - less);
  }
  [[nodiscard]] Literal runs(RunIndex run) const { return hand_.model.takes_place(run); }
  [[nodiscard]] Literal live_at_the_peak(std::size_t tensor) const {
    return at_least(hand_.model.retentions[end_[tensor]].end, kPeak);
  }
  [[nodiscard]] bool is_true(Literal literal) const {
    return hand_.engine.domains().is_true(literal);
  }
  [[nodiscard]] bool is_open(RunIndex run) const {
    return !is_true(runs(run)) && !is_true(~runs(run));
  }
  // The premises given last for `fact`, in a fixed order; for a conflict if there is none.
  [[nodiscard]] Premises why(std::optional<Literal> fact) const {
    const auto given = std::find_if(hand_.reasons.rbegin(), hand_.reasons.rend(),
                                    [&](const auto& reason) { return reason.fact == fact; });
    EXPECT_NE(given, hand_.reasons.rend());
    return given == hand_.reasons.rend() ? Premises() : sorted(given->premises);
  }
  [[nodiscard]] static Premises sorted(Premises premises) {
    std::sort(premises.begin(), premises.end(), [](Literal a, Literal b) { return a.var < b.var; });
    return premises;
  }
  [[nodiscard]] RunIndex a() const { return copy_[0]; }
  [[nodiscard]] RunIndex b() const { return copy_[1]; }
  [[nodiscard]] RunIndex c() const { return copy_[2]; }
  [[nodiscard]] RunIndex third_a() const { return third_a_; }
  [[nodiscard]] RunIndex again() const { return again_; }

 private:
  Scale scale_;
  HandModel hand_;
  RunIndex first_[3], copy_[3], third_a_, peak_, reader_, again_;
  RetentionIndex end_[3];
};

class KnapsackCoverTest : public ::testing::TestWithParam<Scale> {};

INSTANTIATE_TEST_SUITE_P(Scaled, KnapsackCoverTest,
                         ::testing::Values(Scale{}, Scale{1'000'000'000'000, 2'000'000'000}),
                         [](const auto& tested) {
                           return tested.param.size == 1 ? "Small" : "Beyond64Bits";
                         });

TEST_P(KnapsackCoverTest, MoreThanTheDurationLeavesIsAConflict) {
  Picture picture(GetParam());
  picture.post();
  ASSERT_EQ(picture.decide({picture.takes_at_most(6)}), Outcome::fine);
  ASSERT_EQ(picture.decide({picture.takes_at_most(6, 1)}), Outcome::conflict);
  EXPECT_EQ(picture.why(std::nullopt), Premises{picture.takes_at_most(6, 1)});
}

TEST_P(KnapsackCoverTest, ARunTooDearBesideTheCoverDoesNotTakePlace) {
  Picture picture(GetParam());
  picture.post();
  ASSERT_EQ(picture.decide({picture.takes_at_most(14)}), Outcome::fine);
  EXPECT_TRUE(picture.is_open(picture.again()));
  const Literal less = picture.takes_at_most(14, 1);
  ASSERT_EQ(picture.decide({less}), Outcome::fine);
  EXPECT_TRUE(picture.is_true(~picture.runs(picture.again())));
  EXPECT_EQ(picture.why(~picture.runs(picture.again())), Premises{less});
  // b is dearer, but goes in the cover already.
  EXPECT_TRUE(picture.is_open(picture.b()));
}

TEST_P(KnapsackCoverTest, ARunWithoutWhichTheRestIsTooDearTakesPlace) {
  Picture picture(GetParam());
  picture.post();
  ASSERT_EQ(picture.decide({picture.takes_at_most(11)}), Outcome::fine);
  EXPECT_TRUE(picture.is_open(picture.a()));
  const Literal less = picture.takes_at_most(11, 1);
  ASSERT_EQ(picture.decide({less}), Outcome::fine);
  EXPECT_TRUE(picture.is_true(picture.runs(picture.a())));
  EXPECT_TRUE(picture.is_open(picture.c()));
  EXPECT_EQ(picture.why(picture.runs(picture.a())), Premises{less});
  ASSERT_EQ(picture.decide({picture.takes_at_most(9, 1)}), Outcome::fine);
  EXPECT_TRUE(picture.is_true(picture.runs(picture.c())));
}

TEST_P(KnapsackCoverTest, WhatTakesPlaceIsPaidAndAPremise) {
  Picture picture(GetParam());
  picture.post();
  const Literal paid = picture.runs(picture.again()), most = picture.takes_at_most(14, 1);
  // 8 of less than 14 are gone: too little is left for the cover.
  ASSERT_EQ(picture.decide({paid, picture.takes_at_most(14)}), Outcome::fine);
  ASSERT_EQ(picture.decide({paid, most}), Outcome::conflict);
  EXPECT_EQ(picture.why(std::nullopt), Picture::sorted({paid, most}));
}

// A third run of a costs 3 more, and takes place only beside the second.
TEST_P(KnapsackCoverTest, ALaterCopyIsLeftToTheOrderUntilTheFirstIsPaid) {
  Picture picture(GetParam());
  picture.post();
  const Literal first = picture.runs(picture.a());
  ASSERT_EQ(picture.decide({first, picture.takes_at_most(9)}), Outcome::fine);
  EXPECT_TRUE(picture.is_open(picture.third_a()));
  const Literal most = picture.takes_at_most(9, 1);
  ASSERT_EQ(picture.decide({first, most}), Outcome::fine);
  EXPECT_TRUE(picture.is_true(~picture.runs(picture.third_a())));
  EXPECT_EQ(picture.why(~picture.runs(picture.third_a())), Picture::sorted({first, most}));
}

TEST_P(KnapsackCoverTest, WhatIsSurelyLiveIsNotDropped) {
  Picture picture(GetParam());
  picture.post();
  // Without c, two more units of b go: 3 + 2 x 3 = 9.
  const Literal live = picture.live_at_the_peak(2), most = picture.takes_at_most(9, 1);
  ASSERT_EQ(picture.decide({live, picture.takes_at_most(9)}), Outcome::fine);
  ASSERT_EQ(picture.decide({live, most}), Outcome::conflict);
  EXPECT_EQ(picture.why(std::nullopt), Picture::sorted({live, most}));
}

// c is read at the peak and live there, whichever copy it is: no premise says so.
TEST_P(KnapsackCoverTest, WhatIsReadAtTheEventIsLive) {
  Picture picture(GetParam());
  picture.also_read_at_the_peak(2);
  picture.post();
  ASSERT_EQ(picture.decide({picture.takes_at_most(9)}), Outcome::fine);
  const Literal most = picture.takes_at_most(9, 1);
  ASSERT_EQ(picture.decide({most}), Outcome::conflict);
  EXPECT_EQ(picture.why(std::nullopt), Premises{most});
}

// 9 + 4 fit, but not the 2 that are read as well: what it costs does not matter.
TEST_P(KnapsackCoverTest, TooMuchLiveIsAConflictAtAnyPrice) {
  Picture picture(GetParam(), 8);
  picture.also_read_at_the_peak(2);
  picture.post();
  const Literal live = picture.live_at_the_peak(0);
  // 20 - 8 = 12 units: 9 + 2, and a's 4 are one too many, so a does not stay.
  EXPECT_EQ(picture.decide({live}), Outcome::conflict);
}

TEST(KnapsackCover, NothingFollowsWhereAllFits) {
  Picture picture({}, 0);
  picture.post();
  ASSERT_EQ(picture.decide({picture.takes_at_most(10)}), Outcome::fine);
  EXPECT_TRUE(picture.is_open(picture.a()));
}

TEST(KnapsackCover, OneUnitTooManyCostsSomething) {
  Picture picture({}, 1);
  picture.post();
  ASSERT_EQ(picture.decide({picture.takes_at_most(1)}), Outcome::fine);
  ASSERT_EQ(picture.decide({picture.takes_at_most(0)}), Outcome::conflict);
  EXPECT_EQ(picture.why(std::nullopt), Premises{picture.takes_at_most(0)});
}

TEST(KnapsackCover, WhatCostsNothingMayAlwaysGo) {
  Picture picture(Scale{.duration = 0, .size = 1});
  picture.post();
  EXPECT_TRUE(picture.is_open(picture.a()));
  EXPECT_TRUE(picture.is_open(picture.again()));
}

}  // namespace
}  // namespace moccasin::propagators
