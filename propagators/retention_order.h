// SPDX-License-Identifier: Apache-2.0
// What the variables of one operation owe each other:
//
//   span     a retention does not end before its run:     end >= event(stage)
//   copies   copies run in order, or do not run:          stage(j + 1) > stage(j), or never
//   serve    a read takes the last copy made, so a        end(j) < event(stage(j + 1))
//            retention ends before the next copy is made
//
// Copies of an operation are alike; the order leaves one of their permutations.
#pragma once

#include "engine/inference.h"
#include "engine/propagator.h"
#include "propagators/retention.h"

namespace moccasin::propagators {

class RetentionOrder final : public engine::Propagator {
 public:
  explicit RetentionOrder(const RetentionModel& model);

  [[nodiscard]] std::string_view name() const override { return "retention order"; }
  [[nodiscard]] engine::Priority priority() const override { return engine::Priority::first; }
  void attach(engine::Subscriptions& wake) override;
  engine::Outcome propagate(engine::Inference& infer) override;
  void explain(Literal fact, std::uint64_t payload, const engine::Domains& before,
               engine::Premises& out) const override;
  void undo_to(engine::Position) override {}

 private:
  engine::Outcome propagate_span(RetentionIndex retention, engine::Inference& infer);
  engine::Outcome propagate_copies(RunIndex run, engine::Inference& infer);
  engine::Outcome propagate_serve(RetentionIndex retention, engine::Inference& infer);
  engine::Outcome propagate_run(RunIndex run, engine::Inference& infer);

  const RetentionModel& model_;
  base::IndexedVector<RunIndex, RunIndex> previous_copy_;
};

}  // namespace moccasin::propagators
