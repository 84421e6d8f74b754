// SPDX-License-Identifier: Apache-2.0
// Takes the constraints of a random model through random decisions, conflicts, jumps back and
// restarts, and shows every reason that one of them gives to a judge, with what it was given for.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "engine/engine.h"
#include "tests/propagators/support/retention_case.h"

namespace moccasin::test {

// `fact` (none: a conflict) was inferred because of `premises`.
struct Inferred {
  const engine::Propagator& propagator;
  const engine::InferenceChecker& checker;
  const engine::Premises& premises;
  std::optional<engine::Literal> fact;
  std::uint64_t payload;
  const engine::Domains& before;
  const engine::Box& root;  // bounds that need no premise
};

// Whether naive reasoning sees `fact` follow from the root and `premises`: what the engine asks.
[[nodiscard]] bool follows(const Inferred& inferred, const engine::Premises& premises,
                           std::optional<engine::Literal> fact);

class RandomWalk {
 public:
  using Judge = std::function<void(const Inferred&)>;

  // The reasons of `constraint` are judged; with Company::order RetentionOrder propagates too.
  enum class Company { none, order };
  RandomWalk(RetentionCase& retention_case, Constraint constraint, Company company, Judge judge);

  // A decision, or a jump back if there was a conflict and now and then if not; then propagation.
  void step();
  // The root has a conflict: nothing is left to do.
  [[nodiscard]] bool over() const { return engine_.refuted(); }
  [[nodiscard]] bool at_fixpoint() const { return outcome_ == engine::Outcome::fine; }
  // Decides all variables, as far as there is no conflict; whether there was none.
  [[nodiscard]] bool decide_all(const Assignment& values);

  // The propagator whose reasons are judged.
  [[nodiscard]] const engine::Propagator& judged() const { return *judged_; }
  [[nodiscard]] engine::Domains domains() const { return engine_.domains(); }
  // Bounds now.
  [[nodiscard]] std::vector<engine::Value> bounds() const;
  // The fixpoint from bounds(), by propagators that have seen nothing before; nothing: a conflict.
  [[nodiscard]] std::optional<std::vector<engine::Value>> fixpoint_from_scratch() const;

 private:
  class Watched;

  [[nodiscard]] engine::Box root_now() const { return engine::Box(bounds()); }
  void decide(engine::Literal literal);
  void propagate();

  RetentionCase& case_;
  const Constraint constraint_;
  const Company company_;
  const Judge judge_;
  engine::Engine engine_{engine::Checking::on};
  const engine::Propagator* judged_ = nullptr;
  engine::Box root_{{}};
  engine::Outcome outcome_ = engine::Outcome::fine;
};

}  // namespace moccasin::test
