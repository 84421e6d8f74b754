// SPDX-License-Identifier: Apache-2.0
// A run that takes place reads each of its inputs from a copy that is retained then. With the
// reader in stage q, copy j can serve if it is made in q or before and kept until the reader's
// event, so each copy can serve a window of stages, and
//
//   stage      1   2   3   4   5   6   7   8
//   copy 0     -------]                             from its start to the latest its end can be
//   copy 1                     [-----------         no stage earlier than its stage can be
//   reader             <-----------------------     may be in 3..8
//
//   reach      the reader is in no stage that no copy can serve:   stage >= 5
//   support    if it surely runs and one copy only can serve it, then that one does: made no later
//              than the reader's latest stage, kept until its earliest event
#pragma once

#include "engine/inference.h"
#include "engine/propagator.h"
#include "propagators/retention.h"

namespace moccasin::propagators {

class RetentionPrecedence final : public engine::Propagator {
 public:
  explicit RetentionPrecedence(const RetentionModel& model) : model_(model) {}

  [[nodiscard]] std::string_view name() const override { return "retention precedence"; }
  [[nodiscard]] engine::Priority priority() const override { return engine::Priority::first; }
  void attach(engine::Subscriptions& wake) override;
  engine::Outcome propagate(engine::Inference& infer) override;
  void explain(Literal fact, std::uint64_t payload, const engine::Domains& before,
               engine::Premises& out) const override;  // precedence_reason.cc
  void undo_to(engine::Position) override {}

 private:
  // The stages [first, last] in which `retention` can serve a reader at `position`; none if
  // first > last.
  struct Window {
    Value first, last;
  };
  [[nodiscard]] Window window(RetentionIndex retention, Value position,
                              const engine::Domains& domains) const;
  engine::Outcome propagate_read(ReadIndex read, engine::Inference& infer);
  engine::Outcome reach(ReadIndex read, engine::Inference& infer);
  engine::Outcome support(ReadIndex read, engine::Inference& infer);
  void explain_useless(RetentionIndex retention, Value position, Value first, Value last,
                       const engine::Domains& before, engine::Premises& out) const;

  const RetentionModel& model_;
};

}  // namespace moccasin::propagators
