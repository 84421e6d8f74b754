// SPDX-License-Identifier: Apache-2.0
#include "tests/engine/support/problem.h"

#include <algorithm>

#include "tests/engine/support/all_different.h"

namespace moccasin::engine::test {

Value value_of(const Assignment& assignment, Var var) {
  const Value value = assignment[var.value() / 2];
  return var.value() % 2 == 0 ? value : -value;
}

bool holds(const Assignment& assignment, Literal literal) {
  return value_of(assignment, literal.var) >= literal.bound;
}

bool all_hold(const Assignment& assignment, const std::vector<Literal>& literals) {
  return std::all_of(literals.begin(), literals.end(),
                     [&](Literal literal) { return holds(assignment, literal); });
}

bool satisfies(const Assignment& assignment, const Problem& problem) {
  for (const std::vector<Literal>& clause : problem.clauses) {
    if (std::none_of(clause.begin(), clause.end(),
                     [&](Literal literal) { return holds(assignment, literal); })) {
      return false;
    }
  }
  for (const LinearSum& sum : problem.sums) {
    Value total = 0;
    for (const Term& term : sum.terms) total += term.factor * value_of(assignment, term.var);
    if (total > sum.bound) return false;
  }
  for (const std::vector<Var>& vars : problem.all_different) {
    for (std::size_t i = 0; i < vars.size(); ++i) {
      for (std::size_t j = 0; j < i; ++j) {
        if (value_of(assignment, vars[i]) == value_of(assignment, vars[j])) return false;
      }
    }
  }
  return true;
}

std::vector<Assignment> brute_force(const Problem& problem) {
  std::vector<Assignment> solutions;
  Assignment assignment;
  for (const auto& [lower, upper] : problem.domains) assignment.push_back(lower);
  for (;;) {
    if (satisfies(assignment, problem)) solutions.push_back(assignment);
    std::size_t i = 0;
    while (i < assignment.size() && assignment[i] == problem.domains[i].second) {
      assignment[i] = problem.domains[i].first;
      ++i;
    }
    if (i == assignment.size()) return solutions;
    ++assignment[i];
  }
}

Literal random_literal(const Problem& problem, base::Random& random) {
  const std::size_t i = random.below(problem.domains.size());
  const auto [lower, upper] = problem.domains[i];
  const Literal literal =
      at_least(problem.var(i), random.between(std::min(lower + 1, upper), upper));
  return random.chance(0.5) ? literal : ~literal;
}

namespace {

LinearSum random_sum(const Problem& problem, base::Random& random) {
  LinearSum sum;
  Value least = 0, most = 0;
  for (std::size_t i = 0; i < problem.domains.size(); ++i) {
    if (random.chance(0.4)) continue;
    const Value factor = random.between(1, 4);
    auto [lower, upper] = problem.domains[i];
    Var var = problem.var(i);
    if (random.chance(0.4)) {
      var = -var;
      lower = -std::exchange(upper, -lower);
    }
    sum.terms.push_back({factor, var});
    least += factor * lower;
    most += factor * upper;
  }
  sum.bound = least + (most - least) * random.between(2, 8) / 10;
  return sum;
}

// Clauses alone, about as many as leave one solution: these need the most conflicts.
Problem random_puzzle(base::Random& random) {
  Problem problem;
  const std::size_t num_variables = 9 + random.below(3);
  for (std::size_t i = 0; i < num_variables; ++i) {
    problem.domains.push_back({0, random.chance(0.2) ? 2 : 1});
  }
  const std::size_t num_clauses = 4 * num_variables + random.below(2 * num_variables);
  while (problem.clauses.size() < num_clauses) {
    std::vector<Literal> clause;
    while (clause.size() < 3) clause.push_back(random_literal(problem, random));
    problem.clauses.push_back(clause);
  }
  return problem;
}

}  // namespace

Problem random_problem(base::Random& random) {
  if (random.chance(0.3)) return random_puzzle(random);
  Problem problem;
  const std::size_t num_variables = 4 + random.below(4);
  for (std::size_t i = 0; i < num_variables; ++i) {
    const Value lower = random.between(-3, 3);
    problem.domains.push_back({lower, lower + random.between(random.chance(0.05) ? 0 : 1, 5)});
  }
  for (std::size_t count = random.below(8 * num_variables + 1); count > 0; --count) {
    std::vector<Literal> clause;
    const std::size_t size = random.chance(0.01) ? 1 : 2 + random.below(3);
    while (clause.size() < size) clause.push_back(random_literal(problem, random));
    problem.clauses.push_back(clause);
  }
  for (std::size_t count = random.below(4); count > 0; --count) {
    problem.sums.push_back(random_sum(problem, random));
  }
  if (random.chance(0.3)) {
    std::vector<Var> vars;
    for (std::size_t i = 0; i < num_variables; ++i) {
      if (random.chance(0.6)) vars.push_back(problem.var(i));
    }
    problem.all_different.push_back(vars);
  }
  return problem;
}

void build(const Problem& problem, Engine& engine) {
  for (const auto& [lower, upper] : problem.domains) engine.new_variable(lower, upper);
  for (const std::vector<Literal>& clause : problem.clauses) engine.add_clause(clause);
  for (const LinearSum& sum : problem.sums) {
    engine.add(std::make_unique<Linear>(sum), std::make_unique<LinearChecker>(sum));
  }
  for (const std::vector<Var>& vars : problem.all_different) {
    engine.add(std::make_unique<AllDifferent>(vars), std::make_unique<AllDifferentChecker>(vars));
  }
}

}  // namespace moccasin::engine::test
