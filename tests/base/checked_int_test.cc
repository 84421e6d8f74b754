// SPDX-License-Identifier: Apache-2.0
#include "base/checked_int.h"

#include <gtest/gtest.h>

namespace moccasin::base {
namespace {

TEST(CheckedInt, AddsUpToTheEndsOfTheRange) {
  EXPECT_EQ(checked_add(2, 3), 5);
  EXPECT_EQ(checked_add(INT64_MAX - 1, 1), INT64_MAX);
  EXPECT_EQ(checked_add(INT64_MAX, 1), std::nullopt);
  EXPECT_EQ(checked_add(INT64_MIN, -1), std::nullopt);
  EXPECT_EQ(checked_add(INT64_MIN, INT64_MAX), -1);
}

TEST(CheckedInt, MultipliesPast32Bits) {
  EXPECT_EQ(checked_multiply(10'000'000'000'000, 900'000), 9'000'000'000'000'000'000);
  EXPECT_EQ(checked_multiply(10'000'000'000'000, 1'000'000), std::nullopt);
  EXPECT_EQ(checked_multiply(INT64_MIN, -1), std::nullopt);
  EXPECT_EQ(checked_multiply(INT64_MAX, 0), 0);
}

TEST(CheckedInt, RoundsUpToMultiples) {
  EXPECT_EQ(checked_round_up(0, 512), 0);
  EXPECT_EQ(checked_round_up(1, 512), 512);
  EXPECT_EQ(checked_round_up(512, 512), 512);
  EXPECT_EQ(checked_round_up(513, 512), 1024);
  EXPECT_EQ(checked_round_up(7, 1), 7);
  EXPECT_EQ(checked_round_up(INT64_MAX, 1), INT64_MAX);
  EXPECT_EQ(checked_round_up(INT64_MAX, 2), std::nullopt);
}

}  // namespace
}  // namespace moccasin::base
