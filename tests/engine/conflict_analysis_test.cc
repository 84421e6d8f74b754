// SPDX-License-Identifier: Apache-2.0
#include "engine/conflict_analysis.h"

#include <gtest/gtest.h>

#include <set>

#include "tests/engine/support/print.h"
#include "tests/engine/support/scripted_trail.h"

namespace moccasin::engine {
namespace {

using test::ScriptedTrail;

ConflictAnalysis analysis_of(ScriptedTrail& script) {
  ConflictAnalysis analysis(script.trail, script);
  for (std::size_t i = 0; i < script.trail.num_variables(); ++i) analysis.add_variable();
  return analysis;
}

struct Expected {
  std::vector<Literal> clause;
  Level backjump = 0;
  std::uint32_t glue = 0;
};

void expect_learned(const Learned& learned, const Expected& expected) {
  EXPECT_EQ(learned.clause, expected.clause);
  EXPECT_EQ(learned.backjump, expected.backjump);
  EXPECT_EQ(learned.glue, expected.glue);
}

// The trail drawn in conflict_analysis.h:
//
//   x >= 3 | y >= 1 | z >= 4   x >= 5   w >= 2      x >= 5 since z >= 2 and y >= 1
class DrawnConflict : public testing::Test {
 protected:
  DrawnConflict()
      : x(script.variable()), y(script.variable()), z(script.variable()), w(script.variable()) {
    script.decide(at_least(x, 3));
    script.decide(at_least(y, 1));
    script.decide(at_least(z, 4));
    script.imply(at_least(x, 5), {at_least(z, 2), at_least(y, 1)});
  }
  ScriptedTrail script;
  const Var x, y, z, w;
};

TEST_F(DrawnConflict, LearnsOfTheImplicationPointOnlyWhatIsAskedFor) {
  script.imply(at_least(w, 2), {at_least(x, 3), at_least(y, 1)});
  ConflictAnalysis analysis = analysis_of(script);
  // w >= 2 goes; x >= 4 is what is left of this level, and implies x >= 3, which is of level 1.
  expect_learned(analysis.analyze({at_least(w, 2), at_least(x, 4)}, nullptr),
                 {{at_most(x, 3), at_most(y, 0)}, 2, 2});
  EXPECT_EQ(script.asked, (std::vector<Literal>{at_least(w, 2)}));
  EXPECT_EQ(analysis.analyzed(),
            (Premises{at_least(w, 2), at_least(x, 4), at_least(x, 3), at_least(y, 1)}));
}

TEST_F(DrawnConflict, ExplainsOfEachEntryOnlyTheBoundAskedFor) {
  script.imply(at_least(w, 2), {at_least(z, 4)});
  ConflictAnalysis analysis = analysis_of(script);
  // w is asked for 1 and x for 4, though they are 2 and 5; z for 4 by one and 2 by the other.
  Derivation derivation;
  const Premises conflict = {at_least(w, 1), at_least(x, 4)};
  expect_learned(analysis.analyze(conflict, &derivation), {{at_most(z, 3), at_most(y, 0)}, 2, 2});
  EXPECT_EQ(script.asked, (std::vector<Literal>{at_least(w, 1), at_least(x, 4)}));
  EXPECT_TRUE(replays(script.root_box(), {at_most(z, 3), at_most(y, 0)}, derivation, conflict));
  EXPECT_EQ(analysis.analyzed(),
            (Premises{at_least(w, 1), at_least(x, 4), at_least(z, 4), at_least(y, 1)}));
}

TEST_F(DrawnConflict, TouchesALiteralOnceForTheMostThatIsAsked) {
  script.imply(at_least(w, 2), {at_least(x, 5), at_least(z, 1)});
  ConflictAnalysis analysis = analysis_of(script);
  // x is asked for 4, then for 5; z for 3, then 1, then 2; y for 0, which is the root's.
  (void)analysis.analyze({at_least(x, 4), at_least(z, 3), at_least(y, 0), at_least(w, 2)}, nullptr);
  EXPECT_EQ(analysis.analyzed(),
            (Premises{at_least(x, 5), at_least(z, 3), at_least(w, 2), at_least(y, 1)}));
}

// The first example, spoilt: what a wrong analysis might have learned.
TEST_F(DrawnConflict, HasADerivationThatRefusesAWrongClause) {
  script.imply(at_least(w, 2), {at_least(x, 3), at_least(y, 1)});
  ConflictAnalysis analysis = analysis_of(script);
  Derivation derivation;
  const Premises conflict = {at_least(w, 2), at_least(x, 4)};
  const Learned learned = analysis.analyze(conflict, &derivation);
  const Box root = script.root_box();
  EXPECT_TRUE(replays(root, learned.clause, derivation, conflict));
  for (std::size_t i = 0; i < learned.clause.size(); ++i) {
    std::vector<Literal> too_strong = learned.clause;
    ++too_strong[i].bound;
    EXPECT_FALSE(replays(root, too_strong, derivation, conflict)) << i;
    std::vector<Literal> too_short = learned.clause;
    too_short.erase(too_short.begin() + static_cast<std::ptrdiff_t>(i));
    EXPECT_FALSE(replays(root, too_short, derivation, conflict)) << i;
  }
}

TEST_F(DrawnConflict, JumpsToTheRootIfNothingElseIsLeft) {
  script.imply(at_least(w, 2), {at_least(x, 5)});
  ConflictAnalysis analysis = analysis_of(script);
  expect_learned(analysis.analyze({at_least(w, 2), at_least(x, 5), at_least(y, 0)}, nullptr),
                 {{at_most(x, 4)}, 0, 1});
}

TEST_F(DrawnConflict, PutsTheDeepestOfTheLowerLevelsSecond) {
  ConflictAnalysis analysis = analysis_of(script);
  expect_learned(analysis.analyze({at_least(x, 2), at_least(z, 3), at_least(y, 1)}, nullptr),
                 {{at_most(z, 2), at_most(y, 0), at_most(x, 1)}, 2, 3});
}

TEST_F(DrawnConflict, ForgetsTheOneBefore) {
  ConflictAnalysis analysis = analysis_of(script);
  for (int i = 0; i < 3; ++i) {
    expect_learned(analysis.analyze({at_least(x, 4), at_least(z, 3)}, nullptr),
                   {{at_most(z, 2), at_most(y, 0)}, 2, 2});
    EXPECT_EQ(analysis.analyzed(), (Premises{at_least(x, 4), at_least(z, 3), at_least(y, 1)}));
    (void)analysis.decisions_behind(at_least(x, 5));
  }
}

TEST_F(DrawnConflict, FindsTheDecisionsBehindALiteral) {
  script.imply(at_least(w, 2), {at_least(z, 1), at_least(x, 4)});
  ConflictAnalysis analysis = analysis_of(script);
  // z is asked for 1 by w and then for 2 by x; x >= 3 of level 1 has no part in it.
  EXPECT_EQ(analysis.decisions_behind(at_least(w, 2)), (Premises{at_least(z, 2), at_least(y, 1)}));
  EXPECT_EQ(analysis.decisions_behind(at_least(x, 2)), (Premises{at_least(x, 2)}));
  EXPECT_EQ(analysis.decisions_behind(at_least(x, 0)), Premises{});
}

// What the header promises, checked one by one with nothing but the trail.
void expect_promises(ScriptedTrail& script, const Learned& learned, const Box& root,
                     const Derivation& derivation, const Premises& conflict) {
  EXPECT_TRUE(replays(root, learned.clause, derivation, conflict));
  std::set<Var> vars;
  std::set<Level> levels;
  std::vector<Level> level_of;
  for (const Literal literal : learned.clause) {
    const Literal premise = ~literal;
    ASSERT_GE(script.trail.lower(premise.var), premise.bound);
    level_of.push_back(script.trail[script.trail.cause(premise, Trail::kNow)].level);
    levels.insert(level_of.back());
    EXPECT_TRUE(vars.insert(premise.var).second) << "two premises of one variable";
  }
  EXPECT_EQ(learned.glue, levels.size());
  EXPECT_EQ(level_of[0], script.trail.level());
  EXPECT_EQ(levels.count(0), 0u);
  for (std::size_t i = 1; i < level_of.size(); ++i) EXPECT_LE(level_of[i], learned.backjump);
  EXPECT_EQ(level_of.size() > 1 ? level_of[1] : 0, learned.backjump);
  EXPECT_LT(learned.backjump, script.trail.level());
  script.trail.backtrack(learned.backjump);
  for (std::size_t i = 0; i < learned.clause.size(); ++i) {
    const Literal premise = ~learned.clause[i];
    EXPECT_EQ(script.trail.lower(premise.var) >= premise.bound, i > 0) << i;
  }
}

TEST(ConflictAnalysis, KeepsItsPromisesOnRandomTrails) {
  std::size_t longest = 0;
  for (std::uint64_t seed = 0; seed < 3000; ++seed) {
    SCOPED_TRACE(seed);
    base::Random random(seed);
    ScriptedTrail script;
    const Premises conflict = random_script(random, script);
    ConflictAnalysis analysis = analysis_of(script);
    Derivation derivation;
    const Box root = script.root_box();
    const Learned learned = analysis.analyze(conflict, &derivation);
    longest = std::max(longest, learned.clause.size());
    ASSERT_NO_FATAL_FAILURE(expect_promises(script, learned, root, derivation, conflict));
    if (testing::Test::HasFailure()) return;
  }
  EXPECT_GE(longest, 4u) << "the trails are too simple";
}

}  // namespace
}  // namespace moccasin::engine
