// SPDX-License-Identifier: Apache-2.0
// The naive twin of CumulativeMemory: adds up, event by event, what must be live.
#pragma once

#include "engine/inference_checker.h"
#include "propagators/retention.h"

namespace moccasin::propagators {

class MemoryChecker final : public engine::InferenceChecker {
 public:
  explicit MemoryChecker(const RetentionModel& model) : model_(model) {}
  // Whether the retentions that are live at some event whatever their bounds become, with the
  // workspaces of runs that take place then, exceed the budget.
  [[nodiscard]] bool refutes(const engine::Box& box) const override;

 private:
  [[nodiscard]] std::int64_t surely_live(Event event, const engine::Box& box) const;

  const RetentionModel& model_;
};

}  // namespace moccasin::propagators
