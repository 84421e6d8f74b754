// SPDX-License-Identifier: Apache-2.0
#include "propagators/duration_sum.h"

#include <gtest/gtest.h>

#include "tests/propagators/support/hand_model.h"

namespace moccasin::propagators {
namespace {

using engine::Outcome;
using test::Bounds;
using test::HandModel;
using May = HandModel::May;

// The example of the header: a (6), b (5) and c (3) may take place, within 10.
class DurationSumTest : public ::testing::Test {
 protected:
  DurationSumTest() { model_.post(test::Constraint::duration); }
  [[nodiscard]] std::vector<Bounds> all() const {
    return {model_.bounds(model_.model.duration), model_.stage(a_), model_.stage(b_),
            model_.stage(c_)};
  }

  HandModel model_{4, 9, {0, 10}};
  RunIndex a_ = model_.run(0, {1, 4}, May::be_left_out, 6);
  RunIndex b_ = model_.run(1, {2, 4}, May::be_left_out, 5);
  RunIndex c_ = model_.run(2, {3, 4}, May::be_left_out, 3);
};

TEST_F(DurationSumTest, WhatTakesPlaceCountsAndWhatIsTooLongIsLeftOut) {
  EXPECT_EQ(all(), (std::vector<Bounds>{{0, 10}, {1, 4}, {2, 4}, {3, 4}}));
  ASSERT_EQ(model_.decide({model_.model.takes_place(a_)}), Outcome::fine);
  EXPECT_EQ(all(), (std::vector<Bounds>{{6, 10}, {1, 3}, {4, 4}, {3, 4}}));
  ASSERT_EQ(model_.decide({model_.model.takes_place(b_), model_.model.takes_place(c_)}),
            Outcome::fine);
  EXPECT_EQ(all(), (std::vector<Bounds>{{8, 10}, {4, 4}, {2, 3}, {3, 3}}));
}

// 8 of 8: just enough.
TEST_F(DurationSumTest, AllThatIsLeftMayBeUsed) {
  const engine::Literal within_eight = at_most(model_.model.duration, 8);
  ASSERT_EQ(model_.decide({within_eight, model_.model.takes_place(b_)}), Outcome::fine);
  EXPECT_EQ(all(), (std::vector<Bounds>{{5, 8}, {4, 4}, {2, 3}, {3, 4}}));
  ASSERT_EQ(model_.decide({model_.model.takes_place(b_), at_most(model_.model.duration, 7)}),
            Outcome::fine);
  EXPECT_EQ(all(), (std::vector<Bounds>{{5, 7}, {4, 4}, {2, 3}, {4, 4}}));
  ASSERT_EQ(model_.decide({at_most(model_.model.duration, 2)}), Outcome::fine);
  EXPECT_EQ(all(), (std::vector<Bounds>{{0, 2}, {4, 4}, {4, 4}, {4, 4}}));
}

}  // namespace
}  // namespace moccasin::propagators
