// SPDX-License-Identifier: Apache-2.0
// Small problems over bounds, and all their solutions by trying every assignment.
#pragma once

#include <utility>
#include <vector>

#include "base/random.h"
#include "engine/engine.h"
#include "tests/engine/support/linear.h"

namespace moccasin::engine::test {

// The value of the variable Var(2 * i) at i.
using Assignment = std::vector<Value>;

// The variables are Var(0), Var(2), ..., which is how an engine numbers them.
struct Problem {
  std::vector<std::pair<Value, Value>> domains;
  std::vector<std::vector<Literal>> clauses;
  std::vector<LinearSum> sums;
  std::vector<std::vector<Var>> all_different;

  [[nodiscard]] Var var(std::size_t i) const { return Var(2 * i); }
};

[[nodiscard]] Value value_of(const Assignment& assignment, Var var);
[[nodiscard]] bool holds(const Assignment& assignment, Literal literal);
[[nodiscard]] bool all_hold(const Assignment& assignment, const std::vector<Literal>& literals);
[[nodiscard]] bool satisfies(const Assignment& assignment, const Problem& problem);
[[nodiscard]] std::vector<Assignment> brute_force(const Problem& problem);

// Of 4 to 7 variables with 1 to 6 values each and constraints of every kind, or of about 10 small
// ones and clauses only; loose and tight, with and without solutions.
[[nodiscard]] Problem random_problem(base::Random& random);
// Neither always true nor always false, unless the variable has one value only.
[[nodiscard]] Literal random_literal(const Problem& problem, base::Random& random);

// Gives an engine without variables the problem.
void build(const Problem& problem, Engine& engine);

}  // namespace moccasin::engine::test
