// SPDX-License-Identifier: Apache-2.0
#include "engine/trail.h"

#include <gtest/gtest.h>

#include "base/random.h"
#include "tests/engine/support/print.h"

namespace moccasin::engine {
namespace {

constexpr Position kNone = Trail::kNow;

// The trail drawn in trail.h, with y's initial bounds, which the drawing leaves out:
//
//   position   0        1        2        3         4        5        6        7
//   entry    x >= 0  -x >= -9  y >= 0  -y >= -9  x >= 3 | y >= 1 | x >= 5  -x >= -7
//   level    0                                   1        2        2        2
class DrawnTrail : public testing::Test {
 protected:
  DrawnTrail() : x(trail.new_variable(0, 9)), y(trail.new_variable(0, 9)) {
    trail.open_level();
    trail.push(at_least(x, 3), Reason());
    trail.open_level();
    trail.push(at_least(y, 1), Reason());
    trail.push(at_least(x, 5), Reason(PropagatorIndex(3), 8));
    trail.push(at_most(x, 7), Reason());
  }
  Trail trail;
  const Var x, y;
};

TEST_F(DrawnTrail, NumbersVariablesAndTheirMirrors) {
  EXPECT_EQ(x, Var(0));
  EXPECT_EQ(y, Var(2));
  EXPECT_EQ(trail.num_variables(), 2u);
  EXPECT_EQ(trail.size(), 8u);
}

TEST_F(DrawnTrail, LinksEachEntryToTheOneBefore) {
  std::vector<Position> previous;
  std::vector<Level> levels;
  for (Position at = 0; at < trail.size(); ++at) {
    previous.push_back(trail[at].previous);
    levels.push_back(trail[at].level);
  }
  EXPECT_EQ(previous, (std::vector<Position>{kNone, kNone, kNone, kNone, 0, 2, 4, 1}));
  EXPECT_EQ(levels, (std::vector<Level>{0, 0, 0, 0, 1, 2, 2, 2}));
  EXPECT_EQ(trail.previous_bound(6), 3);
  EXPECT_EQ(trail.previous_bound(4), 0);
  EXPECT_EQ(trail.previous_bound(7), -9);
  EXPECT_EQ(trail.previous_bound(0), INT64_MIN) << "before it, nothing was known";
}

TEST_F(DrawnTrail, KeepsReasons) {
  EXPECT_EQ(trail[4].reason.kind(), Reason::Kind::none);
  EXPECT_EQ(trail[6].reason.propagator(), PropagatorIndex(3));
  EXPECT_EQ(trail[6].reason.payload(), 8u);
}

TEST_F(DrawnTrail, KnowsTheBoundOfAnyMoment) {
  EXPECT_EQ(trail.lower(x), 5);
  EXPECT_EQ(trail.lower(-x), -7);
  std::vector<Value> lower_x;
  for (Position at = 1; at <= trail.size(); ++at) lower_x.push_back(trail.lower_before(x, at));
  // An entry is seen by what comes after it, not by itself: 5 from position 7 on.
  EXPECT_EQ(lower_x, (std::vector<Value>{0, 0, 0, 0, 3, 3, 5, 5}));
  EXPECT_EQ(trail.lower_before(-x, 7), -9);
  EXPECT_EQ(trail.lower_before(-x, 8), -7);
  EXPECT_EQ(trail.lower_before(x, Trail::kNow), 5);
}

TEST_F(DrawnTrail, FindsTheEntryThatFirstMadeALiteralTrue) {
  EXPECT_EQ(trail.cause(at_least(x, 5), Trail::kNow), 6u);
  EXPECT_EQ(trail.cause(at_least(x, 4), Trail::kNow), 6u);
  EXPECT_EQ(trail.cause(at_least(x, 3), Trail::kNow), 4u);
  EXPECT_EQ(trail.cause(at_least(x, 3), 6), 4u);
  EXPECT_EQ(trail.cause(at_least(x, 1), Trail::kNow), 4u);
  EXPECT_EQ(trail.cause(at_least(x, 0), Trail::kNow), 0u);
  EXPECT_EQ(trail.cause(at_least(x, -5), Trail::kNow), 0u);
  EXPECT_EQ(trail.cause(at_most(x, 8), Trail::kNow), 7u);
  EXPECT_EQ(trail.cause(at_most(x, 9), Trail::kNow), 1u);
}

TEST_F(DrawnTrail, KnowsWhereLevelsEnd) {
  EXPECT_EQ(trail.level(), 2u);
  EXPECT_EQ(trail.end_of_level(0), 4u);
  EXPECT_EQ(trail.end_of_level(1), 5u);
  EXPECT_EQ(trail.end_of_level(2), 8u) << "the last goes on";
}

TEST_F(DrawnTrail, TakesLevelsBack) {
  trail.backtrack(2);
  EXPECT_EQ(trail.size(), 8u) << "nothing is above";
  trail.backtrack(1);
  EXPECT_EQ(trail.size(), 5u);
  EXPECT_EQ(trail.level(), 1u);
  EXPECT_EQ(trail.lower(x), 3);
  EXPECT_EQ(trail.lower(-x), -9);
  EXPECT_EQ(trail.lower(y), 0);
  trail.push(at_least(x, 4), Reason());
  EXPECT_EQ(trail[5].previous, 4u);
  trail.backtrack(0);
  EXPECT_EQ(trail.size(), 4u);
  EXPECT_EQ(trail.lower(x), 0);
}

TEST_F(DrawnTrail, DiesOfAMisuse) {
#ifdef MOCCASIN_NO_ASSERTS
  GTEST_SKIP() << "built without assertions";
#else
  EXPECT_DEATH(trail.push(at_least(x, 5), Reason()), "literal.bound > lower_");
  EXPECT_DEATH((void)trail.cause(at_least(x, 6), Trail::kNow), "bound >= literal.bound");
  EXPECT_DEATH((void)trail.cause(at_least(x, 5), 6), "bound >= literal.bound");
  EXPECT_DEATH(trail.new_variable(0, 1), "level\\(\\) == 0");
  trail.backtrack(0);
  EXPECT_DEATH(trail.new_variable(2, 1), "lower <= upper");
#endif
}

// The slow twin: all pushes in a list, every question answered by reading it from its start.
struct NaiveTrail {
  struct Entry {
    Literal literal;
    Level level = 0;
  };
  std::vector<Entry> entries;

