// SPDX-License-Identifier: Apache-2.0
#include "search/packing/constructions.h"

#include <gtest/gtest.h>

#include <set>

#include "search/packing/height_bound.h"
#include "tests/search/packing/support/random_arena.h"
#include "tests/search/packing/support/rectangle_case.h"
#include "tests/search/support/unlimited.h"

namespace moccasin::search {
namespace {

TEST(Constructions, AreRightForRandomProblems) {
  test::Unlimited unlimited;
  std::set<std::string_view> found_by;
  for (std::uint64_t seed = 0; seed < 500; ++seed) {
    base::Random random(seed);
    const Rectangles rectangles = test::rectangles_of(test::random_arena(random, 40));
    BestPlacement best(rectangles, height_bound(rectangles));
    construct(rectangles, best, unlimited.turn);
    ASSERT_EQ(best.offsets().size(), rectangles.size());
    EXPECT_TRUE(test::right(rectangles, best.offsets())) << "seed " << seed;
    found_by.insert(best.found_by());
  }
  EXPECT_GT(found_by.size(), 4u);  // none is best everywhere
}

TEST(Constructions, EndWithTheFirstThatReachesTheGoal) {
  const Rectangles rectangles = test::rectangles_of({{0, 1, 2}, {0, 1, 3}});
  test::Unlimited unlimited;
  BestPlacement best(rectangles, 5);
  construct(rectangles, best, unlimited.turn);
  EXPECT_EQ(best.found_by(), "stacked by contention");
  EXPECT_LT(unlimited.meter.ticks(), 60u);
}

TEST(Constructions, GiveAPlacementEvenWithoutAShare) {
  const Rectangles rectangles = test::rectangles_of({{0, 1, 2, 1, 7}, {0, 1, 3}});
  const Limits limits;
  Meter meter(limits);
  BestPlacement best(rectangles, 0);
  construct(rectangles, best, Share(meter, 0));
  EXPECT_TRUE(test::right(rectangles, best.offsets()));
  EXPECT_EQ(best.found_by(), "best fit in time");
}

}  // namespace
}  // namespace moccasin::search
