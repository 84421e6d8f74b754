// SPDX-License-Identifier: Apache-2.0
#include "base/suggest.h"

#include <gtest/gtest.h>

#include <array>

namespace moccasin::base {
namespace {

TEST(SuggestTest, NearestOrNothing) {
  constexpr std::array<std::string_view, 4> names = {"budget", "output", "order", "gap"};
  EXPECT_EQ(nearest("bugdet", names), "budget");
  EXPECT_EQ(nearest("bud", names), "budget");  // begins one
  EXPECT_EQ(nearest("ordre", names), "order");
  EXPECT_EQ(nearest("outptu", names), "output");
  EXPECT_EQ(nearest("gip", names), "gap");
  EXPECT_EQ(nearest("xyzzy", names), std::nullopt);
  EXPECT_EQ(nearest("", names), std::nullopt);
  EXPECT_EQ(nearest("budget", {}), std::nullopt);
}

}  // namespace
}  // namespace moccasin::base
