// SPDX-License-Identifier: Apache-2.0
// The objective: the duration is at least that of the recomputations that surely take place, and a
// recomputation that would take it beyond its upper bound does not take place.
//
//   duration in [0, 10];  a (6) takes place, b (5) and c (3) may:   duration >= 6, b never
#pragma once

#include <vector>

#include "engine/inference.h"
#include "engine/propagator.h"
#include "propagators/retention.h"
#include "propagators/runs_taking_place.h"

namespace moccasin::propagators {

class DurationSum final : public engine::Propagator {
 public:
  explicit DurationSum(const RetentionModel& model);

  [[nodiscard]] std::string_view name() const override { return "duration sum"; }
  [[nodiscard]] engine::Priority priority() const override { return engine::Priority::second; }
  void attach(engine::Subscriptions& wake) override;
  engine::Outcome propagate(engine::Inference& infer) override;
  void explain(Literal fact, std::uint64_t payload, const engine::Domains& before,
               engine::Premises& out) const override;
  void undo_to(engine::Position size) override { active_.undo_to(size); }

 private:
  static constexpr std::uint32_t kDurationTag = 0xffffffff;

  const RetentionModel& model_;
  std::vector<RunIndex> optional_;  // runs that cost something, dearest first
  RunsTakingPlace active_;
};

}  // namespace moccasin::propagators
