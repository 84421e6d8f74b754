// SPDX-License-Identifier: Apache-2.0
// What an engine has done so far, for people and for policies; nothing in the engine reads it.
#pragma once

#include <cstdint>

namespace moccasin::engine {

struct Statistics {
  std::uint64_t decisions = 0;
  std::uint64_t conflicts = 0;
  std::uint64_t propagations = 0;  // bounds raised by inference
  std::uint64_t by_clause = 0;     // ... of them by a clause
  std::uint64_t calls = 0;         // of propagators
  std::uint64_t explanations = 0;
  std::uint64_t learned = 0;           // clauses
  std::uint64_t learned_literals = 0;  // in them, after minimisation
  std::uint64_t minimised = 0;         // literals that minimisation removed
  std::uint64_t reductions = 0;
  std::uint64_t restarts = 0;
  std::uint64_t ticks = 0;  // deterministic work, about a few nanoseconds each
};

}  // namespace moccasin::engine
