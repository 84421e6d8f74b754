// SPDX-License-Identifier: Apache-2.0
// The naive twin of RunLimit: counts the runs that surely take place.
#pragma once

#include <utility>
#include <vector>

#include "engine/inference_checker.h"
#include "propagators/retention.h"

namespace moccasin::propagators {

class RunLimitChecker final : public engine::InferenceChecker {
 public:
  RunLimitChecker(const RetentionModel& model, std::vector<RunIndex> copies, std::int64_t most)
      : model_(model), copies_(std::move(copies)), most_(most) {}
  [[nodiscard]] bool refutes(const engine::Box& box) const override {
    std::int64_t count = 0;
    for (const RunIndex run : copies_) {
      if (box.upper(model_.runs[run].stage) < model_.runs[run].never) ++count;
    }
    return count > most_;
  }

 private:
  const RetentionModel& model_;
  const std::vector<RunIndex> copies_;
  const std::int64_t most_;
};

}  // namespace moccasin::propagators
