// SPDX-License-Identifier: Apache-2.0
#include "search/packing/open_sections.h"

#include <gtest/gtest.h>

#include <set>
#include <string>

#include "tests/search/packing/support/random_arena.h"
#include "tests/search/packing/support/rectangle_case.h"

namespace moccasin::search {
namespace {

// What `open` says, from scratch.
void expect_equal(const OpenSections& sections, const Rectangles& rectangles,
                  const std::set<Rect>& open) {
  for (const Rect r : rectangles.all.indices()) EXPECT_EQ(sections.open(r), open.contains(r));
  for (const Section s : rectangles.units.indices()) {
    std::multiset<Rect> in;
    std::int64_t units = 0;
    bool joined = false;
    for (const Rect r : open) {
      const Span<Section> span = rectangles.all[r].sections;
      if (s < span.first || s >= span.last) continue;
      in.insert(r);
      units += rectangles.all[r].size;
      joined = joined || s.value() + 1 < span.last.value();
    }
    const auto found = sections.open_in(s);
    EXPECT_EQ(std::multiset<Rect>(found.begin(), found.end()), in);
    EXPECT_EQ(sections.units(s), units);
    EXPECT_EQ(sections.joined(s), joined);
  }
}

TEST(OpenSections, StayRightWhileRectanglesCloseAndReopen) {
  for (std::uint64_t seed = 0; seed < 100; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    base::Random random(seed);
    const Rectangles rectangles = test::rectangles_of(test::random_arena(random, 12));
    OpenSections sections(rectangles);
    std::set<Rect> all, open;
    for (const Rect r : rectangles.all.indices()) {
      if (!rectangles.all[r].fixed()) all.insert(r);
    }
    open = all;
    std::vector<Rect> closed;
    for (int i = 0; i < 30; ++i) {
      expect_equal(sections, rectangles, open);
      if (!closed.empty() && (open.empty() || random.chance(0.4))) {
        sections.reopen(closed.back());
        open.insert(closed.back());
        closed.pop_back();
      } else if (!open.empty()) {
        closed.push_back(*std::next(open.begin(), random.below(open.size())));
        sections.close(closed.back());
        open.erase(closed.back());
      }
    }
    sections.reopen_all();
    expect_equal(sections, rectangles, all);
  }
}

TEST(OpenSections, SayWhenTheyComeApart) {
  const Rectangles rectangles = test::rectangles_of({{0, 1, 1}, {0, 2, 1}, {0, 2, 2}, {1, 2, 1}});
  OpenSections sections(rectangles);
  EXPECT_FALSE(sections.close(Rect(0)));
  EXPECT_FALSE(sections.close(Rect(1)));
  EXPECT_TRUE(sections.close(Rect(2)));
  EXPECT_FALSE(sections.close(Rect(3)));
}

}  // namespace
}  // namespace moccasin::search
