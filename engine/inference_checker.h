// SPDX-License-Identifier: Apache-2.0
// The slow, obvious twin of a propagator: knows the constraint, shares no code with what it checks,
// keeps nothing. In a checking build it is asked about every inference when it is made, by its
// premises alone; tests ask it always, and plant mutants that it must reject.
//
// Where the constraint is a sum with multipliers that nobody can guess, the propagator hands them
// over as a *hint*. The checker evaluates the sum by itself and believes nothing: a wrong hint may
// make it refute less, never what has a solution.
#pragma once

#include <optional>

#include "engine/hint.h"
#include "engine/literal.h"

namespace moccasin::engine {

// The bounds that premises and root bounds give: for naive code, which looks variables up one by
// one.
class Box {
 public:
  explicit Box(std::vector<Value> lower) : lower_(std::move(lower)) {}

  [[nodiscard]] Value lower(Var var) const { return lower_[var.value()]; }
  [[nodiscard]] Value upper(Var var) const { return -lower_[(-var).value()]; }
  void impose(Literal literal) {
    Value& bound = lower_[literal.var.value()];
    if (literal.bound > bound) bound = literal.bound;
  }
  [[nodiscard]] bool is_empty() const {
    for (std::size_t i = 0; i + 1 < lower_.size(); i += 2) {
      if (lower_[i] > -lower_[i + 1]) return true;
    }
    return false;
  }

 private:
  std::vector<Value> lower_;  // by Var
};

class InferenceChecker {
 public:
  virtual ~InferenceChecker() = default;

  // Whether naive reasoning sees that the constraint has no solution in `box`. An inference is
  // right if this holds for the root bounds, its premises and the negation of its fact.
  [[nodiscard]] virtual bool refutes(const Box& box) const = 0;
  // The same with the hint that the propagator gave for its inference; for those that need one.
  [[nodiscard]] virtual bool refutes_given(const Box& box, const Hint& /*hint*/) const {
    return refutes(box);
  }
};

}  // namespace moccasin::engine
