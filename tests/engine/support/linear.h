// SPDX-License-Identifier: Apache-2.0
// A propagator to test the engine with: a sum of variables that must not exceed a bound.
#pragma once

#include <memory>
#include <string_view>
#include <vector>

#include "engine/inference.h"
#include "engine/inference_checker.h"
#include "engine/propagator.h"

namespace moccasin::engine::test {

struct Term {
  Value factor = 1;  // at least 1: a negative one is a positive one of the mirrored variable
  Var var;
  friend bool operator==(const Term&, const Term&) = default;
};

// The sum of factor * var over `terms` is at most `bound`.
struct LinearSum {
  std::vector<Term> terms;
  Value bound = 0;
};

// Payload of an inference: which term it bounds. Reasons are as weak as a greedy pass makes them.
class Linear final : public Propagator {
 public:
  explicit Linear(LinearSum sum) : sum_(std::move(sum)) {}

  [[nodiscard]] std::string_view name() const override { return "linear"; }
  [[nodiscard]] Priority priority() const override { return Priority::second; }
  void attach(Subscriptions& wake) override;
  Outcome propagate(Inference& infer) override;
  void explain(Literal fact, std::uint64_t payload, const Domains& before,
               Premises& out) const override;
  void explain_conflict(std::uint64_t payload, const Domains& now, Premises& out) const override;
  void undo_to(Position) override {}

 private:
  LinearSum sum_;
};

// The least the sum can be in the box is too much.
class LinearChecker final : public InferenceChecker {
 public:
  explicit LinearChecker(LinearSum sum) : sum_(std::move(sum)) {}
  [[nodiscard]] bool refutes(const Box& box) const override {
    Value least = 0;
    for (const Term& term : sum_.terms) least += term.factor * box.lower(term.var);
    return least > sum_.bound;
  }

 private:
  LinearSum sum_;
};

}  // namespace moccasin::engine::test
