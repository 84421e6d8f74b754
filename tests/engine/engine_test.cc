// SPDX-License-Identifier: Apache-2.0
#include "engine/engine.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "tests/engine/support/all_different.h"
#include "tests/engine/support/linear.h"
#include "tests/engine/support/print.h"
#include "tests/engine/support/search.h"

namespace moccasin::engine {
namespace {

using test::AllDifferent;
using test::AllDifferentChecker;
using test::Answer;
using test::Linear;
using test::LinearChecker;
using test::LinearSum;

class FourVariables : public testing::Test {
 protected:
  void add(const std::vector<Literal>& literals) { engine.add_clause(literals); }
  void decide_and_propagate(Literal literal) {
    ASSERT_EQ(engine.propagate(), Outcome::fine);  // decisions are taken at a fixpoint
    engine.decide(literal);
    ASSERT_EQ(engine.propagate(), Outcome::fine);
  }
  Engine engine{Checking::on};
  const Var x = engine.new_variable(0, 9), y = engine.new_variable(0, 9),
            z = engine.new_variable(0, 9), w = engine.new_variable(0, 9);
};

TEST_F(FourVariables, ImposeFactsForGood) {
  decide_and_propagate(at_least(x, 2));
  engine.impose(at_least(y, 3));
  EXPECT_EQ(engine.level(), 0u);
  EXPECT_EQ(engine.domains().lower(x), 0);
  EXPECT_EQ(engine.domains().lower(y), 3);
  engine.impose(at_least(y, 1));
  EXPECT_EQ(engine.domains().lower(y), 3);
  EXPECT_FALSE(engine.refuted());
  engine.impose(at_most(y, 2));
  EXPECT_TRUE(engine.refuted());
}

// y >= 1 | w >= 1 | x >= 5, z >= 1 by it, conflict: [x >= 5] and [y >= 1] exclude each other.
TEST_F(FourVariables, JumpOverLevelsThatHaveNoPart) {
  add({at_most(x, 4), at_least(z, 1)});
  add({at_most(z, 0), at_most(x, 4), at_most(y, 0)});
  decide_and_propagate(at_least(y, 1));
  decide_and_propagate(at_least(w, 1));
  engine.decide(at_least(x, 7));
  ASSERT_EQ(engine.propagate(), Outcome::conflict);
  engine.learn();
  EXPECT_EQ(engine.level(), 1u);
  EXPECT_EQ(engine.domains().upper(x), 4);
  EXPECT_EQ(engine.domains().lower(w), 0);
  EXPECT_EQ(engine.glue(), 2u);
  EXPECT_EQ(engine.num_learned(), 1u);
  EXPECT_EQ(engine.statistics().learned_literals, 2u);
  // What was learned works by itself: from the other side as well.
  engine.backtrack(0);
  decide_and_propagate(at_least(x, 6));
  EXPECT_EQ(engine.domains().upper(y), 0);
}

TEST_F(FourVariables, LearnAFactOfTheRootFromOneLevel) {
  add({at_most(x, 4), at_least(y, 1)});
  add({at_most(x, 4), at_most(y, 0)});
  decide_and_propagate(at_least(w, 1));
  engine.decide(at_least(x, 5));
  ASSERT_EQ(engine.propagate(), Outcome::conflict);
  engine.learn();
  EXPECT_EQ(engine.level(), 0u);
  EXPECT_EQ(engine.domains().upper(x), 4);
  EXPECT_EQ(engine.num_learned(), 0u) << "a unit is no clause to keep";
  EXPECT_EQ(engine.statistics().learned, 1u);
}

TEST_F(FourVariables, AreRefutedByAConflictOfTheRoot) {
  add({at_most(x, 4), at_least(y, 1)});
  add({at_most(x, 4), at_most(y, 0)});
  engine.impose(at_least(x, 5));
  ASSERT_EQ(engine.propagate(), Outcome::conflict);
  EXPECT_FALSE(engine.refuted()) << "not before it is learned";
  engine.learn();
  EXPECT_TRUE(engine.refuted());
}

// The sum is seen to be too much only when `last` wakes it: the conflict belongs to level 1.
TEST_F(FourVariables, LearnFromAConflictThatIsOlderThanTheLastDecision) {
  class Late final : public Propagator {
   public:
    Late(Var x, Var y, Var wakes) : x_(x), y_(y), wakes_(wakes) {}
    [[nodiscard]] std::string_view name() const override { return "late"; }
    [[nodiscard]] Priority priority() const override { return Priority::last; }
    void attach(Subscriptions& wake) override { wake.on_lower(wakes_, 0); }
    Outcome propagate(Inference& infer) override {
      const Domains& now = infer.domains();
      return now.lower(x_) + now.lower(y_) > 9 ? infer.fail(0) : Outcome::fine;
    }
    void explain(Literal, std::uint64_t, const Domains&, Premises&) const override {}
    void explain_conflict(std::uint64_t, const Domains&, Premises& out) const override {
      out = {at_least(x_, 5), at_least(y_, 5)};
    }
    void undo_to(Position) override {}

   private:
    Var x_, y_, wakes_;
  };
  engine.add(std::make_unique<Late>(x, y, w),
             std::make_unique<LinearChecker>(LinearSum{{{1, x}, {1, y}}, 9}));
  ASSERT_EQ(engine.propagate(), Outcome::fine);
  decide_and_propagate(at_least(x, 5));
  decide_and_propagate(at_least(y, 6));
  decide_and_propagate(at_least(z, 1));
  engine.decide(at_least(w, 1));
  ASSERT_EQ(engine.propagate(), Outcome::conflict);
  engine.learn();
  EXPECT_EQ(engine.level(), 1u);
  EXPECT_EQ(engine.domains().upper(y), 4);
}

TEST_F(FourVariables, SayWhichLiteralsAConflictMet) {
  add({at_most(x, 4), at_least(z, 1)});
  add({at_most(z, 0), at_most(x, 4)});
  ASSERT_EQ(engine.propagate(), Outcome::fine);
  engine.decide(at_least(x, 7));
  ASSERT_EQ(engine.propagate(), Outcome::conflict);
  engine.learn();
  Premises analyzed = engine.analyzed();
  std::sort(analyzed.begin(), analyzed.end(), [](Literal a, Literal b) { return a.var < b.var; });
  EXPECT_EQ(analyzed, (Premises{at_least(x, 5), at_least(z, 1)}));
}

// Reduces while a learned clause is the reason of x's bound: it must outlive that.
TEST_F(FourVariables, KeepReasonsThroughAReduction) {
  add({at_most(x, 4), at_least(z, 1)});
  add({at_most(z, 0), at_most(x, 4), at_most(y, 0)});
  decide_and_propagate(at_least(y, 1));
  engine.decide(at_least(x, 7));
  ASSERT_EQ(engine.propagate(), Outcome::conflict);
  engine.learn();
  for (int i = 0; i < 4; ++i) engine.reduce();
  EXPECT_EQ(engine.num_learned(), 1u);
  engine.backtrack(0);
  decide_and_propagate(at_most(x, 2));  // which makes it true for a while
  engine.reduce();
  EXPECT_EQ(engine.num_learned(), 1u);
  engine.impose(at_most(y, 0));  // and this for good
  engine.reduce();
  EXPECT_EQ(engine.num_learned(), 0u);
  EXPECT_EQ(engine.statistics().reductions, 6u);
}

TEST_F(FourVariables, CanBeJoinedByOthersLater) {
  add({at_most(x, 4), at_least(y, 1)});
  decide_and_propagate(at_least(x, 5));
  engine.backtrack(0);
  const Var v = engine.new_variable(0, 3);
  add({at_most(y, 0), at_least(v, 2)});
  decide_and_propagate(at_least(x, 5));
  EXPECT_EQ(engine.domains().lower(v), 2);
}

TEST_F(FourVariables, DieOfAMisuse) {
#ifdef MOCCASIN_NO_ASSERTS
  GTEST_SKIP() << "built without assertions";
#else
  ASSERT_EQ(engine.propagate(), Outcome::fine);
  EXPECT_DEATH(engine.decide(at_least(x, 0)), "is_true\\(literal\\)");
  EXPECT_DEATH(engine.decide(at_least(x, 10)), "is_false\\(literal\\)");
  decide_and_propagate(at_least(x, 5));
  EXPECT_DEATH(add({at_least(x, 1), at_least(y, 1)}), "level\\(\\) == 0");
  EXPECT_DEATH(engine.add(std::make_unique<Linear>(LinearSum{}),
                          std::make_unique<LinearChecker>(LinearSum{})),
               "level\\(\\) == 0");
#endif
}

void all_different(Engine& engine, const std::vector<Var>& vars) {
  engine.add(std::make_unique<AllDifferent>(vars), std::make_unique<AllDifferentChecker>(vars));
}

TEST(Engine, SeesAtOnceThatPigeonsHaveTooFewHoles) {
  for (const Value holes : {4, 5}) {
    Engine engine(Checking::on);
    std::vector<Var> pigeons;
    for (int i = 0; i < 5; ++i) pigeons.push_back(engine.new_variable(1, holes));
    all_different(engine, pigeons);
    base::Random random(1);
    const Answer answer = test::search(engine, random, {}).answer;
    EXPECT_EQ(answer, holes < 5 ? Answer::refuted : Answer::solution);
    EXPECT_EQ(engine.statistics().decisions == 0, holes < 5);
  }
}

// Told of pairs only, it takes many conflicts and deep ones: enough to fill every tier.
TEST(Engine, FindsOutOfPairsThatPigeonsHaveTooFewHoles) {
  std::size_t most_local = 0;
  for (std::uint64_t seed = 0; seed < 5; ++seed) {
    SCOPED_TRACE(seed);
    base::Random random(seed);
    Engine engine(Checking::on);
    std::vector<Var> pigeons;
    for (int i = 0; i < 7; ++i) pigeons.push_back(engine.new_variable(1, 6));
    for (std::size_t i = 0; i < pigeons.size(); ++i) {
      for (std::size_t j = 0; j < i; ++j) all_different(engine, {pigeons[i], pigeons[j]});
    }
    const test::Habits habits = {.restart = 0.02, .reduce = 0.02};
    EXPECT_EQ(test::search(engine, random, habits).answer, Answer::refuted);
    most_local = std::max(most_local, engine.num_local());
    EXPECT_GT(engine.statistics().conflicts, 200u);
    EXPECT_LT(engine.num_learned(), engine.statistics().learned);
  }
  EXPECT_GT(most_local, 0u);
}

}  // namespace
}  // namespace moccasin::engine
