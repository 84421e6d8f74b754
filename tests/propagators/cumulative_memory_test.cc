// SPDX-License-Identifier: Apache-2.0
#include "propagators/cumulative_memory.h"

#include <gtest/gtest.h>

#include "tests/propagators/support/hand_model.h"

namespace moccasin::propagators {
namespace {

using engine::Outcome;
using engine::Var;
using test::Bounds;
using test::HandModel;
using May = HandModel::May;

// Five operations within 10 units, events 5 * stage + position. Operation 1 keeps 6 units from
// (1, 1) = 6 to any end up to (4, 4) = 24; a copy of operation 0, in 1..4 or never, keeps 4;
// operation 3 has 3 units of workspace at (3, 3) = 18.
class CumulativeMemoryTest : public ::testing::Test {
 protected:
  CumulativeMemoryTest() {
    model_.next_copy(run0_, copy_);
    model_.post(test::Constraint::memory);
  }
  [[nodiscard]] std::vector<Bounds> all() const {
    return {model_.end(end1_), model_.stage(copy_), model_.end(end_)};
  }
  [[nodiscard]] Var stage() const { return model_.model.runs[copy_].stage; }
  [[nodiscard]] Var end_of(RetentionIndex end) const { return model_.model.retentions[end].end; }

  HandModel model_{5, 10, {0, 0}};
  RunIndex run0_ = model_.run(0, {0, 0}, May::run);
  RunIndex run1_ = model_.run(1, {1, 1}, May::run);
  RetentionIndex end1_ = model_.retention({6, 24}, 6);
  RunIndex run2_ = model_.run(2, {2, 2}, May::run);
  RunIndex run3_ = model_.run(3, {3, 3}, May::run, 0, 3);
  RunIndex run4_ = model_.run(4, {4, 4}, May::run);
  RunIndex copy_ = model_.run(0, {1, 5}, May::be_left_out, 1, 1);
  RetentionIndex end_ = model_.retention({5, 25}, 4);
};

TEST_F(CumulativeMemoryTest, NothingFollowsWhileBothFit) {
  EXPECT_EQ(all(), (std::vector<Bounds>{{6, 24}, {1, 5}, {5, 25}}));
  // In stage 1, 4 + 1 units before the 6, then 4 + 6.
  ASSERT_EQ(model_.decide({at_most(stage(), 1)}), Outcome::fine);
  EXPECT_EQ(all(), (std::vector<Bounds>{{6, 24}, {1, 1}, {5, 25}}));
}

TEST_F(CumulativeMemoryTest, ARetentionEndsBeforeTheFirstEventThatIsTooHighForIt) {
  // 6 + 3 at (3, 3): 4 more are too many.
  ASSERT_EQ(model_.decide({at_least(end_of(end1_), 18), at_most(stage(), 1)}), Outcome::fine);
  EXPECT_EQ(all(), (std::vector<Bounds>{{18, 24}, {1, 1}, {5, 17}}));
  // And the other way round.
  ASSERT_EQ(model_.decide({at_most(stage(), 1), at_least(end_of(end_), 18)}), Outcome::fine);
  EXPECT_EQ(all(), (std::vector<Bounds>{{6, 17}, {1, 1}, {18, 25}}));
}

TEST_F(CumulativeMemoryTest, ARunThatWouldBeLiveWhereItIsTooHighStartsAfter) {
  ASSERT_EQ(model_.decide({at_least(end_of(end1_), 18), at_least(end_of(end_), 18)}),
            Outcome::fine);
  EXPECT_EQ(all(), (std::vector<Bounds>{{18, 24}, {4, 5}, {18, 25}}));
}

TEST_F(CumulativeMemoryTest, ARecomputationIsAnEventOnceItsStageIsKnown) {
  // At (2, 0) its workspace, 1, and its output, 4, are live: 6 more are too many.
  ASSERT_EQ(model_.decide({at_most(stage(), 2), at_least(end_of(end_), 10)}), Outcome::fine);
  EXPECT_EQ(all(), (std::vector<Bounds>{{6, 24}, {1, 2}, {10, 25}}));
  ASSERT_EQ(model_.decide({at_most(stage(), 2), at_least(end_of(end_), 10), at_least(stage(), 2)}),
            Outcome::fine);
  EXPECT_EQ(all(), (std::vector<Bounds>{{6, 9}, {2, 2}, {10, 25}}));
  // It is no point any more after the jump back, and 6 and 4 fit.
  ASSERT_EQ(
      model_.decide({at_most(stage(), 2), at_least(end_of(end_), 10), at_least(end_of(end1_), 17)}),
      Outcome::fine);
  EXPECT_EQ(all(), (std::vector<Bounds>{{17, 24}, {1, 2}, {10, 25}}));
  EXPECT_EQ(model_.decide({at_most(stage(), 2), at_least(end_of(end_), 10),
                           at_least(end_of(end1_), 17), at_least(stage(), 2)}),
            Outcome::conflict);
}

// Bounds that are raised one by one are all seen to be high before anything is pushed.
TEST_F(CumulativeMemoryTest, MandatoryPartsThatDoNotFitAreAConflict) {
  const engine::Literal together[] = {at_most(stage(), 1), at_least(end_of(end_), 18)};
  for (const engine::Literal literal : together) model_.engine.impose(literal);
  model_.engine.impose(at_least(end_of(end1_), 18));
  ASSERT_EQ(model_.engine.propagate(), Outcome::conflict);
  model_.engine.learn();
  EXPECT_TRUE(model_.engine.refuted());
}

}  // namespace
}  // namespace moccasin::propagators
