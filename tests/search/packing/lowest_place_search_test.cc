// SPDX-License-Identifier: Apache-2.0
#include "search/packing/lowest_place_search.h"

#include <gtest/gtest.h>

#include <string>

#include "search/packing/placing_order.h"
#include "tests/search/packing/support/random_arena.h"
#include "tests/search/packing/support/rectangle_case.h"
#include "tests/search/support/unlimited.h"

namespace moccasin::search {
namespace {

using Outcome = LowestPlaceSearch::Outcome;

class Searched {
 public:
  explicit Searched(const std::vector<model::ArenaBuffer>& buffers)
      : rectangles(test::rectangles_of(buffers)) {}

  [[nodiscard]] Outcome run(std::int64_t height, std::uint64_t ticks = Meter::kUnlimited) {
    std::vector<Rect> order = hardest_first(rectangles, Hardness::size);
    std::erase_if(order, [&](Rect r) { return rectangles.all[r].fixed(); });
    return search.run(height, order, Share(unlimited_.meter, ticks));
  }
  [[nodiscard]] std::uint64_t ticks() const { return unlimited_.meter.ticks(); }

  const Rectangles rectangles;
  const Neighbors neighbors = neighbors_of(rectangles);
  const Obstacles obstacles{rectangles, neighbors};
  LowestPlaceSearch search{rectangles, neighbors, obstacles};

 private:
  test::Unlimited unlimited_;
};

// At every height around the least: proofs and placements.
TEST(LowestPlaceSearch, AgreesWithBruteForce) {
  std::size_t none = 0;
  for (std::uint64_t seed = 0; seed < 400; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    base::Random random(seed);
    auto buffers = test::random_arena(random, 6);
    std::erase_if(buffers, [](const model::ArenaBuffer& b) { return b.lower == b.upper; });
    Searched searched(buffers);
    for (std::int64_t height = 3; height < 24; height += 1 + random.between(0, 3)) {
      const bool exists = test::placement_exists(buffers, height);
      ASSERT_EQ(searched.run(height), exists ? Outcome::found : Outcome::none) << height;
      if (!exists) ++none;
      if (!exists) continue;
      EXPECT_TRUE(test::right(searched.rectangles, searched.search.offsets()));
      EXPECT_LE(searched.rectangles.height(searched.search.offsets()), height);
    }
  }
  EXPECT_GT(none, 1000u);
}

TEST(LowestPlaceSearch, FindsWhatIsRightInLargerProblems) {
  std::size_t found = 0;
  for (std::uint64_t seed = 0; seed < 300; ++seed) {
    base::Random random(seed);
    Searched searched(test::random_arena(random, 40));
    std::int64_t peak = 0;
    for (const std::int64_t units : searched.rectangles.units) peak = std::max(peak, units);
    const std::int64_t height = peak * searched.rectangles.unit + random.between(0, 8);
    if (searched.run(height, 20'000) != Outcome::found) continue;
    ++found;
    ASSERT_TRUE(test::right(searched.rectangles, searched.search.offsets())) << "seed " << seed;
    ASSERT_LE(searched.rectangles.height(searched.search.offsets()), height) << "seed " << seed;
  }
  EXPECT_GT(found, 100u);
}

// An arena cut into rectangles: its height is the live peak, and can be reached.
std::vector<model::ArenaBuffer> cut(std::size_t count, base::Random& random) {
  std::vector<model::ArenaBuffer> buffers{{0, 4000, 1 << 20}};
  for (int tries = 0; buffers.size() < count && tries < 1000; ++tries) {
    model::ArenaBuffer& whole = buffers[random.below(buffers.size())];
    model::ArenaBuffer rest = whole;
    if (random.chance(0.5) && whole.upper - whole.lower > 1) {
      whole.upper = rest.lower = random.between(whole.lower + 1, whole.upper - 1);
    } else if (whole.size > 1) {
      whole.size = random.between(1, whole.size - 1);
      rest.size -= whole.size;
    } else {
      continue;
    }
    buffers.push_back(rest);
  }
  return buffers;
}

TEST(LowestPlaceSearch, RefutesNothingThatExists) {
  std::size_t found = 0;
  for (std::uint64_t seed = 0; seed < 100; ++seed) {
    base::Random random(seed);
    Searched searched(cut(150, random));
    const Outcome outcome = searched.run(1 << 20, 300'000);
    ASSERT_NE(outcome, Outcome::none) << "seed " << seed;
    if (outcome == Outcome::found) ++found;
  }
  EXPECT_GT(found, 40u);
}

// Lifetimes of a tower: each within the next, so that one decision is made within another.
std::vector<model::ArenaBuffer> tower(std::int64_t count) {
  std::vector<model::ArenaBuffer> buffers;
  for (std::int64_t i = 0; i < count; ++i) buffers.push_back({i, 2 * count - i, 1 + i % 7});
  return buffers;
}

TEST(LowestPlaceSearch, GoesAsDeepAsItHasTo) {
  Searched deep(tower(1500));
  std::int64_t height = 0;
  for (const Rectangle& r : deep.rectangles.all) height += r.size;
  EXPECT_EQ(deep.run(height), Outcome::found);
  EXPECT_EQ(deep.rectangles.height(deep.search.offsets()), height);
}

TEST(LowestPlaceSearch, IsTheSameWithTheSameTicks) {
  base::Random random(3);
  std::vector<model::ArenaBuffer> buffers;
  for (int i = 0; i < 60; ++i) {
    const std::int64_t lower = random.between(0, 30);
    buffers.push_back({lower, lower + random.between(1, 12), random.between(3, 90)});
  }
  Searched one(buffers), other(buffers);
  std::int64_t height = 0;
  for (const Section s : one.rectangles.units.indices()) {
    height = std::max(height, one.rectangles.units[s]);
  }
  const Outcome first = one.run(height, 5000);
  EXPECT_EQ(first, other.run(height, 5000));
  EXPECT_EQ(one.ticks(), other.ticks());
  EXPECT_EQ(one.search.blame(), other.search.blame());
  EXPECT_LT(one.ticks(), 5000u + 2000u);
}

TEST(LowestPlaceSearch, StopsAtOnceWithoutAShare) {
  EXPECT_EQ(Searched({{0, 1, 2}}).run(2, 0), Outcome::stopped);
}

}  // namespace
}  // namespace moccasin::search
