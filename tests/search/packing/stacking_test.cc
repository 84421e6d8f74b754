// SPDX-License-Identifier: Apache-2.0
#include "search/packing/stacking.h"

#include <gtest/gtest.h>

#include "search/packing/placing_order.h"
#include "tests/search/packing/support/random_arena.h"
#include "tests/search/packing/support/rectangle_case.h"
#include "tests/search/support/unlimited.h"

namespace moccasin::search {
namespace {

using test::rects;

TEST(Stacking, DoesWhatTheDrawingShows) {
  const Rectangles rectangles = test::rectangles_of({{0, 2, 2}, {1, 4, 2}, {2, 4, 1}});
  test::Unlimited unlimited;
  EXPECT_EQ(
      stack(rectangles, rects({0, 1, 2}), least_large_size(rectangles), unlimited.turn)->raw(),
      (std::vector<std::int64_t>{0, 2, 0}));
  EXPECT_EQ(
      stack(rectangles, rects({1, 0, 2}), least_large_size(rectangles), unlimited.turn)->raw(),
      (std::vector<std::int64_t>{2, 0, 2}));
}

TEST(Stacking, EndsWithItsShare) {
  const Rectangles rectangles = test::rectangles_of({{0, 1, 2}, {0, 1, 2}});
  const Limits limits;
  Meter meter(limits);
  EXPECT_EQ(stack(rectangles, rects({0, 1}), least_large_size(rectangles), Share(meter, 1)),
            std::nullopt);
}

// Whatever lies on something else, and no lower for the alignment: slow and obvious.
Offsets naive_stack(const Rectangles& rectangles, std::vector<Rect> order) {
  Offsets offsets(rectangles.size(), -1);
  const auto lowest = [&](Rect r) {
    std::int64_t top = 0;
    for (const Rect other : rectangles.all.indices()) {
      const Span<Section> a = rectangles.all[r].sections, b = rectangles.all[other].sections;
      if (offsets[other] < 0 || a.last <= b.first || b.last <= a.first) continue;
      top = std::max(top, offsets[other] + rectangles.all[other].size);
    }
    return Rectangles::aligned(top, rectangles.all[r].alignment);
  };
  while (!order.empty()) {
    const auto next = std::min_element(order.begin(), order.end(),
                                       [&](Rect a, Rect b) { return lowest(a) < lowest(b); });
    offsets[*next] = lowest(*next);
    order.erase(next);
  }
  return offsets;
}

TEST(Stacking, EqualsTheObviousWay) {
  test::Unlimited unlimited;
  for (std::uint64_t seed = 0; seed < 300; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    base::Random random(seed);
    auto buffers = test::random_arena(random, 30);
    for (model::ArenaBuffer& buffer : buffers) buffer.offset = model::kToBePlaced;
    const Rectangles rectangles = test::rectangles_of(buffers);
    const std::vector<Rect> order = hardest_first(rectangles, Hardness::life);
    const auto offsets = stack(rectangles, order, least_large_size(rectangles), unlimited.turn);
    ASSERT_TRUE(offsets.has_value());
    EXPECT_EQ(*offsets, naive_stack(rectangles, order));
    EXPECT_TRUE(test::right(rectangles, *offsets));
  }
}

}  // namespace
}  // namespace moccasin::search
