// SPDX-License-Identifier: Apache-2.0
#include "search/packing/turns.h"

#include <gtest/gtest.h>

#include <string>

#include "search/packing/height_bound.h"
#include "search/packing/in_time.h"
#include "tests/search/packing/support/random_arena.h"
#include "tests/search/packing/support/rectangle_case.h"
#include "tests/search/support/unlimited.h"

namespace moccasin::search {
namespace {

// From the placement of a bad construction, so that there is something to find.
class Turns {
 public:
  Turns(const std::vector<model::ArenaBuffer>& buffers, std::int64_t goal)
      : rectangles(test::rectangles_of(buffers)),
        bound(height_bound(rectangles)),
        best(rectangles, std::max(goal, bound)) {
    best.offer(place_in_time(rectangles, Gap::first, Direction::forward, unlimited.meter), "bad");
  }
  void search(Quest quest, std::uint64_t ticks = Meter::kUnlimited, std::uint64_t seed = 0) {
    search_by_turns(rectangles, quest, seed, best, bound, Share(unlimited.meter, ticks));
  }

  test::Unlimited unlimited;
  const Rectangles rectangles;
  std::int64_t bound;
  BestPlacement best;
};

TEST(TurnsOfSearch, FindAndProveTheLeastHeight) {
  std::size_t improved = 0;
  for (std::uint64_t seed = 0; seed < 300; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    base::Random random(seed);
    const auto buffers = test::random_arena(random, 6);
    Turns turns(buffers, 0);
    if (turns.best.height() <= turns.bound) continue;
    turns.search(Quest::least_height);
    EXPECT_EQ(turns.best.height(), turns.bound);
    EXPECT_TRUE(test::right(turns.rectangles, turns.best.offsets()));
    EXPECT_FALSE(test::placement_exists(buffers, turns.best.height() - 1));
    if (turns.best.found_by() != "bad") ++improved;
  }
  EXPECT_GT(improved, 50u);
}

TEST(TurnsOfSearch, EndAtTheGoalOrWithAProofThatItIsOutOfReach) {
  for (std::uint64_t seed = 0; seed < 300; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    base::Random random(seed);
    const auto buffers = test::random_arena(random, 6);
    Turns turns(buffers, test::rectangles_of(buffers).size() > 3 ? 12 : 8);
    const std::int64_t goal = turns.best.goal();
    if (turns.best.reached()) continue;
    turns.search(Quest::goal);
    EXPECT_EQ(turns.best.reached(), test::placement_exists(buffers, goal));
    EXPECT_EQ(turns.bound > goal, !turns.best.reached());
  }
}

std::vector<model::ArenaBuffer> many(std::size_t count) {
  base::Random random(5);
  std::vector<model::ArenaBuffer> buffers;
  for (std::size_t i = 0; i < count; ++i) {
    const std::int64_t lower = random.between(0, 60);
    buffers.push_back({lower, lower + random.between(1, 25), random.between(10, 400)});
  }
  return buffers;
}

TEST(TurnsOfSearch, AreTheSameWithTheSameTicksAndSeed) {
  Turns one(many(90), 0), same(many(90), 0);
  one.search(Quest::least_height, 400'000, 3);
  same.search(Quest::least_height, 400'000, 3);
  EXPECT_EQ(one.best.offsets(), same.best.offsets());
  EXPECT_EQ(one.unlimited.meter.ticks(), same.unlimited.meter.ticks());
}

TEST(TurnsOfSearch, EndWithTheirShare) {
  Turns turns(many(90), 0);
  const std::uint64_t before = turns.unlimited.meter.ticks();
  turns.search(Quest::least_height, 100'000);
  EXPECT_LT(turns.unlimited.meter.ticks() - before, 110'000u);
}

}  // namespace
}  // namespace moccasin::search
