// SPDX-License-Identifier: Apache-2.0
// Variables are integers known by their bounds, and a literal is a bound:
//
//   x in [2, 7]     lower(x) = 2, and since -x is a variable as well, upper(x) = -lower(-x) = 7
//   [x >= 3]        Literal{x, 3};  its negation [x <= 2] is [-x >= -2] = Literal{-x, -2}
//
// Only lower bounds are ever stored, and every rule is written once: upper bounds are the lower
// bounds of the mirror.
#pragma once

#include <cstdint>
#include <vector>

#include "base/strong_index.h"

namespace moccasin::engine {

using Value = std::int64_t;

// Even: a variable as it was made; odd: its negation.
using Var = base::StrongIndex<struct VarTag>;

[[nodiscard]] constexpr Var operator-(Var var) { return Var(var.value() ^ 1u); }

// [var >= bound]
struct Literal {
  Var var;
  Value bound = 0;
  friend bool operator==(const Literal&, const Literal&) = default;
};

[[nodiscard]] constexpr Literal operator~(Literal literal) {
  return {-literal.var, 1 - literal.bound};
}
[[nodiscard]] constexpr Literal at_least(Var var, Value bound) { return {var, bound}; }
[[nodiscard]] constexpr Literal at_most(Var var, Value bound) { return {-var, -bound}; }

// Literals that hold together: why something follows.
using Premises = std::vector<Literal>;

}  // namespace moccasin::engine
