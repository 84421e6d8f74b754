// SPDX-License-Identifier: Apache-2.0
// The naive twin of RetentionOrder: the three rules on the extreme values.
#pragma once

#include "engine/inference_checker.h"
#include "propagators/retention.h"

namespace moccasin::propagators {

class OrderChecker final : public engine::InferenceChecker {
 public:
  explicit OrderChecker(const RetentionModel& model) : model_(model) {}
  // Whether some retention must end before its run, some copy must run before the one before it,
  // or some retention must last beyond the next copy.
  [[nodiscard]] bool refutes(const engine::Box& box) const override;

 private:
  const RetentionModel& model_;
};

}  // namespace moccasin::propagators
