// SPDX-License-Identifier: Apache-2.0
// Engine: assumptions and the cores that say which of them cannot hold together.
#include <gtest/gtest.h>

#include "engine/engine.h"
#include "tests/engine/support/print.h"
#include "tests/engine/support/search.h"

namespace moccasin::engine {
namespace {

using test::Answer;

class Assumptions : public testing::Test {
 protected:
  void add(const std::vector<Literal>& literals) { engine.add_clause(literals); }
  // Decides all assumptions in turn; the one that has become false, if any.
  std::optional<Literal> decide_all() {
    for (;;) {
      if (engine.propagate() == Outcome::conflict) {
        ADD_FAILURE() << "a conflict";
        return std::nullopt;
      }
      const std::optional<Literal> next = engine.next_assumption();
      if (!next || engine.domains().is_false(*next)) return next;
      engine.decide(*next);
    }
  }
  Engine engine{Checking::on};
  const Var x = engine.new_variable(0, 9), y = engine.new_variable(0, 9),
            z = engine.new_variable(0, 9);
};

TEST_F(Assumptions, AreDecidedInTheirOrderLeavingOutWhatHolds) {
  add({at_most(x, 4), at_least(y, 2)});
  engine.assume({at_least(x, 5), at_least(x, 0), at_least(y, 1), at_least(z, 3)});
  EXPECT_EQ(decide_all(), std::nullopt);
  // x >= 0 holds anyway, and y >= 1 because of x: two levels.
  EXPECT_EQ(engine.level(), 2u);
  EXPECT_EQ(engine.assumption_levels(), 2u);
  EXPECT_EQ(engine.domains().lower(x), 5);
  EXPECT_EQ(engine.domains().lower(z), 3);
  engine.decide(at_least(y, 7));
  EXPECT_EQ(engine.next_assumption(), std::nullopt);
  EXPECT_EQ(engine.assumption_levels(), 2u);
}

TEST_F(Assumptions, AreDecidedAgainAfterABackjump) {
  engine.assume({at_least(x, 5), at_least(y, 1), at_least(z, 3)});
  EXPECT_EQ(decide_all(), std::nullopt);
  engine.backtrack(1);
  EXPECT_EQ(engine.assumption_levels(), 1u);
  EXPECT_EQ(engine.next_assumption(), at_least(y, 1));
  engine.decide(at_least(y, 1));
  EXPECT_EQ(decide_all(), std::nullopt);
  EXPECT_EQ(engine.assumption_levels(), 3u);
}

TEST_F(Assumptions, ThatFailHaveACore) {
  add({at_most(x, 4), at_most(y, 2)});
  engine.assume({at_least(x, 5), at_least(z, 1), at_least(y, 3)});
  ASSERT_EQ(decide_all(), at_least(y, 3));
  EXPECT_EQ(engine.failed_assumptions(at_least(y, 3)), (Premises{at_least(x, 5), at_least(y, 3)}));
}

TEST_F(Assumptions, HaveNoPartInTheCoreIfTheyHadNoneInTheReason) {
  add({at_most(x, 4), at_least(z, 4)});
  add({at_most(z, 3), at_most(y, 2)});
  engine.assume({at_least(z, 1), at_least(x, 5), at_least(y, 3)});
  ASSERT_EQ(decide_all(), at_least(y, 3));
  EXPECT_EQ(engine.failed_assumptions(at_least(y, 3)), (Premises{at_least(x, 5), at_least(y, 3)}));
}

TEST_F(Assumptions, ThatExcludeEachOtherAreTheCore) {
  engine.assume({at_least(x, 5), at_most(x, 4)});
  ASSERT_EQ(decide_all(), at_most(x, 4));
  EXPECT_EQ(engine.failed_assumptions(at_most(x, 4)), (Premises{at_least(x, 5), at_most(x, 4)}));
}

TEST_F(Assumptions, ThatTheRootExcludesFailAlone) {
  engine.impose(at_most(y, 2));
  engine.assume({at_least(x, 5), at_least(y, 3)});
  ASSERT_EQ(decide_all(), at_least(y, 3));
  EXPECT_EQ(engine.failed_assumptions(at_least(y, 3)), (Premises{at_least(y, 3)}));
}

// x >= 7 was assumed, and x >= 5 is all that matters.
TEST_F(Assumptions, StandInTheCoreWithTheBoundThatMatters) {
  add({at_most(x, 4), at_most(y, 2)});
  engine.assume({at_least(x, 7), at_least(y, 6)});
  ASSERT_EQ(decide_all(), at_least(y, 6));
  EXPECT_EQ(engine.failed_assumptions(at_least(y, 6)), (Premises{at_least(x, 5), at_least(y, 6)}));
}

TEST_F(Assumptions, AreNotUsedUpByBeingAskedFor) {
  engine.assume({at_least(x, 5), at_least(y, 1)});
  EXPECT_EQ(engine.next_assumption(), at_least(x, 5));
  EXPECT_EQ(engine.next_assumption(), at_least(x, 5)) << "it has not been decided";
  EXPECT_EQ(engine.assumption_levels(), 0u) << "nor does it occupy a level";
}

// As when a limit stops the search between the question and the decision.
TEST_F(Assumptions, OfBeforeLeaveNoTrace) {
  engine.assume({at_least(x, 5), at_least(y, 1)});
  EXPECT_EQ(engine.next_assumption(), at_least(x, 5));
  engine.assume({at_least(z, 3)});
  EXPECT_EQ(engine.next_assumption(), at_least(z, 3));
}

TEST_F(Assumptions, AreTakenBackByTheNext) {
  engine.assume({at_least(x, 5)});
  EXPECT_EQ(decide_all(), std::nullopt);
  engine.assume({at_most(x, 3)});
  EXPECT_EQ(engine.level(), 0u);
  EXPECT_EQ(decide_all(), std::nullopt);
  EXPECT_EQ(engine.domains().upper(x), 3);
  engine.assume({});
  EXPECT_EQ(engine.next_assumption(), std::nullopt);
}

// x >= 5 leads to a contradiction by itself: the core is x >= 5 alone, and x <= 4 is learned for
// good, but x >= 5 having been assumed refutes nothing.
TEST_F(Assumptions, DoNotTurnIntoFacts) {
  add({at_most(x, 4), at_least(y, 5)});
  add({at_most(x, 4), at_most(y, 4), at_least(z, 5)});
  add({at_most(z, 4), at_most(y, 4)});
  base::Random random(1);
  engine.assume({at_least(z, 1), at_least(x, 5)});
  const test::Result under = test::search(engine, random, {});
  EXPECT_EQ(under.answer, Answer::assumptions);
  EXPECT_EQ(under.core, (Premises{at_least(x, 5)}));
  EXPECT_FALSE(engine.refuted());
  engine.assume({});
  EXPECT_EQ(test::search(engine, random, {}).answer, Answer::solution);
  EXPECT_LE(engine.domains().upper(x), 4) << "learned for good";
}

}  // namespace
}  // namespace moccasin::engine
