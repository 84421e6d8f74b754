// SPDX-License-Identifier: Apache-2.0
#include "tests/fuzz/support/shrink.h"

#include <gtest/gtest.h>

#include <numeric>

namespace moccasin::test {
namespace {

std::vector<int> numbers(int count) {
  std::vector<int> all(static_cast<std::size_t>(count));
  std::iota(all.begin(), all.end(), 0);
  return all;
}

bool has(const std::vector<int>& items, int item) {
  return std::find(items.begin(), items.end(), item) != items.end();
}

TEST(Shrink, KeepsWhatTheFailureNeedsInItsOrder) {
  const auto fails = [](const std::vector<int>& items) {
    return has(items, 3) && has(items, 57) && has(items, 91);
  };
  EXPECT_EQ(shrink(numbers(100), fails), (std::vector<int>{3, 57, 91}));
}

TEST(Shrink, ComesDownToNothingIfAllFails) {
  EXPECT_EQ(shrink(numbers(33), [](const std::vector<int>&) { return true; }), std::vector<int>());
}

TEST(Shrink, LeavesWhatCannotBeSpared) {
  const auto fails = [](const std::vector<int>& items) { return items.size() == 20; };
  EXPECT_EQ(shrink(numbers(20), fails), numbers(20));
}

// Item i can go only once i + 1 is gone: it takes a pass for each.
TEST(Shrink, GoesOnUntilNoSingleItemCanGo) {
  const auto fails = [](const std::vector<int>& items) {
    return has(items, 0) && std::accumulate(items.begin(), items.end(), 0) ==
                                static_cast<int>(items.size() * (items.size() - 1) / 2);
  };
  EXPECT_EQ(shrink(numbers(12), fails), std::vector<int>{0});
}

TEST(Shrink, TriesFarFewerThanAllParts) {
  std::size_t tried = 0;
  const auto fails = [&tried](const std::vector<int>& items) {
    ++tried;
    return has(items, 500);
  };
  EXPECT_EQ(shrink(numbers(1000), fails), std::vector<int>{500});
  EXPECT_LE(tried, 50u);
}

}  // namespace
}  // namespace moccasin::test
