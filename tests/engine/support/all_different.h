// SPDX-License-Identifier: Apache-2.0
// A propagator to test the engine with: variables whose values all differ (pigeons and holes).
#pragma once

#include <string_view>
#include <vector>

#include "engine/inference.h"
#include "engine/inference_checker.h"
#include "engine/propagator.h"

namespace moccasin::engine::test {

// Tries every interval of values: too many variables inside it are a conflict, and as many as it
// has values keep all others out. Values must lie in [-999, 999].
class AllDifferent final : public Propagator {
 public:
  explicit AllDifferent(std::vector<Var> vars) : vars_(std::move(vars)) {}

  [[nodiscard]] std::string_view name() const override { return "all different"; }
  [[nodiscard]] Priority priority() const override { return Priority::last; }
  void attach(Subscriptions& wake) override;
  Outcome propagate(Inference& infer) override;
  void explain(Literal fact, std::uint64_t payload, const Domains& before,
               Premises& out) const override;
  void explain_conflict(std::uint64_t payload, const Domains& now, Premises& out) const override;
  void undo_to(Position) override {}

 private:
  std::vector<Var> vars_;
};

// Some interval has more variables than values.
class AllDifferentChecker final : public InferenceChecker {
 public:
  explicit AllDifferentChecker(std::vector<Var> vars) : vars_(std::move(vars)) {}
  [[nodiscard]] bool refutes(const Box& box) const override {
    for (const Var first : vars_) {
      for (const Var last : vars_) {
        const Value low = box.lower(first), high = box.upper(last);
        Value inside = 0;
        for (const Var var : vars_) inside += box.lower(var) >= low && box.upper(var) <= high;
        if (low <= high && inside > high - low + 1) return true;
      }
    }
    return false;
  }

 private:
  std::vector<Var> vars_;
};

}  // namespace moccasin::engine::test
