// SPDX-License-Identifier: Apache-2.0
#include "propagators/retention_precedence.h"

#include <gtest/gtest.h>

#include "tests/propagators/support/hand_model.h"

namespace moccasin::propagators {
namespace {

using engine::Outcome;
using engine::Var;
using test::Bounds;
using test::HandModel;
using May = HandModel::May;

// The example of the header: ten operations, operation 0 read by a copy of operation 2. Copy 0 is
// made in stage 0; copy 1 in 1..9 or never; the reader runs in 3..8 or never (9).
class RetentionPrecedenceTest : public ::testing::Test {
 protected:
  RetentionPrecedenceTest() {
    model_.read_by(reader_);
    model_.post(test::Constraint::precedence);
  }
  [[nodiscard]] Event reader_event(Value stage) const { return model_.model.grid.event(stage, 2); }
  [[nodiscard]] std::vector<Bounds> all() const {
    return {model_.end(end0_), model_.stage(copy1_), model_.end(end1_), model_.stage(reader_)};
  }
  [[nodiscard]] Var stage_of(RunIndex run) const { return model_.model.runs[run].stage; }
  [[nodiscard]] Var end_of(RetentionIndex end) const { return model_.model.retentions[end].end; }

  HandModel model_{10, 9, {0, 0}};
  RunIndex copy0_ = model_.run(0, {0, 0}, May::run);
  RetentionIndex end0_ = model_.retention({0, 99});
  RunIndex copy1_ = model_.run(0, {1, 10}, May::be_left_out);
  RetentionIndex end1_ = model_.retention({0, 99});
  RunIndex reader_ = model_.run(2, {3, 9}, May::be_left_out);
};

TEST_F(RetentionPrecedenceTest, NothingFollowsWhileBothCanServe) {
  ASSERT_EQ(model_.decide({at_most(stage_of(reader_), 6)}), Outcome::fine);
  EXPECT_EQ(all(), (std::vector<Bounds>{{0, 99}, {1, 10}, {0, 99}, {3, 6}}));
}

TEST_F(RetentionPrecedenceTest, AReaderIsPushedToTheNextStageThatIsServed) {
  // Copy 0 ends just before a reader in stage 3 would read it, copy 1 comes in 5.
  ASSERT_EQ(
      model_.decide({at_most(end_of(end0_), reader_event(3) - 1), at_least(stage_of(copy1_), 5)}),
      Outcome::fine);
  EXPECT_EQ(all(), (std::vector<Bounds>{{0, 31}, {5, 10}, {0, 99}, {5, 9}}));
  // One event later it serves stage 3, and nothing follows.
  ASSERT_EQ(model_.decide({at_most(end_of(end0_), reader_event(3)), at_least(stage_of(copy1_), 5)}),
            Outcome::fine);
  EXPECT_EQ(model_.stage(reader_), Bounds(3, 9));
}

TEST_F(RetentionPrecedenceTest, AReaderThatNothingServesDoesNotRun) {
  ASSERT_EQ(model_.decide({at_most(end_of(end0_), 30), at_least(stage_of(copy1_), 10)}),
            Outcome::fine);
  EXPECT_EQ(model_.stage(reader_), Bounds(9, 9));
  EXPECT_EQ(model_.decide({at_most(stage_of(reader_), 8), at_most(end_of(end0_), 30),
                           at_least(stage_of(copy1_), 9)}),
            Outcome::conflict);
}

TEST_F(RetentionPrecedenceTest, TheOnlyCopyThatCanServeDoes) {
  ASSERT_EQ(model_.decide({at_most(stage_of(reader_), 7), at_least(stage_of(reader_), 5),
                           at_most(end_of(end0_), 40)}),
            Outcome::fine);
  EXPECT_EQ(all(), (std::vector<Bounds>{{0, 40}, {1, 7}, {52, 99}, {5, 7}}));
  ASSERT_EQ(model_.decide({at_least(stage_of(copy1_), 8), at_most(stage_of(reader_), 7)}),
            Outcome::fine);
  EXPECT_EQ(all(), (std::vector<Bounds>{{32, 99}, {8, 10}, {0, 99}, {3, 7}}));
}

// Unless it surely runs.
TEST_F(RetentionPrecedenceTest, AReaderThatMayNotRunNeedsNothing) {
  ASSERT_EQ(model_.decide({at_most(end_of(end0_), 20)}), Outcome::fine);
  EXPECT_EQ(all(), (std::vector<Bounds>{{0, 20}, {1, 10}, {0, 99}, {3, 9}}));
}

}  // namespace
}  // namespace moccasin::propagators
