// SPDX-License-Identifier: Apache-2.0
// The naive twin of KnapsackCover: at every first run, sorts the tensors into those that are
// surely live and those that could be dropped for the duration of making them again, and tries
// every price for a unit: with any price p, what is paid is at least
//
//   p x (units that must go) - sum over what can go of max(0, p x units - duration)
#pragma once

#include <vector>

#include "engine/inference_checker.h"
#include "propagators/retention.h"

namespace moccasin::propagators {

class KnapsackCoverChecker final : public engine::InferenceChecker {
 public:
  explicit KnapsackCoverChecker(const RetentionModel& model) : model_(model) {}
  [[nodiscard]] bool refutes(const engine::Box& box) const override;

 private:
  struct Droppable {
    std::int64_t units = 0, duration = 0;
  };
  enum class Fate { live, droppable, free };

  [[nodiscard]] Fate fate(CopiesIndex tensor, Value stage, const engine::Box& box) const;
  [[nodiscard]] bool surely_live(RetentionIndex retention, Event event,
                                 const engine::Box& box) const;
  [[nodiscard]] bool refutes_at(Value stage, const engine::Box& box) const;

  const RetentionModel& model_;
};

}  // namespace moccasin::propagators
