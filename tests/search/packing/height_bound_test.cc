// SPDX-License-Identifier: Apache-2.0
#include "search/packing/height_bound.h"

#include <gtest/gtest.h>

#include <string>

#include "tests/search/packing/support/random_arena.h"
#include "tests/search/packing/support/rectangle_case.h"

namespace moccasin::search {
namespace {

TEST(HeightBound, IsThatOfLiveBytes) {
  EXPECT_EQ(height_bound(test::rectangles_of({{0, 2, 3}, {1, 3, 4}, {2, 3, 5}})), 9);
  EXPECT_EQ(height_bound(test::rectangles_of({})), 0);
}

TEST(HeightBound, RoundsUpAllButTheTopmost) {
  EXPECT_EQ(height_bound(test::rectangles_of({{0, 1, 6, 4}, {0, 1, 3, 4}})), 10);
  EXPECT_EQ(height_bound(test::rectangles_of({{0, 1, 6, 4}, {1, 2, 3, 4}, {1, 2, 3, 4}})), 7);
}

TEST(HeightBound, IsNotBelowWhatIsFixed) {
  EXPECT_EQ(height_bound(test::rectangles_of({{0, 1, 3, 1, 7}, {0, 1, 2}})), 10);
}

TEST(HeightBound, IsAboveNoPlacement) {
  for (std::uint64_t seed = 0; seed < 500; ++seed) {
    base::Random random(seed);
    const auto buffers = test::random_arena(random, 5);
    const std::int64_t bound = height_bound(test::rectangles_of(buffers));
    ASSERT_TRUE(bound == 0 || !test::placement_exists(buffers, bound - 1)) << "seed " << seed;
  }
}

TEST(PossibleHeights, AreUnitsLessASlack) {
  // Unit 4, slacks 2 and 1: 2, 3, 6, 7, 10, ...
  const PossibleHeights heights(test::rectangles_of({{0, 1, 6, 4}, {0, 1, 3, 4}}));
  std::vector<std::int64_t> found;
  for (std::int64_t bytes = 0; bytes < 9; ++bytes) found.push_back(heights.at_least(bytes));
  EXPECT_EQ(found, (std::vector<std::int64_t>{2, 2, 2, 3, 6, 6, 6, 7, 10}));
}

TEST(PossibleHeights, AreAllOfThemWithoutAUnit) {
  EXPECT_EQ(PossibleHeights(test::rectangles_of({{0, 1, 2}, {0, 1, 3}})).at_least(17), 17);
}

}  // namespace
}  // namespace moccasin::search
