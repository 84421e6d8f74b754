// SPDX-License-Identifier: Apache-2.0
#include "tests/docs/run_limit.h"

#include <gtest/gtest.h>

#include <memory>

#include "tests/docs/run_limit_checker.h"
#include "tests/propagators/support/hand_model.h"

namespace moccasin::propagators {
namespace {

using engine::Outcome;
using test::Bounds;
using test::HandModel;
using test::Recorder;
using May = HandModel::May;

// The example of the header, every inference checked.
class RunLimitTest : public ::testing::Test {
 protected:
  RunLimitTest() {
    hand_.model.retention_begin.push_back(0);
    const std::vector<RunIndex> copies = {a_, b_, c_};
    hand_.engine.add(std::make_unique<Recorder>(std::make_unique<RunLimit>(hand_.model, copies, 1),
                                                hand_.reasons),
                     std::make_unique<RunLimitChecker>(hand_.model, copies, 1));
    EXPECT_EQ(hand_.engine.propagate(), Outcome::fine);
  }
  [[nodiscard]] std::vector<Bounds> stages() const {
    return {hand_.stage(a_), hand_.stage(b_), hand_.stage(c_)};
  }
  [[nodiscard]] Literal takes_place(RunIndex run) const { return hand_.model.takes_place(run); }

  HandModel hand_{4, 9, {0, 10}};
  RunIndex a_ = hand_.run(0, {1, 4}, May::be_left_out);
  RunIndex b_ = hand_.run(1, {2, 4}, May::be_left_out);
  RunIndex c_ = hand_.run(2, {3, 4}, May::be_left_out);
};

TEST_F(RunLimitTest, WhatIsBeyondTheLimitIsLeftOut) {
  EXPECT_EQ(stages(), (std::vector<Bounds>{{1, 4}, {2, 4}, {3, 4}}));
  ASSERT_EQ(hand_.decide({takes_place(a_)}), Outcome::fine);
  EXPECT_EQ(stages(), (std::vector<Bounds>{{1, 3}, {4, 4}, {4, 4}}));
  ASSERT_EQ(hand_.decide({~takes_place(a_), ~takes_place(c_)}), Outcome::fine);
  EXPECT_EQ(stages(), (std::vector<Bounds>{{4, 4}, {2, 4}, {4, 4}}));
}

TEST_F(RunLimitTest, AReasonIsTheRunThatTakesPlace) {
  ASSERT_EQ(hand_.decide({takes_place(a_)}), Outcome::fine);
  ASSERT_EQ(hand_.reasons.size(), 2u);
  for (const Recorder::Reason& reason : hand_.reasons) {
    EXPECT_EQ(reason.premises, engine::Premises{takes_place(a_)});
  }
}

// They come at once, so the propagator fails and says why; what is true at the root needs no
// premise.
TEST_F(RunLimitTest, TwoRunsAreOneTooMany) {
  hand_.engine.impose(takes_place(a_));
  hand_.engine.impose(takes_place(b_));
  EXPECT_EQ(hand_.engine.propagate(), Outcome::conflict);
  ASSERT_EQ(hand_.reasons.size(), 1u);
  EXPECT_FALSE(hand_.reasons[0].fact.has_value());
  EXPECT_EQ(hand_.reasons[0].premises, engine::Premises{});
}

}  // namespace
}  // namespace moccasin::propagators
