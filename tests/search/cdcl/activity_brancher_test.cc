// SPDX-License-Identifier: Apache-2.0
#include "search/cdcl/activity_brancher.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "base/random.h"
#include "engine/engine.h"

namespace moccasin::search {
namespace {

using engine::at_least;
using engine::at_most;
using engine::Engine;
using engine::Literal;
using engine::Var;

class ActivityBrancherTest : public ::testing::Test {
 protected:
  ActivityBrancherTest() {
    for (int i = 0; i < 4; ++i) vars_.push_back(engine_.new_variable(0, 9));
    EXPECT_EQ(engine_.propagate(), engine::Outcome::fine);
  }
  void decide(Literal literal) {
    engine_.decide(literal);
    ASSERT_EQ(engine_.propagate(), engine::Outcome::fine);
  }
  // Fixes `var`, in two decisions.
  void fix(Var var, engine::Value value) {
    if (engine_.domains().lower(var) < value) decide(at_least(var, value));
    if (engine_.domains().upper(var) > value) decide(at_most(var, value));
  }
  void impose(Literal literal) {
    engine_.impose(literal);
    ASSERT_EQ(engine_.propagate(), engine::Outcome::fine);
  }
  [[nodiscard]] std::optional<Literal> suggested(ActivityBrancher& brancher) {
    return brancher.suggest(engine_.domains());
  }

  Engine engine_;
  std::vector<Var> vars_;
};

TEST_F(ActivityBrancherTest, DecidesTheMostActiveTowardsTheGuide) {
  ActivityBrancher brancher(vars_, {}, 4);
  brancher.guide({0, 9, 5, 7});
  EXPECT_EQ(suggested(brancher), at_most(vars_[0], 0));  // the guide is the lower bound
  brancher.learned({vars_[2], -vars_[2], vars_[1]});
  EXPECT_EQ(suggested(brancher), at_least(vars_[2], 5));  // first from below ...
  decide(at_least(vars_[2], 5));
  EXPECT_EQ(suggested(brancher), at_most(vars_[2], 5));  // ... then from above
  decide(at_most(vars_[2], 5));
  EXPECT_EQ(suggested(brancher), at_least(vars_[1], 9));
  // As near as the bounds allow.
  decide(at_most(vars_[1], 6));
  EXPECT_EQ(suggested(brancher), at_least(vars_[1], 6));
  decide(at_least(vars_[1], 6));
  decide(at_least(vars_[0], 3));
  EXPECT_EQ(suggested(brancher), at_most(vars_[0], 3));
}

TEST_F(ActivityBrancherTest, IsDoneWhenTheRequiredAreFixed) {
  ActivityBrancher brancher({vars_[0], vars_[1]}, {vars_[2], vars_[3]}, 4);
  brancher.learned({vars_[3]});
  EXPECT_EQ(suggested(brancher), at_most(vars_[3], 0));  // may be decided, but need not be
  fix(vars_[0], 0);
  fix(vars_[1], 0);
  EXPECT_EQ(suggested(brancher), std::nullopt);  // however active others are
}

TEST_F(ActivityBrancherTest, IgnoresConflictsAboutWhatItDoesNotDecide) {
  ActivityBrancher brancher({vars_[0]}, {vars_[1]}, 4);
  brancher.learned({vars_[3], vars_[2]});
  EXPECT_EQ(suggested(brancher), at_most(vars_[0], 0));
}

// A nogood is asserted right after the jump: the trail is then as long as it was when the variable
// was found fixed, by another entry.
TEST_F(ActivityBrancherTest, FreedVariablesComeBackAlthoughTheTrailIsAsLong) {
  ActivityBrancher brancher({vars_[0]}, {}, 4);
  decide(at_least(vars_[0], 9));
  EXPECT_EQ(suggested(brancher), std::nullopt);
  impose(at_least(vars_[1], 1));
  brancher.backtracked(engine_.domains());
  EXPECT_EQ(suggested(brancher), at_most(vars_[0], 0));
  fix(vars_[0], 9);
  EXPECT_EQ(suggested(brancher), std::nullopt);
  for (std::size_t i = 1; i < 4; ++i) impose(at_least(vars_[i], 5));
  brancher.backtracked(engine_.domains());
  EXPECT_EQ(suggested(brancher), at_most(vars_[0], 0));
}

// Decisions and jumps at random: suggestions are open and near the guide, and there is none when
// the required variables are fixed.
TEST(ActivityBrancher, SuggestsUntilTheRequiredAreFixed) {
  for (std::uint64_t seed = 0; seed < 300; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    base::Random random(seed);
    Engine engine;
    const std::size_t size = 1 + random.below(8), split = random.below(size + 1);
    std::vector<Var> vars, required, optional;
    for (std::size_t i = 0; i < size; ++i) {
      vars.push_back(engine.new_variable(random.between(-3, 0), random.between(0, 3)));
      (i < split ? required : optional).push_back(vars.back());
    }
    ActivityBrancher brancher(required, optional, size);
    std::vector<engine::Value> guide;
    for (std::size_t i = 0; i < size; ++i) guide.push_back(random.between(-4, 4));
    brancher.guide(guide);
    for (int i = 0; i < 200; ++i) {
      ASSERT_EQ(engine.propagate(), engine::Outcome::fine);
      const engine::Domains now = engine.domains();
      const auto suggestion = brancher.suggest(now);
      const bool open = std::any_of(required.begin(), required.end(),
                                    [&](Var var) { return !now.is_fixed(var); });
      ASSERT_EQ(suggestion.has_value(), open);
      if (suggestion) {
        ASSERT_FALSE(now.is_true(*suggestion) || now.is_false(*suggestion));
        const std::size_t item = suggestion->var.value() / 2;
        const Var var(2 * item);
        const engine::Value nearest = std::clamp(guide[item], now.lower(var), now.upper(var));
        ASSERT_TRUE(*suggestion == at_most(var, nearest) || *suggestion == at_least(var, nearest));
        engine.decide(*suggestion);
      }
      if (random.chance(0.2)) brancher.learned({vars[random.below(size)]});
      if (suggestion && !random.chance(0.2)) continue;
      if (engine.level() == 0) break;
      engine.backtrack(random.below(engine.level()));
      brancher.backtracked(engine.domains());
    }
  }
}

}  // namespace
}  // namespace moccasin::search
