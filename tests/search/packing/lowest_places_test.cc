// SPDX-License-Identifier: Apache-2.0
#include "search/packing/lowest_places.h"

#include <gtest/gtest.h>

#include <string>

#include "tests/search/packing/support/random_arena.h"
#include "tests/search/packing/support/rectangle_case.h"

namespace moccasin::search {
namespace {

using Levels = std::vector<std::size_t>;

class Places {
 public:
  explicit Places(const std::vector<model::ArenaBuffer>& buffers)
      : rectangles(test::rectangles_of(buffers)) {}

  [[nodiscard]] Levels failure() {
    Levels levels;
    for (std::size_t level = 0; level < 60; ++level) {
      if (places.sets().has(places.failure(), level)) levels.push_back(level);
    }
    return levels;
  }
  [[nodiscard]] std::vector<std::int64_t> lowest() const { return places.offsets().raw(); }

  const Rectangles rectangles;
  const Neighbors neighbors = neighbors_of(rectangles);
  const Obstacles obstacles{rectangles, neighbors};
  LowestPlaces places{rectangles, neighbors, obstacles};
  const Span<Section> all{Section(0), Section(rectangles.units.size())};
};

// x 0-2, y 1-3, w 1-2 and z 2-4 in time; 3, 2, 1 and 2 bytes.
class FourPlaces : public testing::Test {
 protected:
  static constexpr Rect kX{0}, kY{1}, kW{2}, kZ{3};
  Places four_{{{0, 2, 3}, {1, 3, 2}, {1, 2, 1}, {2, 4, 2}}};
};

TEST_F(FourPlaces, LieOnWhatIsPlaced) {
  ASSERT_TRUE(four_.places.begin(8));
  EXPECT_TRUE(four_.places.place(kX, 0));
  EXPECT_EQ(four_.lowest(), (std::vector<std::int64_t>{0, 3, 3, 0}));
  const LowestPlaces::Mark mark = four_.places.mark();
  EXPECT_TRUE(four_.places.place(kY, 1));
  EXPECT_EQ(four_.lowest(), (std::vector<std::int64_t>{0, 3, 5, 5}));
  four_.places.undo(mark);
  EXPECT_EQ(four_.lowest(), (std::vector<std::int64_t>{0, 3, 3, 0}));
  EXPECT_EQ(four_.places.candidate(kX), LowestPlaces::kNotNow);
  EXPECT_EQ(four_.places.candidate(kY), 3);
}

TEST_F(FourPlaces, FailWhereASectionIsTooHigh) {
  EXPECT_FALSE(four_.places.begin(5));
  ASSERT_TRUE(four_.places.begin(6));
  EXPECT_TRUE(four_.places.place(kZ, 0));  // y at 2 at least
  EXPECT_TRUE(four_.places.place(kX, 1));  // y and w at 3 at least
  EXPECT_TRUE(four_.places.place(kW, 2));
  EXPECT_EQ(four_.lowest(), (std::vector<std::int64_t>{0, 4, 3, 0}));
}

TEST_F(FourPlaces, KnowTheReasonOfAFailure) {
  ASSERT_TRUE(four_.places.begin(6));
  EXPECT_TRUE(four_.places.place(kW, 5));   // has no part in it: y lies on z anyway
  EXPECT_TRUE(four_.places.place(kZ, 7));   // y at 2 at least
  EXPECT_FALSE(four_.places.place(kY, 8));  // x at 4 at least
  EXPECT_EQ(four_.failure(), (Levels{7, 8}));
}

TEST_F(FourPlaces, AreLiftedWhenTheyWait) {
  ASSERT_TRUE(four_.places.begin(8));
  four_.places.wait(kZ, 4);
  EXPECT_EQ(four_.places.candidate(kZ), LowestPlaces::kNotNow);
  EXPECT_TRUE(four_.places.lift_waiting(four_.all));
  EXPECT_EQ(four_.places.lowest(kZ), 2);  // on y
  EXPECT_TRUE(four_.places.place(kY, 5));
  EXPECT_EQ(four_.places.candidate(kZ), 2);  // waits no longer
}

TEST_F(FourPlaces, AreLiftedToTheLowestThatTheyMeet) {
  ASSERT_TRUE(four_.places.begin(8));
  four_.places.wait(kY, 4);
  EXPECT_TRUE(four_.places.lift_waiting(four_.all));
  EXPECT_EQ(four_.places.lowest(kY), 1);  // on w
}

TEST_F(FourPlaces, CannotAllWait) {
  ASSERT_TRUE(four_.places.begin(8));
  for (std::uint32_t i = 0; i < 4; ++i) four_.places.wait(Rect(i), i + 1);
  four_.places.fail_waiting(four_.all);
  EXPECT_EQ(four_.failure(), (Levels{1, 2, 3, 4}));
}

TEST(LowestPlaces, OfTwoThatWaitForEachOtherFailForBothReasons) {
  Places two({{0, 1, 3}, {0, 1, 2}});
  ASSERT_TRUE(two.places.begin(5));
  two.places.wait(Rect(0), 4);
  EXPECT_TRUE(two.places.lift_waiting(two.all));
  two.places.wait(Rect(1), 5);
  EXPECT_FALSE(two.places.lift_waiting(two.all));
  EXPECT_EQ(two.failure(), (Levels{4, 5}));
}

TEST(LowestPlaces, OfThoseThatAreAlikeWaitTogether) {
  Places alike({{0, 1, 2}, {0, 1, 2}, {0, 1, 3}});
  ASSERT_TRUE(alike.places.begin(7));
  alike.places.wait(Rect(0), 0);
  EXPECT_EQ(alike.places.candidate(Rect(1)), LowestPlaces::kNotNow);
  EXPECT_EQ(alike.places.candidate(Rect(2)), 0);
}

TEST(LowestPlaces, AreTooHighForWhatNeedsItsLastUnit) {
  // Unit 4: only the second may lie on top of the other in 11 bytes.
  Places two({{0, 1, 6, 4}, {0, 1, 3, 4}});
  ASSERT_TRUE(two.places.begin(11));
  EXPECT_TRUE(two.places.place(Rect(0), 0));
  ASSERT_TRUE(two.places.begin(9 + 1));
  EXPECT_TRUE(two.places.place(Rect(1), 0));
  ASSERT_FALSE(two.places.begin(9));
}

TEST(LowestPlaces, AreAsBeforeWhenAllIsUndone) {
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    base::Random random(seed);
    Places all(test::random_arena(random, 10));
    if (!all.places.begin(60)) continue;
    const std::vector<std::int64_t> before = all.lowest();
    const LowestPlaces::Mark mark = all.places.mark();
    for (LowestPlaces::Level level = 0; level < 20; ++level) {
      const Rect r(random.below(all.rectangles.size() + 1));
      if (r.value() == all.rectangles.size() || !all.places.sections().open(r)) continue;
      if (all.places.candidate(r) == LowestPlaces::kNotNow) continue;
      if (random.chance(0.3)) {
        all.places.wait(r, level);
      } else if (!all.places.place(r, level)) {
        break;
      }
      if (!all.places.lift_waiting(all.all)) break;
    }
    all.places.undo(mark);
    EXPECT_EQ(all.lowest(), before);
    for (const Rect r : all.rectangles.all.indices()) {
      if (all.rectangles.all[r].fixed()) continue;
      EXPECT_TRUE(all.places.sections().open(r));
      EXPECT_EQ(all.places.candidate(r), before[r.value()]);
    }
  }
}

}  // namespace
}  // namespace moccasin::search
