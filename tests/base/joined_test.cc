// SPDX-License-Identifier: Apache-2.0
#include "base/joined.h"

#include <gtest/gtest.h>

#include <vector>

namespace moccasin::base {
namespace {

TEST(JoinedTest, PutsTextBetweenWords) {
  using Words = std::vector<std::string_view>;
  EXPECT_EQ(joined(Words{"a", "b"}, ", "), "a, b");
  EXPECT_EQ(joined(Words{"", "b"}, ", "), ", b");
  EXPECT_EQ(joined(Words{}, ", "), "");
  EXPECT_EQ(joined(std::vector<std::string>{"a", "b"}, " "), "a b");
}

}  // namespace
}  // namespace moccasin::base
