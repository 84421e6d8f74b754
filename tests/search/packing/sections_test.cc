// SPDX-License-Identifier: Apache-2.0
#include "search/packing/sections.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>

#include "base/random.h"

namespace moccasin::search {
namespace {

using Lifetimes = std::vector<Span<std::int64_t>>;

Span<Section> sections(std::size_t first, std::size_t last) {
  return {Section(first), Section(last)};
}

TEST(Sections, AreThoseOfTheDrawing) {
  const Sections found = sections_of(Lifetimes{{0, 3}, {2, 6}, {3, 5}});
  EXPECT_EQ(found.count, 2u);
  EXPECT_EQ(found.of, (std::vector{sections(0, 1), sections(0, 2), sections(1, 2)}));
}

TEST(Sections, OfNothingAreNone) { EXPECT_EQ(sections_of({}).count, 0u); }

TEST(Sections, GoByOrderAndNotByTimesThemselves) {
  const Sections found = sections_of(Lifetimes{{INT64_MIN, -5}, {-5, INT64_MAX}});
  EXPECT_EQ(found.count, 2u);
  EXPECT_EQ(found.of, (std::vector{sections(0, 1), sections(1, 2)}));
}

// By definition: sets of lifetimes at any time, those within others left out.
std::set<std::set<std::size_t>> maximal_sets(const Lifetimes& lifetimes) {
  std::set<std::set<std::size_t>> sets, maximal;
  for (const auto& at : lifetimes) {
    std::set<std::size_t> live;
    for (std::size_t i = 0; i < lifetimes.size(); ++i) {
      if (lifetimes[i].first <= at.first && at.first < lifetimes[i].last) live.insert(i);
    }
    sets.insert(live);
  }
  for (const auto& set : sets) {
    const auto contains = [&](const auto& other) {
      return other != set && std::includes(other.begin(), other.end(), set.begin(), set.end());
    };
    if (std::none_of(sets.begin(), sets.end(), contains)) maximal.insert(set);
  }
  return maximal;
}

TEST(Sections, AreTheMaximalSetsOfRandomLifetimes) {
  for (std::uint64_t seed = 0; seed < 300; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    base::Random random(seed);
    Lifetimes lifetimes(1 + random.below(12));
    for (auto& life : lifetimes) {
      life.first = random.between(0, 10);
      life.last = life.first + random.between(1, 6);
    }
    const Sections found = sections_of(lifetimes);
    std::set<std::set<std::size_t>> sets;
    for (std::size_t s = 0; s < found.count; ++s) {
      std::set<std::size_t> in;
      for (std::size_t i = 0; i < lifetimes.size(); ++i) {
        if (found.of[i].first.value() <= s && s < found.of[i].last.value()) in.insert(i);
      }
      sets.insert(in);
    }
    EXPECT_EQ(sets, maximal_sets(lifetimes));
    EXPECT_EQ(sets.size(), found.count);
  }
}

}  // namespace
}  // namespace moccasin::search
