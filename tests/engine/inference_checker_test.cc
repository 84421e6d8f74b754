// SPDX-License-Identifier: Apache-2.0
#include "engine/inference_checker.h"

#include <gtest/gtest.h>

namespace moccasin::engine {
namespace {

constexpr Var x(0), y(2);

Box x_in_1_5_and_y_in_0_3() { return Box({1, -5, 0, -3}); }

TEST(Box, HasTheBoundsItWasGiven) {
  const Box box = x_in_1_5_and_y_in_0_3();
  EXPECT_EQ(box.lower(x), 1);
  EXPECT_EQ(box.upper(x), 5);
  EXPECT_EQ(box.lower(-x), -5);
  EXPECT_EQ(box.upper(-x), -1);
  EXPECT_EQ(box.upper(y), 3);
  EXPECT_FALSE(box.is_empty());
}

TEST(Box, OnlyShrinks) {
  Box box = x_in_1_5_and_y_in_0_3();
  box.impose(at_least(x, 4));
  box.impose(at_least(x, 2));
  box.impose(at_most(y, 1));
  box.impose(at_most(y, 2));
  EXPECT_EQ(box.lower(x), 4);
  EXPECT_EQ(box.upper(x), 5);
  EXPECT_EQ(box.lower(y), 0);
  EXPECT_EQ(box.upper(y), 1);
}

TEST(Box, IsEmptyOnceAnyVariableHasNoValue) {
  Box one_value = x_in_1_5_and_y_in_0_3();
  one_value.impose(at_least(y, 3));
  EXPECT_FALSE(one_value.is_empty());
  Box of_the_last = x_in_1_5_and_y_in_0_3();
  of_the_last.impose(at_least(y, 4));
  EXPECT_TRUE(of_the_last.is_empty());
  Box of_the_first = x_in_1_5_and_y_in_0_3();
  of_the_first.impose(at_most(x, 0));
  EXPECT_TRUE(of_the_first.is_empty());
}

}  // namespace
}  // namespace moccasin::engine
