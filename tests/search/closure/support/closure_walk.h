// SPDX-License-Identifier: Apache-2.0
// Takes the closure's constraint through random decisions, conflicts, jumps back and restarts, and
// shows every reason that it gives to a judge, when it is made and whenever it is asked for again.
#pragma once

#include <functional>
#include <memory>
#include <optional>

#include "engine/engine.h"
#include "search/closure/closure_propagator.h"
#include "tests/propagators/support/random_walk.h"
#include "tests/search/closure/support/closure_case.h"

namespace moccasin::test {

class ClosureWalk {
 public:
  using Judge = std::function<void(const Inferred&)>;

  // With Company::all the other constraints of the model propagate too. `most`: of the duration.
  enum class Company { none, all };
  ClosureWalk(ClosureCase& closure_case, const search::ClosureStart& start, engine::Value most,
              Company company, Judge judge);

  // A decision, or a jump back if there was a conflict and now and then if not; then propagation.
  void step();
  // Only decisions that these values satisfy, from now on; null: any.
  void follow(const Assignment* values) { followed_ = values; }
  // From now on conflicts are only taken back, so that no clause says more than the closure.
  void stop_learning() { learns_ = false; }
  // The root has a conflict: nothing is left to do.
  [[nodiscard]] bool over() const { return engine_.refuted(); }
  [[nodiscard]] bool at_fixpoint() const { return outcome_ == engine::Outcome::fine; }
  // Whether there is a conflict after a decision, which is taken back again.
  // Pre-condition: at_fixpoint().
  [[nodiscard]] bool conflicts_after(engine::Literal literal);

  [[nodiscard]] engine::Var duration() const { return case_.encoding().duration(); }
  [[nodiscard]] engine::Domains domains() const { return engine_.domains(); }
  // Bounds now.
  [[nodiscard]] engine::Box box() const { return box_of(domains()); }
  [[nodiscard]] const engine::InferenceChecker& checker() const { return *checker_; }
  [[nodiscard]] const search::ClosurePropagator& closure() const { return *closure_; }
  [[nodiscard]] const search::ClosureModel& model() const { return *model_; }

 private:
  class Watched;

  [[nodiscard]] std::optional<engine::Literal> random_decision();
  void decide(engine::Literal literal);
  void propagate();

  ClosureCase& case_;
  const Judge judge_;
  const std::shared_ptr<const search::ClosureModel> model_;
  engine::Engine engine_{engine::Checking::on};
  const engine::InferenceChecker* checker_ = nullptr;
  const search::ClosurePropagator* closure_ = nullptr;
  const Assignment* followed_ = nullptr;
  bool learns_ = true;
  engine::Box root_{{}};
  engine::Outcome outcome_ = engine::Outcome::fine;
};

}  // namespace moccasin::test
