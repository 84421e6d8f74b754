// SPDX-License-Identifier: Apache-2.0
#include "search/packing/rectangles.h"

#include <gtest/gtest.h>

#include "tests/search/packing/support/rectangle_case.h"

namespace moccasin::search {
namespace {

using model::ArenaBuffer;

Span<Section> sections(std::size_t first, std::size_t last) {
  return {Section(first), Section(last)};
}

TEST(Rectangles, LeaveOutWhatIsInNobodysWay) {
  const Rectangles found = test::rectangles_of({{0, 2, 0}, {0, 2, 3}, {4, 4, 9}, {1, 3, 5}});
  EXPECT_EQ(found.all.raw(), (std::vector<Rectangle>{{sections(0, 1), 3}, {sections(0, 1), 5}}));
  EXPECT_EQ(found.buffer.raw(), (std::vector<std::uint32_t>{1, 3}));
  EXPECT_EQ(found.units.raw(), std::vector<std::int64_t>{8});
  EXPECT_EQ(found.unit, 1);
  EXPECT_FALSE(found.any_fixed || found.any_aligned);
}

TEST(Rectangles, HaveTheDrawingsUnits) {
  const Rectangles found = test::rectangles_of({{0, 1, 6, 4}, {0, 1, 3, 4}});
  EXPECT_EQ(found.unit, 4);
  EXPECT_EQ(found.all.raw(),
            (std::vector<Rectangle>{{sections(0, 1), 2, 1, model::kToBePlaced, 2},
                                    {sections(0, 1), 1, 1, model::kToBePlaced, 1}}));
  EXPECT_EQ(found.height(Offsets(std::vector<std::int64_t>{0, 2})), 11);
  EXPECT_EQ(found.height(Offsets(std::vector<std::int64_t>{1, 0})), 10);
}

TEST(Rectangles, AreCoarserWhereAllSizesAre) {
  EXPECT_EQ(test::rectangles_of({{0, 1, 64}, {0, 1, 96}}).unit, 32);
  EXPECT_EQ(test::rectangles_of({{0, 1, 64, 16}, {0, 1, 90, 16}}).unit, 32);  // 64 and 96
  EXPECT_EQ(test::rectangles_of({{0, 1, 64}, {0, 1, 96, 1, 8}}).unit, 8);
}

TEST(Rectangles, AreNoCoarserThanAlignmentsAllow) {
  const Rectangles found = test::rectangles_of({{0, 1, 12, 4}, {0, 1, 24, 8}});
  EXPECT_EQ(found.unit, 4);
  EXPECT_TRUE(found.any_aligned);
  EXPECT_EQ(found.all[Rect(1)], (Rectangle{sections(0, 1), 6, 2}));
}

TEST(Rectangles, KeepWhatIsFixed) {
  const Rectangles found = test::rectangles_of({{0, 1, 8, 4, 16}, {0, 1, 8, 4}});
  EXPECT_EQ(found.unit, 8);
  EXPECT_TRUE(found.any_fixed);
  EXPECT_EQ(found.all[Rect(0)], (Rectangle{sections(0, 1), 1, 1, 2}));
}

TEST(Rectangles, AreNoneWhereSumsCouldOverflow) {
  constexpr std::int64_t kHalf = std::int64_t{1} << 61;
  EXPECT_TRUE(make_rectangles(std::vector<ArenaBuffer>{{0, 1, kHalf - 1}, {0, 1, kHalf - 1}}));
  EXPECT_FALSE(make_rectangles(std::vector<ArenaBuffer>{{0, 1, kHalf}, {0, 1, kHalf}}));
  EXPECT_FALSE(make_rectangles(std::vector<ArenaBuffer>{{0, 1, 1, 1, 2 * kHalf}}));
  EXPECT_FALSE(make_rectangles(std::vector<ArenaBuffer>{{0, 1, 1, INT64_MAX}}));
}

}  // namespace
}  // namespace moccasin::search