  [[nodiscard]] Value lower_before(Var var, Position before) const {
    Value lower = INT64_MIN;
    for (Position at = 0; at < std::min<std::size_t>(before, entries.size()); ++at) {
      if (entries[at].literal.var == var) lower = entries[at].literal.bound;
    }
    return lower;
  }
  [[nodiscard]] Position cause(Literal literal) const {
    for (Position at = 0;; ++at) {
      const Literal entry = entries[at].literal;
      if (entry.var == literal.var && entry.bound >= literal.bound) return at;
    }
  }
};

TEST(Trail, AgreesWithAListOfItsPushes) {
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    SCOPED_TRACE(seed);
    base::Random random(seed);
    Trail trail;
    NaiveTrail naive;
    for (int i = 0; i < 3; ++i) {
      const Var var = trail.new_variable(-5, 5);
      naive.entries.push_back({at_least(var, -5), 0});
      naive.entries.push_back({at_most(var, 5), 0});
    }
    for (int step = 0; step < 60; ++step) {
      if (random.chance(0.1)) {
        const Level level = random.below(trail.level() + 1);
        trail.backtrack(level);
        std::erase_if(naive.entries, [&](const auto& entry) { return entry.level > level; });
      }
      if (random.chance(0.3)) trail.open_level();
      const Var var(random.below(6));
      const Literal literal = {var, trail.lower(var) + random.between(1, 3)};
      trail.push(literal, Reason());
      naive.entries.push_back({literal, trail.level()});
      ASSERT_EQ(trail.size(), naive.entries.size());
      for (std::size_t raw = 0; raw < 6; ++raw) {
        const Position before = 6 + random.below(trail.size() - 5);
        ASSERT_EQ(trail.lower(Var(raw)), naive.lower_before(Var(raw), kNone));
        const Value then = trail.lower_before(Var(raw), before);
        ASSERT_EQ(then, naive.lower_before(Var(raw), before));
        const Literal asked = {Var(raw), then - random.between(0, 4)};
        ASSERT_EQ(trail.cause(asked, before), naive.cause(asked));
      }
    }
  }
}

}  // namespace
}  // namespace moccasin::engine
