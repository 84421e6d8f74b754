// SPDX-License-Identifier: Apache-2.0
#include "propagators/retention_order.h"

#include <gtest/gtest.h>

#include "tests/propagators/support/hand_model.h"

namespace moccasin::propagators {
namespace {

using engine::Outcome;
using test::Bounds;
using test::HandModel;
using May = HandModel::May;

// Operation 1 of five: the first run and two copies, in stages 2..4 or never. Events are
// 5 * stage + position.
class RetentionOrderTest : public ::testing::Test {
 protected:
  RetentionOrderTest() {
    model_.next_copy(run0_, run1_);
    model_.next_copy(run1_, run2_);
    model_.post(test::Constraint::order);
  }
  [[nodiscard]] std::vector<Bounds> all() const {
    return {model_.end(end0_), model_.stage(run1_), model_.end(end1_), model_.stage(run2_),
            model_.end(end2_)};
  }

  HandModel model_{5, 9, {0, 0}};
  RunIndex run0_ = model_.run(1, {1, 1}, May::run);
  RetentionIndex end0_ = model_.retention({0, 26});
  RunIndex run1_ = model_.run(1, {2, 5}, May::be_left_out);
  RetentionIndex end1_ = model_.retention({0, 26});
  RunIndex run2_ = model_.run(1, {2, 5}, May::be_left_out);
  RetentionIndex end2_ = model_.retention({0, 26});
};

TEST_F(RetentionOrderTest, AtTheRootCopiesAreInOrderAndEndAfterTheirRun) {
  EXPECT_EQ(all(), (std::vector<Bounds>{{6, 26}, {2, 5}, {11, 26}, {3, 5}, {16, 26}}));
}

TEST_F(RetentionOrderTest, ALaterCopyIsLaterAndTheFirstEndsBeforeIt) {
  ASSERT_EQ(model_.decide({at_least(model_.model.runs[run1_].stage, 3),
                           at_most(model_.model.runs[run1_].stage, 3)}),
            Outcome::fine);
  EXPECT_EQ(all(), (std::vector<Bounds>{{6, 15}, {3, 3}, {16, 26}, {4, 5}, {21, 26}}));
}

TEST_F(RetentionOrderTest, ACopyThatTakesPlaceBoundsThoseBeforeIt) {
  ASSERT_EQ(model_.decide({at_most(model_.model.runs[run2_].stage, 3)}), Outcome::fine);
  EXPECT_EQ(all(), (std::vector<Bounds>{{6, 10}, {2, 2}, {11, 15}, {3, 3}, {16, 26}}));
}

TEST_F(RetentionOrderTest, ALongRetentionPutsTheNextCopyOff) {
  // (2, 2), after (2, 1): the copy is in stage 3 or later; at (2, 1) as well.
  ASSERT_EQ(model_.decide({at_least(model_.model.retentions[end0_].end, 12)}), Outcome::fine);
  EXPECT_EQ(all(), (std::vector<Bounds>{{12, 26}, {3, 5}, {16, 26}, {4, 5}, {21, 26}}));
  ASSERT_EQ(model_.decide({at_least(model_.model.retentions[end0_].end, 11)}), Outcome::fine);
  EXPECT_EQ(model_.stage(run1_), Bounds(3, 5));
  // To the end: it is never made, nor is the one after it.
  ASSERT_EQ(model_.decide({at_least(model_.model.retentions[end0_].end, 21)}), Outcome::fine);
  EXPECT_EQ(all(), (std::vector<Bounds>{{21, 26}, {5, 5}, {26, 26}, {5, 5}, {26, 26}}));
}

TEST_F(RetentionOrderTest, AnEarlyEndBoundsItsRun) {
  ASSERT_EQ(model_.decide({at_most(model_.model.retentions[end1_].end, 20)}), Outcome::fine);
  EXPECT_EQ(all(), (std::vector<Bounds>{{6, 15}, {2, 3}, {11, 20}, {3, 5}, {16, 26}}));
}

TEST_F(RetentionOrderTest, CopiesThatMeetAreAConflict) {
  EXPECT_EQ(model_.decide({at_least(model_.model.runs[run1_].stage, 4),
                           at_most(model_.model.runs[run2_].stage, 5)}),
            Outcome::fine);
  EXPECT_EQ(model_.decide({at_least(model_.model.retentions[end0_].end, 16),
                           at_most(model_.model.runs[run1_].stage, 4)}),
            Outcome::fine);
  EXPECT_EQ(model_.stage(run2_), Bounds(5, 5));
}

}  // namespace
}  // namespace moccasin::propagators
