// SPDX-License-Identifier: Apache-2.0
#include "propagators/surplus.h"

#include <gtest/gtest.h>

#include "base/random.h"

namespace moccasin::propagators {
namespace {

using engine::Literal;
using engine::Premises;

// Term i is about variables 2 i and 2 i + 1.
Weighted term(std::size_t i, std::int64_t weight, engine::Position since, bool of_two) {
  const Literal first = engine::at_least(engine::Var(4 * i), 1);
  const Literal second = engine::at_least(engine::Var(4 * i + 2), 1);
  return {weight, first, of_two ? second : first, since};
}

bool has(const Premises& premises, Literal literal) {
  return std::find(premises.begin(), premises.end(), literal) != premises.end();
}

TEST(AppendEnough, DropsTheLatestThatCanGo) {
  // 5 + 4 + 3 + 2 with 10 needed: 4 can go. The last, 5, cannot; of the others 3 is the latest.
  std::vector<Weighted> terms = {term(0, 4, 10, false), term(1, 3, 20, true), term(2, 5, 30, true),
                                 term(3, 2, 5, false)};
  Premises out = {engine::at_most(engine::Var(100), 7)};
  const std::vector<Weighted> given = terms;
  EXPECT_EQ(append_enough(terms, 4, out), 1);
  EXPECT_EQ(out, (Premises{engine::at_most(engine::Var(100), 7), given[2].first, given[2].second,
                           given[0].first, given[3].first}));
}

// Against all subsets: what is kept is enough, nothing of it can go, and no subset that keeps less
// of the latest is enough.
TEST(AppendEnough, IsTheLeastByAge) {
  for (std::uint64_t seed = 0; seed < 3000; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    base::Random random(seed);
    const std::size_t count = random.below(9);
    std::vector<Weighted> given;
    std::vector<engine::Position> ages(count);
    for (std::size_t i = 0; i < count; ++i) ages[i] = static_cast<engine::Position>(10 * i);
    random.shuffle(ages);
    std::int64_t total = 0;
    for (std::size_t i = 0; i < count; ++i) {
      const bool flag = random.chance(0.5);
      given.push_back(term(i, random.between(1, 9), ages[i], flag));
      total += given.back().weight;
    }
    const std::int64_t surplus = random.between(0, total);
    // A subset as a number: the latest term is the highest bit, so the least number that is enough
    // gives up the latest first.
    std::size_t least = 0;
    const auto weight_of = [&](std::size_t subset) {
      std::int64_t weight = 0;
      for (const Weighted& t : given) weight += (subset >> (t.since / 10) & 1) != 0 ? t.weight : 0;
      return weight;
    };
    while (weight_of(least) < total - surplus) ++least;
    std::vector<Weighted> terms = given;
    Premises out;
    const std::int64_t left = append_enough(terms, surplus, out);
    std::size_t kept = 0, literals = 0;
    for (const Weighted& t : given) {
      if (!has(out, t.first)) continue;
      EXPECT_TRUE(has(out, t.second));
      kept |= std::size_t{1} << (t.since / 10);
      literals += t.first == t.second ? 1 : 2;
    }
    ASSERT_EQ(out.size(), literals);
    ASSERT_EQ(kept, least);
    ASSERT_EQ(left, weight_of(kept) - (total - surplus));
  }
}

}  // namespace
}  // namespace moccasin::propagators
