// SPDX-License-Identifier: Apache-2.0
#include "base/edit_distance.h"

#include <gtest/gtest.h>

namespace moccasin::base {
namespace {

TEST(EditDistanceTest, CountsEdits) {
  EXPECT_EQ(edit_distance("", ""), 0u);
  EXPECT_EQ(edit_distance("abc", ""), 3u);
  EXPECT_EQ(edit_distance("kitten", "sitting"), 3u);
  EXPECT_EQ(edit_distance("budget", "bugdet"), 1u);  // a swap
  EXPECT_EQ(edit_distance("solve", "slove"), 1u);
  EXPECT_EQ(edit_distance("info", "verify"), edit_distance("verify", "info"));
}

}  // namespace
}  // namespace moccasin::base
