// SPDX-License-Identifier: Apache-2.0
#include "engine/literal.h"

#include <gtest/gtest.h>

#include "tests/engine/support/print.h"

namespace moccasin::engine {
namespace {

constexpr Var x(0), y(2);

TEST(Var, AndItsMirrorAreNeighbours) {
  EXPECT_EQ(-x, Var(1));
  EXPECT_EQ(-y, Var(3));
  EXPECT_EQ(-(-y), y);
}

TEST(Literal, OfAnUpperBoundIsALowerBoundOfTheMirror) {
  EXPECT_EQ(at_least(x, 3), (Literal{x, 3}));
  EXPECT_EQ(at_most(x, 7), (Literal{-x, -7}));
  EXPECT_EQ(at_most(-x, 7), (Literal{x, -7}));
}

TEST(Literal, IsNegatedToTheNextValue) {
  EXPECT_EQ(~at_least(x, 3), at_most(x, 2));
  EXPECT_EQ(~at_most(x, 7), at_least(x, 8));
  EXPECT_EQ(~at_least(x, 0), at_most(x, -1));
}

// The slow twin is what the words say: of each value exactly one of the two holds.
TEST(Literal, AndItsNegationShareTheValues) {
  const auto holds = [](Literal literal, Value value_of_x) {
    return (literal.var == x ? value_of_x : -value_of_x) >= literal.bound;
  };
  for (Value bound = -4; bound <= 4; ++bound) {
    for (const Var var : {x, -x}) {
      const Literal literal = {var, bound};
      EXPECT_EQ(~~literal, literal);
      for (Value value = -6; value <= 6; ++value) {
        EXPECT_NE(holds(literal, value), holds(~literal, value)) << bound << ' ' << value;
      }
    }
  }
}

}  // namespace
}  // namespace moccasin::engine
