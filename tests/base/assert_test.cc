// SPDX-License-Identifier: Apache-2.0
#include "base/assert.h"

#include <gtest/gtest.h>

namespace moccasin::base {
namespace {

TEST(AssertDeathTest, NamesTheConditionAndItsPlace) {
#ifdef MOCCASIN_NO_ASSERTS
  GTEST_SKIP() << "built without assertions";
#else
  EXPECT_DEATH(MOCCASIN_ASSERT(1 + 1 == 3),
               "assert_test\\.cc:[0-9]+: assertion failed: 1 \\+ 1 == 3");
#endif
}

TEST(Assert, EvaluatesItsConditionOnceOrNever) {
  int evaluations = 0;
  MOCCASIN_ASSERT(++evaluations > 0);
#ifdef MOCCASIN_NO_ASSERTS
  EXPECT_EQ(evaluations, 0);
#else
  EXPECT_EQ(evaluations, 1);
#endif
}

TEST(Assert, ExpensiveOnesAreOnInCheckingBuildsOnly) {
  int evaluations = 0;
  MOCCASIN_EXPENSIVE_ASSERT(++evaluations > 0);
#if defined(MOCCASIN_EXPENSIVE_ASSERTS) && !defined(MOCCASIN_NO_ASSERTS)
  EXPECT_EQ(evaluations, 1);
#else
  EXPECT_EQ(evaluations, 0);
#endif
}

}  // namespace
}  // namespace moccasin::base
