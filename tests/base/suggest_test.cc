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

TEST(SuggestTest, SaysWhatWasMeant) {
  constexpr std::array<std::string_view, 2> names = {"budget", "order"};
  EXPECT_EQ(suggestion("bugdet", names, "help lists them"), "did you mean 'budget'?");
  EXPECT_EQ(suggestion("bugdet", names, "help lists them", "--"), "did you mean '--budget'?");
  EXPECT_EQ(suggestion("xyzzy", names, "help lists them", "--"), "help lists them");
}

}  // namespace
}  // namespace moccasin::base
