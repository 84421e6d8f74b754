// SPDX-License-Identifier: Apache-2.0
#include "search/packing/neighbors.h"

#include <gtest/gtest.h>

#include <set>
#include <string>

#include "tests/search/packing/support/random_arena.h"
#include "tests/search/packing/support/rectangle_case.h"

namespace moccasin::search {
namespace {

TEST(Neighbors, AreThoseThatShareASection) {
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    base::Random random(seed);
    const Rectangles rectangles = test::rectangles_of(test::random_arena(random, 20));
    const Neighbors neighbors = neighbors_of(rectangles);
    std::uint64_t widths = 0;
    for (const Rect a : rectangles.all.indices()) {
      const Span<Section> x = rectangles.all[a].sections;
      widths += x.last.value() - x.first.value();
      std::multiset<Rect> expected;
      for (const Rect b : rectangles.all.indices()) {
        const Span<Section> y = rectangles.all[b].sections;
        if (a != b && x.first < y.last && y.first < x.last) expected.insert(b);
      }
      EXPECT_EQ(std::multiset<Rect>(neighbors[a].begin(), neighbors[a].end()), expected);
    }
    EXPECT_EQ(count_neighbors(rectangles), neighbors.num_items() + widths);
  }
}

}  // namespace
}  // namespace moccasin::search
