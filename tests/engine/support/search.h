// SPDX-License-Identifier: Apache-2.0
// The shortest loop that drives an engine to an answer: random decisions, random restarts.
#pragma once

#include "base/random.h"
#include "engine/engine.h"
#include "tests/engine/support/problem.h"

namespace moccasin::engine::test {

enum class Answer { solution, refuted, assumptions };

struct Result {
  Answer answer = Answer::refuted;
  Assignment solution;  // of the variables as they were made
  Premises core;        // assumptions that cannot hold together
};

struct Habits {
  double restart = 0;  // chance of each after a conflict
  double reduce = 0;
};

// Under the engine's assumptions. Pre-condition: nothing has been decided.
[[nodiscard]] Result search(Engine& engine, base::Random& random, Habits habits);

}  // namespace moccasin::engine::test
