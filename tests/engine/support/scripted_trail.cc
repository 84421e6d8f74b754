// SPDX-License-Identifier: Apache-2.0
#include "tests/engine/support/scripted_trail.h"

#include <utility>

namespace moccasin::engine::test {
namespace {

constexpr std::size_t kVariables = 6;

// Something that is true, perhaps of the root, perhaps less than is known.
Literal random_premise(base::Random& random, const Trail& trail) {
  const Var var(2 * random.below(kVariables));
  return at_least(var, random.between(trail.lower(var) / 2, trail.lower(var)));
}

Literal last_entry(const Trail& trail) {
  const Trail::Entry& entry = trail[trail.size() - 1];
  return {entry.var, entry.bound};
}

}  // namespace

Premises random_script(base::Random& random, ScriptedTrail& script) {
  for (std::size_t i = 0; i < kVariables; ++i) script.variable();
  const auto rising = [&]() -> Literal {
    const Var var(2 * random.below(kVariables));
    return at_least(var, script.trail.lower(var) + random.between(1, 2));
  };
  const auto levels = 1 + random.below(5);
  for (Level level = 1; level <= levels; ++level) {
    script.decide(rising());
    for (std::size_t implied = random.below(6); implied > 0; --implied) {
      // Most inferences come from what was inferred last; a few were overlooked for some levels.
      Premises premises;
      if (random.chance(0.8)) premises.push_back(last_entry(script.trail));
      while (premises.empty() || random.chance(0.6)) {
        premises.push_back(random_premise(random, script.trail));
      }
      script.imply(rising(), premises);
    }
  }
  Premises conflict = {last_entry(script.trail)};
  while (random.chance(0.7)) conflict.push_back(random_premise(random, script.trail));
  return conflict;
}

}  // namespace moccasin::engine::test
