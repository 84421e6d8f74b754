// SPDX-License-Identifier: Apache-2.0
// The runs that surely take place and cost something, as they came to, with the sum of their
// durations; follows the trail.
#pragma once

#include <cstdint>
#include <vector>

#include "engine/inference.h"
#include "propagators/retention.h"

namespace moccasin::propagators {

class RunsTakingPlace {
 public:
  struct Counted {
    RunIndex run;
    engine::Position position;
  };

  explicit RunsTakingPlace(const RetentionModel& model)
      : model_(model), contains_(model.runs.size(), 0) {}

  // The upper bound of the run's stage has changed.
  void take_in(RunIndex run, engine::Inference& infer) {
    if (contains_[run] != 0 || !infer.domains().is_true(model_.takes_place(run))) return;
    contains_[run] = 1;
    counted_.push_back({run, infer.position()});
    duration_ += model_.runs[run].duration;
  }
  void undo_to(engine::Position size) {
    while (!counted_.empty() && counted_.back().position > size) {
      contains_[counted_.back().run] = 0;
      duration_ -= model_.runs[counted_.back().run].duration;
      counted_.pop_back();
    }
  }

  [[nodiscard]] bool contains(RunIndex run) const { return contains_[run] != 0; }
  [[nodiscard]] std::int64_t duration() const { return duration_; }
  // Those now include those at any earlier moment of the branch.
  [[nodiscard]] const std::vector<Counted>& all() const { return counted_; }

 private:
  const RetentionModel& model_;
  std::vector<Counted> counted_;
  base::IndexedVector<RunIndex, char> contains_;
  std::int64_t duration_ = 0;
};

}  // namespace moccasin::propagators
