// SPDX-License-Identifier: Apache-2.0
// The propagators that the other tests are built of.
#include <gtest/gtest.h>

#include "engine/engine.h"
#include "tests/engine/support/all_different.h"
#include "tests/engine/support/linear.h"
#include "tests/engine/support/print.h"

namespace moccasin::engine {
namespace {

using test::AllDifferent;
using test::AllDifferentChecker;
using test::Linear;
using test::LinearChecker;
using test::LinearSum;

class ThreeVariables : public testing::Test {
 protected:
  Engine engine{Checking::on};
  const Var x = engine.new_variable(0, 9), y = engine.new_variable(0, 9),
            z = engine.new_variable(0, 9);
};

// 2x - y + z <= 3
TEST_F(ThreeVariables, OfASumBoundEachOther) {
  const LinearSum sum = {{{2, x}, {1, -y}, {1, z}}, 3};
  engine.add(std::make_unique<Linear>(sum), std::make_unique<LinearChecker>(sum));
  ASSERT_EQ(engine.propagate(), Outcome::fine);
  EXPECT_EQ(engine.domains().upper(x), 6);
  engine.decide(at_most(y, 5));
  ASSERT_EQ(engine.propagate(), Outcome::fine);
  EXPECT_EQ(engine.domains().upper(x), 4);
  EXPECT_EQ(engine.domains().upper(z), 8);
  engine.decide(at_least(x, 3));
  ASSERT_EQ(engine.propagate(), Outcome::fine);
  EXPECT_EQ(engine.domains().lower(y), 3);
  EXPECT_EQ(engine.domains().upper(z), 2);
}

TEST_F(ThreeVariables, OfASumAreExplainedByAsLittleAsWillDo) {
  const LinearSum sum = {{{1, x}, {3, y}, {1, z}}, 9};
  const Linear linear(sum);
  Trail trail;
  for (int i = 0; i < 3; ++i) trail.new_variable(0, 9);
  trail.open_level();
  trail.push(at_least(x, 4), Reason());
  trail.push(at_least(y, 1), Reason());
  const auto why = [&](Literal fact) {
    Premises premises;
    linear.explain(fact, 2, Domains(trail), premises);
    return premises;
  };
  // z <= 2 needs x + 3y >= 7, z <= 4 needs 5, z <= 7 needs 2.
  EXPECT_EQ(why(at_most(z, 2)), (Premises{at_least(x, 4), at_least(y, 1)}));
  EXPECT_EQ(why(at_most(z, 4)), (Premises{at_least(x, 2), at_least(y, 1)}));
  EXPECT_EQ(why(at_most(z, 7)), (Premises{at_least(y, 1)}));
}

TEST_F(ThreeVariables, ThatDifferKeepOutOfFullIntervals) {
  const std::vector<Var> vars = {x, y, z};
  engine.add(std::make_unique<AllDifferent>(vars), std::make_unique<AllDifferentChecker>(vars));
  engine.impose(at_least(x, 3));
  engine.impose(at_most(x, 4));
  engine.impose(at_least(y, 3));
  engine.impose(at_most(y, 4));
  ASSERT_EQ(engine.propagate(), Outcome::fine);
  engine.decide(at_least(z, 3));
  ASSERT_EQ(engine.propagate(), Outcome::fine);
  EXPECT_EQ(engine.domains().lower(z), 5);
  engine.backtrack(0);
  engine.decide(at_most(z, 4));
  ASSERT_EQ(engine.propagate(), Outcome::fine);
  EXPECT_EQ(engine.domains().upper(z), 2);
}

TEST(Checkers, SeeWhatTheyKnowOfOnly) {
  const LinearChecker sum(LinearSum{{{1, Var(0)}, {2, Var(3)}}, 1});  // x - 2y <= 1
  EXPECT_TRUE(sum.refutes(Box({2, -9, 0, 0})));
  EXPECT_FALSE(sum.refutes(Box({2, -9, 0, -1})));
  EXPECT_FALSE(sum.refutes(Box({1, -9, 0, 0})));
  const AllDifferentChecker differ({Var(0), Var(2), Var(4)});
  EXPECT_TRUE(differ.refutes(Box({1, -2, 1, -2, 1, -2})));
  EXPECT_TRUE(differ.refutes(Box({1, -1, 0, -9, 1, -1})));
  EXPECT_FALSE(differ.refutes(Box({1, -2, 1, -2, 1, -3})));
}

}  // namespace
}  // namespace moccasin::engine
