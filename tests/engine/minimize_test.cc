// SPDX-License-Identifier: Apache-2.0
#include "engine/minimize.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>

#include "tests/engine/support/print.h"
#include "tests/engine/support/scripted_trail.h"

namespace moccasin::engine {
namespace {

using test::ScriptedTrail;

// Premises and where they come from, the latest first: what conflict analysis hands over.
std::vector<Supported> supported(const Trail& trail, const Premises& premises) {
  std::vector<Supported> all;
  for (const Literal premise : premises) {
    all.push_back({trail.cause(premise, Trail::kNow), premise});
  }
  std::sort(all.begin(), all.end(),
            [](const auto& a, const auto& b) { return a.position > b.position; });
  return all;
}

Premises minimized(ScriptedTrail& script, const Premises& premises,
                   Derivation* derivation = nullptr) {
  Minimize minimize(script.trail, script);
  for (std::size_t i = 0; i < script.trail.num_variables(); ++i) minimize.add_variable();
  std::vector<Supported> kept = supported(script.trail, premises);
  minimize.minimize(kept, derivation);
  EXPECT_EQ(minimize.removed(), premises.size() - kept.size());
  Premises left;
  for (const Supported& premise : kept) left.push_back(premise.literal);
  return left;
}

class PremisesOfANogood : public testing::Test {
 protected:
  ScriptedTrail script;
  const Var a = script.variable(), b = script.variable(), c = script.variable(),
            d = script.variable();
};

TEST_F(PremisesOfANogood, GoIfTheirReasonsAreAmongTheOthers) {
  script.decide(at_least(a, 2));
  script.imply(at_least(b, 3), {at_least(a, 2)});
  script.decide(at_least(d, 1));
  EXPECT_EQ(minimized(script, {at_least(d, 1), at_least(b, 3), at_least(a, 2)}),
            (Premises{at_least(d, 1), at_least(a, 2)}));
}

TEST_F(PremisesOfANogood, StayIfTheyWereDecided) {
  script.decide(at_least(a, 2));
  script.decide(at_least(b, 3));
  script.decide(at_least(d, 1));
  const Premises all = {at_least(d, 1), at_least(b, 3), at_least(a, 2)};
  EXPECT_EQ(minimized(script, all), all);
}

TEST_F(PremisesOfANogood, GoByWayOfEntriesThatAreNotAmongThem) {
  script.decide(at_least(a, 2));
  script.imply(at_least(b, 3), {at_least(a, 2)});
  script.imply(at_least(c, 3), {at_least(b, 3), at_most(d, 9)});  // d <= 9: a fact of the root
  script.decide(at_least(d, 1));
  EXPECT_EQ(minimized(script, {at_least(d, 1), at_least(c, 3), at_least(a, 2)}),
            (Premises{at_least(d, 1), at_least(a, 2)}));
}

// c >= 2 asks for a >= 2; the nogood has the stronger a >= 4, which was there before.
TEST_F(PremisesOfANogood, GoIfAStrongerOneOfTheSameVariableCameBefore) {
  script.decide(at_least(a, 2));
  script.decide(at_least(a, 4));
  script.imply(at_least(c, 2), {at_least(a, 2)});
  script.decide(at_least(d, 1));
  EXPECT_EQ(minimized(script, {at_least(d, 1), at_least(c, 2), at_least(a, 4)}),
            (Premises{at_least(d, 1), at_least(a, 4)}));
}

TEST_F(PremisesOfANogood, StayIfTheOneOfTheSameVariableIsWeaker) {
  script.decide(at_least(a, 4));
  script.imply(at_least(c, 2), {at_least(a, 3)});
  script.decide(at_least(d, 1));
  const Premises all = {at_least(d, 1), at_least(c, 2), at_least(a, 2)};
  EXPECT_EQ(minimized(script, all), all);
}

// a >= 4 implies a >= 2, of which c >= 2 comes; but a >= 4 itself comes of c >= 2. Were both taken
// out, or c >= 2 because of the later a >= 4, nothing would be left to stand on.
TEST_F(PremisesOfANogood, DoNotGoInACircle) {
  script.decide(at_least(a, 2));
  script.imply(at_least(c, 2), {at_least(a, 2)});
  script.imply(at_least(a, 4), {at_least(c, 2)});
  script.decide(at_least(d, 1));
  EXPECT_EQ(minimized(script, {at_least(d, 1), at_least(a, 4), at_least(c, 2)}),
            (Premises{at_least(d, 1), at_least(c, 2)}));
}

TEST_F(PremisesOfANogood, NeverLoseTheFirst) {
  script.decide(at_least(a, 2));
  script.imply(at_least(b, 3), {at_least(a, 2)});
  EXPECT_EQ(minimized(script, {at_least(b, 3), at_least(a, 2)}),
            (Premises{at_least(b, 3), at_least(a, 2)}));
}

TEST_F(PremisesOfANogood, AreExplainedForTheBoundTheyHaveOnly) {
  script.decide(at_least(a, 2));
  script.imply(at_least(b, 7), {at_least(a, 2)});
  script.decide(at_least(d, 1));
  Derivation derivation;
  (void)minimized(script, {at_least(d, 1), at_least(b, 3), at_least(a, 2)}, &derivation);
  EXPECT_EQ(script.asked, (Premises{at_least(b, 3)}));
  ASSERT_EQ(derivation.size(), 1u);
  EXPECT_EQ(derivation[0].fact, at_least(b, 3));
  EXPECT_EQ(derivation[0].premises, (Premises{at_least(a, 2)}));
}

// b comes of a decision at a level that no premise has: there is no need to ask why.
TEST_F(PremisesOfANogood, OfALevelThatIsNotTheirsAreNotLookedInto) {
  script.decide(at_least(a, 2));
  script.imply(at_least(b, 3), {at_least(a, 2)});
  script.decide(at_least(c, 5));
  script.imply(at_least(a, 5), {at_least(b, 3), at_least(c, 5)});
  script.decide(at_least(d, 1));
  const Premises all = {at_least(d, 1), at_least(a, 5)};
  EXPECT_EQ(minimized(script, all), all);
  EXPECT_EQ(script.asked, (Premises{at_least(a, 5)}));
}

// The rule of the header word by word: no memory, no limit, the same question as often as it comes.
Premises naively_minimized(const ScriptedTrail& script, const std::vector<Supported>& premises) {
  const Trail& trail = script.trail;
  const auto level_of = [&](Position at) { return trail[at].level; };
  std::function<bool(Position)> goes = [&](Position at) {
    if (trail[at].reason.kind() == Reason::Kind::none) return false;
    const Premises& why = script.why(at);
    return std::all_of(why.begin(), why.end(), [&](Literal premise) {
      const Position cause = trail.cause(premise, at);
      if (level_of(cause) == 0) return true;
      bool level_is_there = false;
      for (const Supported& other : premises) {
        level_is_there |= level_of(other.position) == level_of(cause);
        if (other.literal.var == premise.var && other.literal.bound >= premise.bound &&
            other.position < at) {
          return true;
        }
      }
      return level_is_there && goes(cause);
    });
  };
  Premises left = {premises[0].literal};
  for (std::size_t i = 1; i < premises.size(); ++i) {
    if (!goes(premises[i].position)) left.push_back(premises[i].literal);
  }
  return left;
}

TEST(Minimize, AgreesWithTheNaiveRuleOnRandomTrails) {
  std::size_t removed = 0, left_over = 0;
  for (std::uint64_t seed = 0; seed < 3000; ++seed) {
    SCOPED_TRACE(seed);
    base::Random random(seed);
    ScriptedTrail script;
    (void)random_script(random, script);
    Premises premises;
    for (std::size_t i = 0; i < script.trail.num_variables(); ++i) {
      const Value lower = script.trail.lower(Var(2 * i));
      if (lower > 0) premises.push_back(at_least(Var(2 * i), random.between(1, lower)));
    }
    if (premises.empty()) continue;
    Derivation derivation;
    const Premises left = minimized(script, premises, &derivation);
    ASSERT_EQ(left, naively_minimized(script, supported(script.trail, premises)));
    // What is left has all the others back.
    std::vector<Literal> clause;
    for (const Literal premise : left) clause.push_back(~premise);
    ASSERT_TRUE(replays(script.root_box(), clause, derivation, premises));
    removed += premises.size() - left.size();
    left_over += left.size();
  }
  EXPECT_GT(removed, 1000u);
  EXPECT_GT(left_over, 1000u);
}

}  // namespace
}  // namespace moccasin::engine
