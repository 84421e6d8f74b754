// SPDX-License-Identifier: Apache-2.0
#include "tests/engine/support/search.h"

#include <optional>

namespace moccasin::engine::test {
namespace {

// One of a variable that is not fixed; none: all are.
std::optional<Literal> random_decision(const Domains& domains, base::Random& random) {
  std::vector<Var> open;
  for (std::size_t i = 0; i < domains.num_variables(); ++i) {
    if (!domains.is_fixed(Var(2 * i))) open.push_back(Var(2 * i));
  }
  if (open.empty()) return std::nullopt;
  const Var var = open[random.below(open.size())];
  const Literal literal = at_least(var, random.between(domains.lower(var) + 1, domains.upper(var)));
  return random.chance(0.5) ? literal : ~literal;
}

Assignment assignment_of(const Domains& domains) {
  Assignment assignment;
  for (std::size_t i = 0; i < domains.num_variables(); ++i) {
    assignment.push_back(domains.lower(Var(2 * i)));
  }
  return assignment;
}

}  // namespace

Result search(Engine& engine, base::Random& random, Habits habits) {
  while (!engine.refuted()) {
    if (engine.propagate() == Outcome::conflict) {
      engine.learn();
      if (random.chance(habits.reduce)) engine.reduce();
      continue;
    }
    if (random.chance(habits.restart)) engine.backtrack(engine.assumption_levels());
    if (const std::optional<Literal> assumption = engine.next_assumption()) {
      if (engine.domains().is_false(*assumption)) {
        return {Answer::assumptions, {}, engine.failed_assumptions(*assumption)};
      }
      engine.decide(*assumption);
      continue;
    }
    const std::optional<Literal> decision = random_decision(engine.domains(), random);
    if (!decision) return {Answer::solution, assignment_of(engine.domains()), {}};
    engine.decide(*decision);
  }
  return {Answer::refuted, {}, {}};
}

}  // namespace moccasin::engine::test
