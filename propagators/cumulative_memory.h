// SPDX-License-Identifier: Apache-2.0
// Live units never exceed the budget. What is surely live, the mandatory parts of retentions, adds
// up to a level at each event (propagators/mandatory_parts.h).
//
//   overload   mandatory parts exceed the budget at an event                   memory_overload.cc
//   push       where they leave too little for a retention, it is not live:    memory_push.cc
//              it ends before, or its run starts after (maybe never)
//
// Both ends of a retention are free, so that it is not live at event t is one clause, start > t or
// end < t, and a push has the reason of one event: the mandatory parts at t (memory_reason.cc).
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "engine/inference.h"
#include "engine/propagator.h"
#include "propagators/mandatory_parts.h"
#include "propagators/retention.h"

namespace moccasin::propagators {

class CumulativeMemory final : public engine::Propagator {
 public:
  explicit CumulativeMemory(const RetentionModel& model);

  [[nodiscard]] std::string_view name() const override { return "cumulative memory"; }
  [[nodiscard]] engine::Priority priority() const override { return engine::Priority::third; }
  void attach(engine::Subscriptions& wake) override;
  engine::Outcome propagate(engine::Inference& infer) override;
  void explain(Literal fact, std::uint64_t payload, const engine::Domains& before,
               engine::Premises& out) const override;
  void explain_conflict(std::uint64_t payload, const engine::Domains& now,
                        engine::Premises& out) const override;
  void undo_to(engine::Position size) override { parts_->undo_to(size); }

  // As of this propagator's last propagation, for others of lower priority.
  [[nodiscard]] std::shared_ptr<const MandatoryParts> parts() const { return parts_; }

 private:
  engine::Outcome overload(const std::vector<Part>& raised, engine::Inference& infer);
  engine::Outcome push(const std::vector<Part>& raised, engine::Inference& infer);
  engine::Outcome push_one(RetentionIndex retention, engine::Inference& infer);

  const RetentionModel& model_;
  std::shared_ptr<MandatoryParts> parts_;
};

}  // namespace moccasin::propagators
