// SPDX-License-Identifier: Apache-2.0
// Engine: small random problems, every answer compared with that of trying all assignments.
#include <gtest/gtest.h>

#include <algorithm>
#include <optional>

#include "tests/engine/support/print.h"
#include "tests/engine/support/problem.h"
#include "tests/engine/support/search.h"

namespace moccasin::engine {
namespace {

using test::Answer;
using test::Assignment;
using test::Habits;
using test::Problem;
using test::Result;

Habits random_habits(base::Random& random) {
  return {.restart = random.chance(0.5) ? 0.2 : 0, .reduce = random.chance(0.5) ? 0.3 : 0};
}

void expect_agreement(const Result& result, const std::vector<Assignment>& solutions) {
  ASSERT_EQ(result.answer, solutions.empty() ? Answer::refuted : Answer::solution);
  if (solutions.empty()) return;
  ASSERT_NE(std::find(solutions.begin(), solutions.end(), result.solution), solutions.end());
}

TEST(RandomProblems, HaveTheSolutionsThatTryingAllFinds) {
  std::size_t feasible = 0, infeasible = 0, conflicts = 0, minimised = 0;
  for (std::uint64_t seed = 0; seed < 3000; ++seed) {
    SCOPED_TRACE(seed);
    base::Random random(seed);
    const Problem problem = test::random_problem(random);
    const std::vector<Assignment> solutions = test::brute_force(problem);
    Engine engine(Checking::on);
    build(problem, engine);
    const Result result = test::search(engine, random, random_habits(random));
    ASSERT_NO_FATAL_FAILURE(expect_agreement(result, solutions));
    (solutions.empty() ? infeasible : feasible) += 1;
    conflicts += engine.statistics().conflicts;
    minimised += engine.statistics().minimised;
  }
  EXPECT_GT(feasible, 500u);
  EXPECT_GT(infeasible, 500u);
  EXPECT_GT(conflicts, 5000u);
  EXPECT_GT(minimised, 100u);
}

// Excludes every solution it finds by a clause, until none is left.
TEST(RandomProblems, AreEnumeratedWithoutALoss) {
  for (std::uint64_t seed = 10000; seed < 10500; ++seed) {
    SCOPED_TRACE(seed);
    base::Random random(seed);
    const Problem problem = test::random_problem(random);
    const std::vector<Assignment> solutions = test::brute_force(problem);
    if (solutions.size() > 60) continue;
    Engine engine(Checking::on);
    build(problem, engine);
    std::vector<Assignment> found;
    const Habits habits = random_habits(random);
    for (;;) {
      const Result result = test::search(engine, random, habits);
      if (result.answer == Answer::refuted) break;
      found.push_back(result.solution);
      ASSERT_LE(found.size(), solutions.size());
      engine.backtrack(0);
      std::vector<Literal> others;
      for (std::size_t i = 0; i < result.solution.size(); ++i) {
        others.push_back(at_least(problem.var(i), result.solution[i] + 1));
        others.push_back(at_most(problem.var(i), result.solution[i] - 1));
      }
      engine.add_clause(others);
    }
    std::vector<Assignment> expected = solutions;
    std::sort(expected.begin(), expected.end());
    std::sort(found.begin(), found.end());
    ASSERT_EQ(found, expected);
  }
}

// The least of a variable, by imposing that the next solution be better.
TEST(RandomProblems, HaveTheOptimumThatTryingAllFinds) {
  std::size_t steps = 0;
  for (std::uint64_t seed = 20000; seed < 21500; ++seed) {
    SCOPED_TRACE(seed);
    base::Random random(seed);
    Problem problem = test::random_problem(random);
    // The cost is at least a sum of the others, so that there is something to bring down.
    const std::size_t cost = problem.domains.size();
    test::LinearSum sum = {{{1, -problem.var(cost)}}, 0};
    problem.domains.push_back({0, 5});
    for (std::size_t i = 0; i < 3; ++i) sum.terms.push_back({1, problem.var(i)});
    problem.sums.push_back(sum);
    const std::vector<Assignment> solutions = test::brute_force(problem);
    std::optional<Value> expected;
    for (const Assignment& solution : solutions) {
      expected = std::min(expected.value_or(solution[cost]), solution[cost]);
    }
    Engine engine(Checking::on);
    build(problem, engine);
    std::optional<Value> best;
    const Habits habits = random_habits(random);
    for (;;) {
      const Result result = test::search(engine, random, habits);
      if (result.answer == Answer::refuted) break;
      ASSERT_TRUE(satisfies(result.solution, problem));
      best = result.solution[cost];
      engine.impose(at_most(problem.var(cost), *best - 1));
      ++steps;
    }
    ASSERT_EQ(best, expected);
  }
  EXPECT_GT(steps, 1000u);
}

// Checks must not change what is done, only notice.
TEST(RandomProblems, AreSearchedTheSameWayWithAndWithoutChecking) {
  for (std::uint64_t seed = 30000; seed < 30300; ++seed) {
    SCOPED_TRACE(seed);
    base::Random random(seed);
    const Problem problem = test::random_problem(random);
    Engine checked(Checking::on), unchecked(Checking::off);
    build(problem, checked);
    build(problem, unchecked);
    base::Random first(seed), second(seed);
    const Habits habits = {.restart = 0.1, .reduce = 0.1};
    const Result a = test::search(checked, first, habits),
                 b = test::search(unchecked, second, habits);
    ASSERT_EQ(a.answer, b.answer);
    ASSERT_EQ(a.solution, b.solution);
    ASSERT_EQ(checked.statistics().conflicts, unchecked.statistics().conflicts);
    ASSERT_EQ(checked.statistics().learned_literals, unchecked.statistics().learned_literals);
    ASSERT_EQ(checked.statistics().ticks, unchecked.statistics().ticks);
  }
}

}  // namespace
}  // namespace moccasin::engine
