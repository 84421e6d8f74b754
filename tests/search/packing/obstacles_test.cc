// SPDX-License-Identifier: Apache-2.0
#include "search/packing/obstacles.h"

#include <gtest/gtest.h>

#include "tests/search/packing/support/rectangle_case.h"

namespace moccasin::search {
namespace {

// Fixed at 2-3 in section 0, at 5-7 in both; to be placed: one in section 0, 2 units, one in both,
// 1 unit, even offsets.
class ObstaclesOfTwo : public testing::Test {
 protected:
  const Rectangles rectangles_ =
      test::rectangles_of({{0, 1, 1, 1, 2}, {0, 2, 2, 1, 5}, {0, 1, 2}, {0, 2, 1, 2}, {1, 2, 1}});
  const Neighbors neighbors_ = neighbors_of(rectangles_);
  const Obstacles obstacles_{rectangles_, neighbors_};
};

TEST_F(ObstaclesOfTwo, AreInTheWay) {
  const Rect narrow(2), wide(3);
  std::vector<std::int64_t> lowest, lowest_even;
  for (std::int64_t from = 0; from < 9; ++from) {
    lowest.push_back(obstacles_.lowest(narrow, from));
    lowest_even.push_back(obstacles_.lowest(wide, from));
  }
  EXPECT_EQ(lowest, (std::vector<std::int64_t>{0, 3, 3, 3, 7, 7, 7, 7, 8}));
  EXPECT_EQ(lowest_even, (std::vector<std::int64_t>{0, 4, 4, 4, 4, 8, 8, 8, 8}));
  EXPECT_EQ(obstacles_.lowest(Rect(4), 1), 1);
}

TEST_F(ObstaclesOfTwo, TakeRoomInASection) {
  std::vector<std::int64_t> ends;
  for (std::int64_t units = 1; units < 7; ++units) {
    ends.push_back(obstacles_.end_of(Section(0), 0, units));
  }
  EXPECT_EQ(ends, (std::vector<std::int64_t>{1, 2, 4, 5, 8, 9}));
  EXPECT_EQ(obstacles_.end_of(Section(0), 6, 1), 8);
  EXPECT_EQ(obstacles_.end_of(Section(1), 1, 4), 5);
}

}  // namespace
}  // namespace moccasin::search
