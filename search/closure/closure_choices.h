// SPDX-License-Identifier: Apache-2.0
// The choices of a closure network in the engine's words: which of them its bounds make, and why.
//
//   v runs again              its first recomputation takes place
//   v runs again after t      a recomputation that takes place starts after t
//   v does not                it takes place, and no recomputation starts after t or is a surrogate
//                             copy
//
// If v runs once only, nothing is said of events: that it does not run again is enough.
#pragma once

#include "model/encoding/encoding.h"
#include "search/bound/closure_network.h"

namespace moccasin::search {

class ClosureChoices {
 public:
  explicit ClosureChoices(const encoding::Encoding& encoding)
      : encoding_(encoding), model_(encoding.model()) {}

  using Choice = ClosureNetwork::Choice;
  using RunIndex = propagators::RunIndex;

  // `Bounds` as engine::Domains and engine::Box have them.
  template <class Bounds>
  [[nodiscard]] Again made(const Choice& choice, const Bounds& bounds) const;
  // Literals that are true and from which it follows that the choice is made as `again`.
  void explain(const Choice& choice, Again again, const engine::Domains& domains,
               engine::Premises& out) const;

  // Invalid: it runs once only.
  [[nodiscard]] RunIndex first_copy(Op op) const {
    return model_.runs[model_.first_run(static_cast<propagators::Value>(op.value()))].next_copy;
  }
  [[nodiscard]] engine::Literal runs_again(Op op) const {
    return model_.takes_place(first_copy(op));
  }
  [[nodiscard]] Op op_of(RunIndex run) const { return encoding_.op_of(run); }
  [[nodiscard]] const propagators::RetentionModel& model() const { return model_; }

 private:
  template <class Bounds>
  [[nodiscard]] static bool is_true(engine::Literal literal, const Bounds& bounds) {
    return bounds.lower(literal.var) >= literal.bound;
  }
  [[nodiscard]] propagators::Event event(const Choice& choice) const {
    const auto at = static_cast<propagators::Value>(choice.event.value());
    return model_.grid.event(at, at);
  }
  // Whether `run` surely starts after the event.
  template <class Bounds>
  [[nodiscard]] bool is_after(RunIndex run, const Choice& choice, const Bounds& bounds) const {
    return !encoding_.is_surrogate(run) && is_true(model_.takes_place(run), bounds) &&
           is_true(model_.starts_after(run, event(choice)), bounds);
  }

  const encoding::Encoding& encoding_;
  const propagators::RetentionModel& model_;
};

template <class Bounds>
Again ClosureChoices::made(const Choice& choice, const Bounds& bounds) const {
  const engine::Literal again = runs_again(choice.op);
  if (!choice.event.valid()) {
    return is_true(again, bounds)    ? Again::surely
           : is_true(~again, bounds) ? Again::never
                                     : Again::open;
  }
  if (!is_true(again, bounds)) return Again::open;
  bool never = true;
  for (RunIndex run = first_copy(choice.op); run.valid(); run = model_.runs[run].next_copy) {
    if (is_after(run, choice, bounds)) return Again::surely;
    const bool absent = is_true(~model_.takes_place(run), bounds);
    const bool early =
        !encoding_.is_surrogate(run) && is_true(model_.starts_by(run, event(choice)), bounds);
    never = never && (absent || early);
  }
  return never ? Again::never : Again::open;
}

}  // namespace moccasin::search
