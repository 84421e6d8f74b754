// SPDX-License-Identifier: Apache-2.0
// The naive twin of RetentionPrecedence: tries every stage a reader can be in.
#pragma once

#include "engine/inference_checker.h"
#include "propagators/retention.h"

namespace moccasin::propagators {

class PrecedenceChecker final : public engine::InferenceChecker {
 public:
  explicit PrecedenceChecker(const RetentionModel& model) : model_(model) {}
  // Whether some reader that surely runs finds no copy in any of its stages.
  [[nodiscard]] bool refutes(const engine::Box& box) const override;

 private:
  [[nodiscard]] bool can_be_read(const Read& read, Value stage, const engine::Box& box) const;

  const RetentionModel& model_;
};

}  // namespace moccasin::propagators
