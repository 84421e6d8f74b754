// SPDX-License-Identifier: Apache-2.0
#include "search/packing/in_time.h"

#include <gtest/gtest.h>

#include "tests/search/packing/support/random_arena.h"
#include "tests/search/packing/support/rectangle_case.h"
#include "tests/search/support/unlimited.h"

namespace moccasin::search {
namespace {

using Numbers = std::vector<std::int64_t>;

class InTime : public testing::Test {
 protected:
  Offsets placed(const Rectangles& rectangles, Gap gap, Direction direction = Direction::forward) {
    return place_in_time(rectangles, gap, direction, unlimited_.meter);
  }
  test::Unlimited unlimited_;
};

// From below 6, 5, 4, 3, 2, 1 bytes; those of 6, 4 and 2 die, then come one of 2 and one of 1.
TEST_F(InTime, TakesTheSmallestGapOrTheLowest) {
  const Rectangles rectangles = test::rectangles_of(
      {{0, 1, 6}, {0, 9, 5}, {0, 1, 4}, {0, 9, 3}, {0, 1, 2}, {0, 9, 1}, {1, 9, 2}, {1, 9, 1}});
  EXPECT_EQ(placed(rectangles, Gap::best).raw(), (Numbers{0, 6, 11, 15, 18, 20, 18, 11}));
  EXPECT_EQ(placed(rectangles, Gap::first).raw(), (Numbers{0, 6, 11, 15, 18, 20, 0, 2}));
}

TEST_F(InTime, GoesTheOtherWayAsWell) {
  const Rectangles rectangles = test::rectangles_of({{0, 2, 3}, {1, 4, 1}, {3, 4, 2}});
  EXPECT_EQ(placed(rectangles, Gap::best).raw(), (Numbers{0, 3, 0}));
  EXPECT_EQ(placed(rectangles, Gap::best, Direction::backward).raw(), (Numbers{3, 2, 0}));
}

TEST_F(InTime, LiesAboveWhatIsFixed) {
  const Rectangles rectangles = test::rectangles_of({{0, 1, 2, 1, 3}, {5, 6, 4}});
  EXPECT_EQ(placed(rectangles, Gap::best).raw(), (Numbers{3, 5}));
}

TEST_F(InTime, IsRightForRandomProblems) {
  for (std::uint64_t seed = 0; seed < 500; ++seed) {
    base::Random random(seed);
    const Rectangles rectangles = test::rectangles_of(test::random_arena(random, 40));
    for (const Gap gap : {Gap::best, Gap::first}) {
      for (const Direction direction : {Direction::forward, Direction::backward}) {
        ASSERT_TRUE(test::right(rectangles, placed(rectangles, gap, direction))) << "seed " << seed;
      }
    }
  }
  EXPECT_GT(unlimited_.meter.ticks(), 0u);
}

}  // namespace
}  // namespace moccasin::search
