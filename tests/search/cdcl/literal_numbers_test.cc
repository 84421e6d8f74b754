// SPDX-License-Identifier: Apache-2.0
#include "search/cdcl/literal_numbers.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "base/random.h"

namespace moccasin::search {
namespace {

using engine::at_least;
using engine::at_most;
using engine::Literal;
using engine::Var;

TEST(LiteralNumbers, NumbersAsTheyTurnUp) {
  const Var x(0), y(2);
  LiteralNumbers numbers;
  EXPECT_EQ(numbers.size(), 0u);
  EXPECT_EQ(numbers.number(at_least(y, 3)), 0u);
  EXPECT_EQ(numbers.number(at_least(x, 3)), 1u);
  EXPECT_EQ(numbers.number(at_least(y, 4)), 2u);
  EXPECT_EQ(numbers.number(at_least(x, -3)), 3u);
  EXPECT_EQ(numbers.number(at_least(x, 3)), 1u);
  EXPECT_EQ(numbers.size(), 4u);
}

TEST(LiteralNumbers, NumbersALiteralAndItsNegationAlike) {
  const Var x(4);
  LiteralNumbers numbers;
  EXPECT_EQ(numbers.number(at_most(x, 5)), 0u);
  EXPECT_EQ(numbers.number(at_least(x, 6)), 0u);
  EXPECT_EQ(numbers.literal(0), at_least(x, 6));  // the variable's own, though met as the other
  EXPECT_EQ(numbers.number(at_least(x, 5)), 1u) << "is compatible with x <= 5";
  EXPECT_EQ(numbers.number(at_least(-x, 6)), 2u) << "x <= -6 is about another bound";
  EXPECT_EQ(numbers.literal(2), at_least(x, -5));
}

TEST(LiteralNumbers, AgreeWithAListThatIsSearched) {
  for (std::uint64_t seed = 0; seed < 100; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    base::Random random(seed);
    const std::uint32_t variables = 1 + random.below(10);
    const std::int64_t step = random.chance(0.5) ? 1 : std::int64_t{1} << 58;
    LiteralNumbers numbers;
    std::vector<Literal> met;
    for (int i = 0; i < 300; ++i) {
      const Literal literal = {Var(random.below(2 * variables)), step * random.between(-5, 5)};
      const auto place = std::find_if(met.begin(), met.end(), [&](Literal other) {
        return other == literal || other == ~literal;
      });
      const auto expected = static_cast<std::uint32_t>(place - met.begin());
      if (place == met.end()) met.push_back(literal);
      ASSERT_EQ(numbers.number(literal), expected);
      ASSERT_EQ(numbers.size(), met.size());
      const Literal one = numbers.literal(expected);
      ASSERT_TRUE(one == literal || one == ~literal);
      ASSERT_EQ(one.var.value() % 2, 0u);
    }
  }
}

}  // namespace
}  // namespace moccasin::search
