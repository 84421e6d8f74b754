// SPDX-License-Identifier: Apache-2.0
// Engine: one engine and many sets of assumptions, every answer and core compared with trying all.
#include <gtest/gtest.h>

#include <algorithm>

#include "tests/engine/support/print.h"
#include "tests/engine/support/problem.h"
#include "tests/engine/support/search.h"

namespace moccasin::engine {
namespace {

using test::Answer;
using test::Assignment;
using test::Problem;
using test::Result;

std::vector<Literal> random_assumptions(const Problem& problem, base::Random& random) {
  std::vector<Literal> assumptions;
  for (std::size_t count = random.below(5); count > 0; --count) {
    assumptions.push_back(random_literal(problem, random));
  }
  return assumptions;
}

bool any_holds(const std::vector<Assignment>& solutions, const std::vector<Literal>& literals) {
  return std::any_of(solutions.begin(), solutions.end(), [&](const Assignment& solution) {
    return test::all_hold(solution, literals);
  });
}

// Each literal of the core follows from one of the assumptions, and no solution has all of it.
void expect_core(const Premises& core, const std::vector<Literal>& assumptions,
                 const std::vector<Assignment>& solutions) {
  ASSERT_FALSE(core.empty());
  for (const Literal literal : core) {
    ASSERT_TRUE(std::any_of(assumptions.begin(), assumptions.end(), [&](Literal assumption) {
      return assumption.var == literal.var && assumption.bound >= literal.bound;
    })) << testing::PrintToString(literal);
  }
  ASSERT_FALSE(any_holds(solutions, core));
}

void expect_agreement(const Result& result, const std::vector<Literal>& assumptions,
                      const std::vector<Assignment>& solutions) {
  switch (result.answer) {
    case Answer::refuted:
      ASSERT_TRUE(solutions.empty());
      break;
    case Answer::solution:
      ASSERT_NE(std::find(solutions.begin(), solutions.end(), result.solution), solutions.end());
      ASSERT_TRUE(test::all_hold(result.solution, assumptions));
      break;
    case Answer::assumptions:
      ASSERT_FALSE(any_holds(solutions, assumptions));
      ASSERT_NO_FATAL_FAILURE(expect_core(result.core, assumptions, solutions));
      break;
  }
}

TEST(RandomAssumptions, LeaveTheSolutionsThatHoldThem) {
  std::size_t failed = 0, shorter = 0, solved = 0;
  for (std::uint64_t seed = 0; seed < 2000; ++seed) {
    SCOPED_TRACE(seed);
    base::Random random(seed);
    const Problem problem = test::random_problem(random);
    const std::vector<Assignment> solutions = test::brute_force(problem);
    Engine engine(Checking::on);
    build(problem, engine);
    const std::vector<Literal> assumptions = random_assumptions(problem, random);
    engine.assume(assumptions);
    const Result result = test::search(engine, random, {.restart = 0.1, .reduce = 0.1});
    ASSERT_NO_FATAL_FAILURE(expect_agreement(result, assumptions, solutions));
    failed += result.answer == Answer::assumptions;
    shorter += result.answer == Answer::assumptions && result.core.size() < assumptions.size();
    solved += result.answer == Answer::solution;
  }
  EXPECT_GT(failed, 200u);
  EXPECT_GT(shorter, 100u);
  EXPECT_GT(solved, 200u);
}

// What is learned under one set is kept for the next, unless a reduction drops it.
TEST(RandomAssumptions, CanBeChangedAgainAndAgain) {
  std::size_t dropped = 0;
  for (std::uint64_t seed = 5000; seed < 5300; ++seed) {
    SCOPED_TRACE(seed);
    base::Random random(seed);
    const Problem problem = test::random_problem(random);
    const std::vector<Assignment> solutions = test::brute_force(problem);
    Engine engine(Checking::on);
    build(problem, engine);
    for (int round = 0; round < 20; ++round) {
      SCOPED_TRACE(round);
      const std::vector<Literal> assumptions = random_assumptions(problem, random);
      engine.assume(assumptions);
      const Result result = test::search(engine, random, {.restart = 0.1, .reduce = 0.5});
      ASSERT_NO_FATAL_FAILURE(expect_agreement(result, assumptions, solutions));
      // Nothing that a solution needs may have been learned away at the root.
      engine.assume({});
      for (const Assignment& solution : solutions) {
        for (std::size_t i = 0; i < solution.size(); ++i) {
          ASSERT_LE(engine.domains().lower(problem.var(i)), solution[i]);
          ASSERT_GE(engine.domains().upper(problem.var(i)), solution[i]);
        }
      }
      const std::size_t learned = engine.num_learned();
      if (random.chance(0.3)) engine.reduce();
      dropped += learned - engine.num_learned();
    }
  }
  EXPECT_GT(dropped, 50u);
}

// Stops at any moment, as a limit does, and goes on with other assumptions.
TEST(RandomAssumptions, MayComeInTheMiddleOfASearch) {
  for (std::uint64_t seed = 8000; seed < 8500; ++seed) {
    SCOPED_TRACE(seed);
    base::Random random(seed);
    const Problem problem = test::random_problem(random);
    const std::vector<Assignment> solutions = test::brute_force(problem);
    Engine engine(Checking::on);
    build(problem, engine);
    for (int round = 0; round < 8; ++round) {
      engine.assume(random_assumptions(problem, random));
      for (std::uint32_t steps = random.below(12); steps > 0 && !engine.refuted(); --steps) {
        if (engine.propagate() == Outcome::conflict) {
          engine.learn();
          continue;
        }
        const Literal next = random_literal(problem, random);
        if (const auto assumption = engine.next_assumption()) {
          if (engine.domains().is_false(*assumption)) break;
          engine.decide(*assumption);
        } else if (!engine.domains().is_true(next) && !engine.domains().is_false(next)) {
          engine.decide(next);
        }
      }
    }
    const std::vector<Literal> assumptions = random_assumptions(problem, random);
    engine.assume(assumptions);
    const Result result = test::search(engine, random, {});
    ASSERT_NO_FATAL_FAILURE(expect_agreement(result, assumptions, solutions));
  }
}

}  // namespace
}  // namespace moccasin::engine
