// SPDX-License-Identifier: Apache-2.0
// The naive twin of DurationSum: adds the durations of the recomputations that surely take place.
#pragma once

#include "engine/inference_checker.h"
#include "propagators/retention.h"

namespace moccasin::propagators {

class DurationChecker final : public engine::InferenceChecker {
 public:
  explicit DurationChecker(const RetentionModel& model) : model_(model) {}
  [[nodiscard]] bool refutes(const engine::Box& box) const override {
    std::int64_t sum = 0;
    for (const Run& run : model_.runs) {
      if (box.upper(run.stage) < run.never) sum += run.duration;
    }
    return sum > box.upper(model_.duration);
  }

 private:
  const RetentionModel& model_;
};

}  // namespace moccasin::propagators
