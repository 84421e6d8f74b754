// SPDX-License-Identifier: Apache-2.0
#include "base/strong_index.h"

#include <gtest/gtest.h>

#include <string>
#include <type_traits>

namespace moccasin::base {
namespace {

using Apple = StrongIndex<struct AppleTag>;
using Pear = StrongIndex<struct PearTag>;

template <class Vector, class Index>
concept Subscriptable = requires(Vector vector, Index index) {
  vector[index];
};

static_assert(sizeof(Apple) == sizeof(std::uint32_t));
static_assert(!std::is_convertible_v<Apple, Pear> && !std::is_constructible_v<Apple, Pear>);
static_assert(!std::is_convertible_v<int, Apple>, "numbers become indices only when asked to");
static_assert(Subscriptable<IndexedVector<Apple, int>, Apple>);
static_assert(!Subscriptable<IndexedVector<Apple, int>, Pear>);
static_assert(!Subscriptable<IndexedVector<Apple, int>, std::size_t>);

TEST(StrongIndex, IsInvalidUntilGivenAValue) {
  EXPECT_FALSE(Apple().valid());
  EXPECT_TRUE(Apple(0).valid());
  EXPECT_EQ(Apple(7).value(), 7u);
}

TEST(StrongIndex, ComparesAndCounts) {
  EXPECT_EQ(Apple(3), Apple(3));
  EXPECT_NE(Apple(3), Apple(4));
  EXPECT_LT(Apple(3), Apple(4));
  Apple apple(3);
  EXPECT_EQ(++apple, Apple(4));
}

TEST(IndexRange, VisitsEveryIndexInOrder) {
  std::vector<Apple> seen;
  for (const Apple apple : IndexRange<Apple>(3)) seen.push_back(apple);
  EXPECT_EQ(seen, (std::vector<Apple>{Apple(0), Apple(1), Apple(2)}));
  EXPECT_EQ(IndexRange<Apple>(3).size(), 3u);
  EXPECT_EQ(IndexRange<Apple>(0).begin(), IndexRange<Apple>(0).end());
}

TEST(IndexedVector, GivesBackWhatItWasGiven) {
  IndexedVector<Apple, std::string> names;
  EXPECT_TRUE(names.empty());
  const Apple red = names.push_back("red");
  const Apple green = names.push_back("green");
  EXPECT_EQ(names.size(), 2u);
  names[red] = "crimson";
  EXPECT_EQ(names[red], "crimson");
  EXPECT_EQ(names[green], "green");
  EXPECT_EQ(names, (IndexedVector<Apple, std::string>({"crimson", "green"})));
  EXPECT_EQ(names.raw(), (std::vector<std::string>{"crimson", "green"}));
  EXPECT_EQ(*names.indices().begin(), red);
}

TEST(IndexedVector, StartsWithCopiesOfAValue) {
  const IndexedVector<Apple, int> counts(3, 5);
  for (const Apple apple : counts.indices()) EXPECT_EQ(counts[apple], 5);
  EXPECT_EQ(counts.size(), 3u);
}

TEST(IndexedVectorDeathTest, RefusesIndicesPastItsEnd) {
#ifdef MOCCASIN_NO_ASSERTS
  GTEST_SKIP() << "built without assertions";
#else
  const IndexedVector<Apple, int> counts(3, 5);
  EXPECT_DEATH((void)counts[Apple(3)], "assertion failed");
  EXPECT_DEATH((void)counts[Apple()], "assertion failed");
#endif
}

}  // namespace
}  // namespace moccasin::base
