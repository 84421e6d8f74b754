// SPDX-License-Identifier: Apache-2.0
#include "search/packing/lowest_gap.h"

#include <gtest/gtest.h>

#include "search/packing/placing_order.h"
#include "tests/search/packing/support/random_arena.h"
#include "tests/search/packing/support/rectangle_case.h"
#include "tests/search/support/unlimited.h"

namespace moccasin::search {
namespace {

// Every place from below until one is free.
Offsets naive(const Rectangles& rectangles, const std::vector<Rect>& order) {
  Offsets offsets(rectangles.size(), -1);
  for (const Rect r : rectangles.all.indices()) {
    if (rectangles.all[r].fixed()) offsets[r] = rectangles.all[r].offset;
  }
  for (const Rect r : order) {
    const Rectangle& x = rectangles.all[r];
    if (x.fixed()) continue;
    const auto is_free = [&](std::int64_t at) {
      for (const Rect other : rectangles.all.indices()) {
        const Rectangle& y = rectangles.all[other];
        if (offsets[other] >= 0 && x.sections.first < y.sections.last &&
            y.sections.first < x.sections.last && at < offsets[other] + y.size &&
            offsets[other] < at + x.size) {
          return false;
        }
      }
      return true;
    };
    std::int64_t at = 0;
    while (!is_free(at)) at += x.alignment;
    offsets[r] = at;
  }
  return offsets;
}

TEST(LowestGap, EqualsTheObviousWay) {
  test::Unlimited unlimited;
  for (std::uint64_t seed = 0; seed < 500; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    base::Random random(seed);
    const Rectangles rectangles = test::rectangles_of(test::random_arena(random, 30));
    const std::vector<Rect> order = hardest_first(rectangles, Hardness::size);
    const auto offsets = place_in_lowest_gaps(rectangles, order, unlimited.turn);
    ASSERT_TRUE(offsets.has_value());
    EXPECT_EQ(*offsets, naive(rectangles, order));
    const std::vector<Rect> chunked = chunk_by_chunk(rectangles, order, 2);
    EXPECT_EQ(*place_in_lowest_gaps(rectangles, chunked, unlimited.turn, 2),
              naive(rectangles, chunked));
  }
}

// Sections 0 to 3, each of one buffer of its own, and one in each neighboring pair.
TEST(LowestGap, GoesChunkByChunk) {
  const Rectangles rectangles = test::rectangles_of(
      {{3, 4, 1}, {2, 3, 1}, {1, 2, 1}, {0, 1, 1}, {2, 4, 1}, {1, 3, 1}, {0, 2, 1}});
  EXPECT_EQ(chunk_by_chunk(rectangles, test::rects({0, 1, 2, 3, 4, 5, 6}), 2),
            test::rects({5, 2, 3, 6, 0, 1, 4}));
}

TEST(LowestGap, EndsWithItsShare) {
  const Rectangles rectangles = test::rectangles_of({{0, 1, 2}, {0, 1, 2}});
  const Limits limits;
  Meter meter(limits);
  EXPECT_EQ(place_in_lowest_gaps(rectangles, test::rects({0, 1}), Share(meter, 1)), std::nullopt);
}

}  // namespace
}  // namespace moccasin::search
