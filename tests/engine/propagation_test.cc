// SPDX-License-Identifier: Apache-2.0
// Propagation of clauses to a fixpoint.
#include <gtest/gtest.h>

#include <optional>

#include "engine/engine.h"
#include "tests/engine/support/print.h"
#include "tests/engine/support/problem.h"

namespace moccasin::engine {
namespace {

class ThreeVariables : public testing::Test {
 protected:
  // Decisions are taken at a fixpoint.
  ThreeVariables() { EXPECT_EQ(engine.propagate(), Outcome::fine); }
  void add(const std::vector<Literal>& literals) { engine.add_clause(literals); }
  Engine engine{Checking::on};
  const Var x = engine.new_variable(0, 9), y = engine.new_variable(0, 9),
            z = engine.new_variable(0, 9);
};

TEST_F(ThreeVariables, AssertsTheLastLiteralThatIsLeft) {
  add({at_most(x, 4), at_least(y, 2), at_most(z, 6)});
  engine.decide(at_least(x, 5));
  ASSERT_EQ(engine.propagate(), Outcome::fine);
  EXPECT_EQ(engine.domains().lower(y), 0);
  engine.decide(at_least(z, 8));
  ASSERT_EQ(engine.propagate(), Outcome::fine);
  EXPECT_EQ(engine.domains().lower(y), 2);
  EXPECT_EQ(engine.statistics().by_clause, 1u);
  EXPECT_EQ(engine.statistics().propagations, 1u);
}

TEST_F(ThreeVariables, DoesSoAtTheThresholdAndNotBefore) {
  add({at_most(x, 4), at_least(y, 2)});
  engine.decide(at_least(x, 4));
  ASSERT_EQ(engine.propagate(), Outcome::fine);
  EXPECT_EQ(engine.domains().lower(y), 0);
  engine.decide(at_least(x, 5));
  ASSERT_EQ(engine.propagate(), Outcome::fine);
  EXPECT_EQ(engine.domains().lower(y), 2);
}

TEST_F(ThreeVariables, GoesOnFromClauseToClause) {
  add({at_most(x, 4), at_least(y, 2)});
  add({at_most(y, 1), at_least(z, 3)});
  add({at_most(z, 2), at_most(x, 7)});
  engine.decide(at_least(x, 5));
  ASSERT_EQ(engine.propagate(), Outcome::fine);
  EXPECT_EQ(engine.domains().lower(z), 3);
  EXPECT_EQ(engine.domains().upper(x), 7);
}

// A chain of a thousand variables, each above the one before: pauses change nothing but when.
TEST(Propagation, PausesAtTheRootAndGoesOn) {
  constexpr Value kLength = 1000;
  const auto chain = [](Engine& engine) {
    std::vector<Var> vars;
    for (Value i = 0; i < kLength; ++i) vars.push_back(engine.new_variable(0, kLength));
    for (Value i = 0; i + 1 < kLength; ++i) {
      const auto k = static_cast<std::size_t>(i);
      const std::vector<Literal> step = {at_most(vars[k], i), at_least(vars[k + 1], i + 2)};
      engine.add_clause(step);
    }
    return vars;
  };
  Engine whole(Checking::on), paused(Checking::on);
  const std::vector<Var> vars = chain(whole);
  chain(paused);
  for (Engine* const engine : {&whole, &paused}) engine->impose(at_least(vars[0], 1));
  EXPECT_FALSE(whole.at_fixpoint());
  ASSERT_EQ(whole.propagate(), Outcome::fine);
  EXPECT_TRUE(whole.at_fixpoint());
  EXPECT_EQ(whole.domains().lower(vars.back()), kLength);
  int pauses = 0;
  for (; !paused.at_fixpoint(); ++pauses) {
    const std::uint64_t before = paused.statistics().ticks;
    ASSERT_EQ(paused.propagate(100), Outcome::fine);
    EXPECT_LE(paused.statistics().ticks - before, 110u);
    ASSERT_LT(pauses, 1000);
  }
  EXPECT_GT(pauses, 10);
  EXPECT_EQ(paused.statistics().ticks, whole.statistics().ticks);
  for (const Var var : vars) EXPECT_EQ(paused.domains().lower(var), whole.domains().lower(var));
  // Above the root it does not: what it would leave undone would be taken back.
  const Var above = paused.new_variable(0, 1), below = paused.new_variable(0, 1);
  const std::vector<Literal> implies = {at_most(above, 0), at_least(below, 1)};
  paused.add_clause(implies);
  ASSERT_EQ(paused.propagate(), Outcome::fine);
  paused.decide(at_least(above, 1));
  ASSERT_EQ(paused.propagate(0), Outcome::fine);
  EXPECT_TRUE(paused.at_fixpoint());
  EXPECT_EQ(paused.domains().lower(below), 1);
}

TEST_F(ThreeVariables, TakesTwoLiteralsOfOneVariableAsTheyAre) {
  add({at_least(x, 3), at_least(x, 5), at_least(y, 1)});
  engine.decide(at_most(y, 0));
  ASSERT_EQ(engine.propagate(), Outcome::fine);
  engine.decide(at_most(x, 4));
  ASSERT_EQ(engine.propagate(), Outcome::fine);
  EXPECT_EQ(engine.domains().lower(x), 3);
}

TEST_F(ThreeVariables, LeavesOutWhatTheRootDecides) {
  engine.impose(at_least(x, 5));
  add({at_most(x, 4), at_least(y, 2)});  // a unit by now
  EXPECT_EQ(engine.domains().lower(y), 2);
  add({at_least(x, 4), at_least(z, 2)});  // true by now
  ASSERT_EQ(engine.propagate(), Outcome::fine);
  EXPECT_EQ(engine.domains().lower(z), 0);
  EXPECT_FALSE(engine.refuted());
  add({at_most(x, 4), at_most(y, 1)});  // false by now
  EXPECT_TRUE(engine.refuted());
}

TEST_F(ThreeVariables, SeesFactsImposedBetweenBuildingAndPropagating) {
  add({at_most(x, 4), at_least(y, 2)});
  engine.impose(at_least(x, 5));
  ASSERT_EQ(engine.propagate(), Outcome::fine);
  EXPECT_EQ(engine.domains().lower(y), 2);
}

// The slow twin: goes through all clauses as long as one has all literals but one false. nullopt:
// a clause has all literals false.
std::optional<std::vector<Value>> naive_fixpoint(const test::Problem& problem, Box box) {
  const std::size_t count = 2 * problem.domains.size();
  const auto is_false = [&](Literal literal) {
    return box.lower(-literal.var) >= (~literal).bound;
  };
  for (bool again = true; again;) {
    again = false;
    for (const std::vector<Literal>& clause : problem.clauses) {
      std::vector<Literal> open;
      for (const Literal literal : clause) {
        if (!is_false(literal)) open.push_back(literal);
      }
      if (open.empty()) return std::nullopt;
      if (open.size() > 1 || box.lower(open[0].var) >= open[0].bound) continue;
      box.impose(open[0]);
      again = true;
    }
  }
  std::vector<Value> lower;
  for (std::size_t raw = 0; raw < count; ++raw) lower.push_back(box.lower(Var(raw)));
  return lower;
}

std::vector<Value> bounds(const Domains& domains) {
  std::vector<Value> lower;
  for (std::size_t raw = 0; raw < 2 * domains.num_variables(); ++raw) {
    lower.push_back(domains.lower(Var(raw)));
  }
  return lower;
}

// Goes down by random decisions and back up; nothing is learned, so that the twin knows as much.
TEST(Propagation, ReachesTheFixpointOfAllClauses) {
  std::size_t conflicts = 0, inferences = 0;
  for (std::uint64_t seed = 0; seed < 500; ++seed) {
    SCOPED_TRACE(seed);
    base::Random random(seed);
    test::Problem problem = test::random_problem(random);
    problem.sums.clear();
    problem.all_different.clear();
    Engine engine(Checking::on);
    build(problem, engine);
    const Box root(bounds(engine.domains()));
    if (engine.refuted()) {
      ASSERT_FALSE(naive_fixpoint(problem, root));
      continue;
    }
    std::vector<Literal> decisions;
    for (int step = 0; step < 30; ++step) {
      Box box = root;
      for (const Literal decision : decisions) box.impose(decision);
      const Outcome outcome = engine.propagate();
      const auto expected = naive_fixpoint(problem, box);
      ASSERT_EQ(outcome == Outcome::fine, expected.has_value());
      if (expected) {
        ASSERT_EQ(bounds(engine.domains()), *expected);
      }
      conflicts += !expected;
      if (!expected && decisions.empty()) break;
      if (!expected || random.chance(0.2)) {
        const std::size_t level = random.below(decisions.size() + (expected ? 1 : 0));
        engine.backtrack(static_cast<Level>(level));
        decisions.resize(level);
      }
      const Literal next = test::random_literal(problem, random);
      if (engine.domains().is_true(next) || engine.domains().is_false(next)) continue;
      engine.decide(next);
      decisions.push_back(next);
    }
    inferences += engine.statistics().by_clause;
  }
  EXPECT_GT(conflicts, 100u);
  EXPECT_GT(inferences, 1000u);
}

}  // namespace
}  // namespace moccasin::engine
