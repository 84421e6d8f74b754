// SPDX-License-Identifier: Apache-2.0
#include "search/packing/placing_order.h"

#include <gtest/gtest.h>

#include "tests/search/packing/support/rectangle_case.h"

namespace moccasin::search {
namespace {

using test::rects;

// Sections 0: a b, 1: a c d, 2: d e; their units 5, 9, 7.
class PlacingOrder : public testing::Test {
 protected:
  const Rectangles rectangles_ =
      test::rectangles_of({{0, 3, 2}, {0, 2, 3}, {2, 3, 3}, {2, 5, 4}, {3, 6, 3}});
};

TEST_F(PlacingOrder, ByContention) {
  EXPECT_EQ(hardest_first(rectangles_, Hardness::contention), rects({3, 0, 2, 4, 1}));
}

TEST_F(PlacingOrder, ByLife) {
  EXPECT_EQ(hardest_first(rectangles_, Hardness::life), rects({3, 0, 1, 2, 4}));
}

TEST_F(PlacingOrder, ByArea) {
  EXPECT_EQ(hardest_first(rectangles_, Hardness::area), rects({3, 0, 1, 2, 4}));
}

TEST_F(PlacingOrder, BySize) {
  EXPECT_EQ(hardest_first(rectangles_, Hardness::size), rects({3, 1, 2, 4, 0}));
}

TEST_F(PlacingOrder, HoldsForAreasOfMoreThan64Bits) {
  constexpr std::int64_t kLarge = std::int64_t{1} << 60;
  // Widths 1 and 16 of sections: the areas are 2^60 and 2^64 + 16.
  std::vector<model::ArenaBuffer> buffers{{0, 1, kLarge}, {0, 16, kLarge + 1}};
  for (std::int64_t step = 1; step < 16; ++step) buffers.push_back({step, step + 1, 1});
  EXPECT_EQ(hardest_first(test::rectangles_of(buffers), Hardness::area).front(), Rect(1));
}

}  // namespace
}  // namespace moccasin::search
