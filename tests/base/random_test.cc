// SPDX-License-Identifier: Apache-2.0
#include "base/random.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <set>

namespace moccasin::base {
namespace {

TEST(Random, IsSplitMix64) {
  // Values of the authors' reference implementation.
  Random zero(0);
  EXPECT_EQ(zero.next(), 0xe220a8397b1dcdafu);
  EXPECT_EQ(zero.next(), 0x6e789e6aa1b965f4u);
  EXPECT_EQ(zero.next(), 0x06c45d188009454fu);
  Random other(1234567);
  EXPECT_EQ(other.next(), 6457827717110365317u);
  EXPECT_EQ(other.next(), 3203168211198807973u);
  EXPECT_EQ(other.next(), 9817491932198370423u);
}

TEST(Random, DrawsBelowABoundEvenly) {
  constexpr int kDraws = 60'000;
  Random random(1);
  std::array<int, 6> counts{};
  for (int i = 0; i < kDraws; ++i) ++counts.at(random.below(6));
  // Five standard deviations of a binomial count.
  const double tolerance = 5 * std::sqrt(kDraws * (1.0 / 6) * (5.0 / 6));
  for (const int count : counts) EXPECT_NEAR(count, kDraws / 6, tolerance);
}

TEST(Random, BelowTakesBoundsFromOneToAllOf32Bits) {
  Random random(2);
  std::uint32_t largest = 0;
  for (int i = 0; i < 1000; ++i) {
    EXPECT_EQ(random.below(1), 0u);
    largest = std::max(largest, random.below(std::uint64_t{1} << 32));
  }
  EXPECT_GT(largest, 0xf0000000u);
}

TEST(Random, BetweenIncludesBothEnds) {
  Random random(3);
  std::set<std::int64_t> seen;
  for (int i = 0; i < 200; ++i) seen.insert(random.between(-2, 1));
  EXPECT_EQ(seen, (std::set<std::int64_t>{-2, -1, 0, 1}));
}

TEST(Random, UnitHasTheMomentsOfTheUniformDistribution) {
  constexpr int kDraws = 100'000;
  Random random(4);
  double sum = 0, squares = 0;
  for (int i = 0; i < kDraws; ++i) {
    const double x = random.unit();
    ASSERT_GE(x, 0);
    ASSERT_LT(x, 1);
    sum += x;
    squares += x * x;
  }
  EXPECT_NEAR(sum / kDraws, 1.0 / 2, 0.005);
  EXPECT_NEAR(squares / kDraws, 1.0 / 3, 0.005);
}

TEST(Random, ChanceIsCertainAtTheEnds) {
  Random random(5);
  int hits = 0;
  for (int i = 0; i < 10'000; ++i) {
    EXPECT_FALSE(random.chance(0));
    EXPECT_TRUE(random.chance(1));
    hits += random.chance(0.25) ? 1 : 0;
  }
  EXPECT_NEAR(hits, 2500, 220);
}

TEST(Random, ShufflesIntoEveryOrderEvenly) {
  constexpr int kShuffles = 24'000;
  Random random(6);
  std::array<int, 24> counts{};
  for (int i = 0; i < kShuffles; ++i) {
    std::vector<int> items{0, 1, 2, 3};
    random.shuffle(items);
    std::size_t rank = 0;
    std::vector<int> sorted{0, 1, 2, 3};
    for (std::size_t place = 0; place < items.size(); ++place) {
      const auto at = std::find(sorted.begin(), sorted.end(), items[place]);
      ASSERT_NE(at, sorted.end());
      rank = rank * (items.size() - place) + static_cast<std::size_t>(at - sorted.begin());
      sorted.erase(at);
    }
    ++counts.at(rank);
  }
  for (const int count : counts) EXPECT_NEAR(count, 1000, 160);
}

TEST(Random, ShufflesNothingWithoutDrawing) {
  Random random(7), untouched(7);
  std::vector<int> none, one{5};
  random.shuffle(none);
  random.shuffle(one);
  EXPECT_TRUE(none.empty());
  EXPECT_EQ(one, std::vector<int>{5});
  EXPECT_EQ(random.next(), untouched.next());
}

TEST(DerivedSeed, DependsOnBothNumbersAndNothingElse) {
  EXPECT_EQ(derived_seed(3, 4), derived_seed(3, 4));
  std::set<std::uint64_t> seeds;
  for (std::uint64_t seed = 0; seed < 100; ++seed) {
    for (std::uint64_t stream = 0; stream < 100; ++stream) {
      seeds.insert(derived_seed(seed, stream));
    }
  }
  EXPECT_EQ(seeds.size(), 10'000u);
}

}  // namespace
}  // namespace moccasin::base
