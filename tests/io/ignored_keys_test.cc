// SPDX-License-Identifier: Apache-2.0
#include "io/ignored_keys.h"

#include <gtest/gtest.h>

namespace moccasin::io {
namespace {

TEST(IgnoredKeys, CountsAndRemembersTheFirst) {
  IgnoredKeys ignored;
  ignored.add("graph.author");
  ignored.add("nodes", 3, "color");
  ignored.add("links", 0, "color");
  ignored.add("nodes", 7, "color");
  EXPECT_EQ(ignored.keys(),
            (std::vector<IgnoredKey>{
                {"", "graph.author", 1, 0}, {"nodes", "color", 2, 3}, {"links", "color", 1, 0}}));
  EXPECT_EQ(ignored.others(), 0u);
}

TEST(IgnoredKeys, IsBounded) {
  IgnoredKeys ignored;
  for (std::size_t i = 0; i < 100'000; ++i) ignored.add("nodes", i, "key" + std::to_string(i));
  ignored.add("nodes", 5, "key0");
  EXPECT_EQ(ignored.keys().size(), IgnoredKeys::kMost);
  EXPECT_EQ(ignored.keys().front(), (IgnoredKey{"nodes", "key0", 2, 0}));
  EXPECT_EQ(ignored.others(), 100'000 - IgnoredKeys::kMost);
}

// However much stands before it, of other keys or of those that look like another known one.
TEST(IgnoredKeys, KeepsWhatLooksLikeAKnownKey) {
  IgnoredKeys ignored;
  for (int i = 0; i < 1000; ++i) ignored.add("graph.author" + std::to_string(i));
  for (std::size_t i = 0; i < 1000; ++i) ignored.add("nodes", i, "output" + std::to_string(i));
  ignored.add("nodes", 7, "max_copy");
  ignored.add("nodes", 8, "max_copy");
  EXPECT_EQ(ignored.keys().size(), IgnoredKeys::kMost + IgnoredKeys::kMostAlike + 1);
  EXPECT_EQ(ignored.keys().back(), (IgnoredKey{"nodes", "max_copy", 2, 7}));
  EXPECT_EQ(ignored.others(), 2000 - IgnoredKeys::kMost - IgnoredKeys::kMostAlike);
}

}  // namespace
}  // namespace moccasin::io
