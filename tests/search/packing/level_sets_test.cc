// SPDX-License-Identifier: Apache-2.0
#include "search/packing/level_sets.h"

#include <gtest/gtest.h>

namespace moccasin::search {
namespace {

std::vector<std::size_t> levels_of(LevelSets& sets, LevelSets::Id set, std::size_t below = 200) {
  std::vector<std::size_t> levels;
  for (std::size_t level = 0; level < below; ++level) {
    if (sets.has(set, level)) levels.push_back(level);
  }
  return levels;
}

using Levels = std::vector<std::size_t>;

TEST(LevelSets, AddRemoveAndCopy) {
  LevelSets sets(200);
  const LevelSets::Id a = sets.push();
  sets.add(a, 0);
  sets.add(a, 64);
  sets.add(a, 199);
  const LevelSets::Id b = sets.push_copy(a);
  sets.remove(a, 64);
  EXPECT_EQ(levels_of(sets, a), (Levels{0, 199}));
  EXPECT_EQ(levels_of(sets, b), (Levels{0, 64, 199}));
  EXPECT_EQ(levels_of(sets, LevelSets::kNone), Levels{});
}

TEST(LevelSets, JoinWhatIsNewToAUnion) {
  LevelSets sets(100);
  const LevelSets::Id to = sets.push(), a = sets.push(), b = sets.push();
  sets.add(to, 5);
  sets.add(a, 1);
  sets.add(b, 70);
  for (int i = 0; i < 2; ++i) {
    sets.begin_union(to);
    for (const LevelSets::Id each : {a, b, a, LevelSets::kNone}) sets.join(to, each);
    EXPECT_EQ(levels_of(sets, to, 100), (Levels{1, 70}));
  }
}

TEST(LevelSets, AboveTheRestAreEmptyWhenPushedAgain) {
  LevelSets sets(10);
  const LevelSets::Id size = sets.size();
  sets.add(sets.push(), 3);
  sets.shrink(size);
  EXPECT_EQ(levels_of(sets, sets.push(), 10), Levels{});
}

TEST(LevelSets, ShareTheLastBitBeyondIt) {
  LevelSets sets(1'000'000);
  const LevelSets::Id a = sets.push();
  sets.add(a, 900'000);
  EXPECT_TRUE(sets.has(a, 10'000));
  EXPECT_FALSE(sets.has(a, 100));
  sets.remove(a, 900'000);
  EXPECT_TRUE(sets.has(a, 900'000));
}

}  // namespace
}  // namespace moccasin::search
