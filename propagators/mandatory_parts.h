// SPDX-License-Identifier: Apache-2.0
// What is surely live, kept as bounds move. A retention whose run takes place is live from the
// latest its run can start to the earliest it can end, its mandatory part (Lahrichi, 1982):
//
//   earliest start      latest start      earliest end        latest end
//         (- - - - - - - - - [====================] - - - - - - - )
//
// The parts and the profile that they add up to follow the trail: changes are noted with their
// position and undone in reverse.
#pragma once

#include <cstdint>
#include <vector>

#include "engine/inference.h"
#include "propagators/memory_profile.h"
#include "propagators/retention.h"

namespace moccasin::propagators {

// Events [first, last]; first > last: none.
struct Part {
  Event first = INT64_MAX, last = INT64_MIN;
  [[nodiscard]] bool empty() const { return first > last; }
  [[nodiscard]] bool contains(Event event) const { return first <= event && event <= last; }
  friend bool operator==(const Part&, const Part&) = default;
};

class MandatoryParts {
 public:
  explicit MandatoryParts(const RetentionModel& model);

  // Bounds of a run and its retentions, or of one retention, have changed.
  void take_in_run(RunIndex run, engine::Inference& infer);
  void take_in(RetentionIndex retention, engine::Inference& infer);
  void undo_to(engine::Position size);

  // Where levels rose since the last call of this.
  [[nodiscard]] std::vector<Part> raised();

  [[nodiscard]] const MemoryProfile& profile() const { return profile_; }
  [[nodiscard]] const Part& of(RetentionIndex retention) const { return part_[retention]; }
  // Retentions of any size, largest first.
  [[nodiscard]] const std::vector<RetentionIndex>& by_size() const { return by_size_; }

  // What is not to be explained, since it needs no premise: retentions of these tensors.
  using Granted = std::vector<CopiesIndex>;
  // Appends premises of parts at `event`, and of a run that takes place then, that add up to
  // `needed` units: all were true in `before`. The retention `except` and those of tensors in
  // `granted` are not used. Pre-condition: there are that many.
  void explain_level(Event event, RetentionIndex except, const Granted& granted,
                     std::int64_t needed, const engine::Domains& before,
                     engine::Premises& out) const;  // memory_reason.cc

 private:
  struct Change {  // of a part, or a run placed
    engine::Position position;
    RetentionIndex retention;  // invalid: a run placed
    Part before;
    RunIndex run;
  };

  struct Term;  // a part at an event, with its premises
  std::vector<Term> terms_at(Event event, RetentionIndex except, const Granted& granted,
                             const engine::Domains& before) const;
  [[nodiscard]] Part mandatory(RetentionIndex retention, const engine::Domains& domains) const;
  void place(RunIndex run, engine::Inference& infer);
  void raise(Part part, std::int64_t size);

  const RetentionModel& model_;
  MemoryProfile profile_;
  base::IndexedVector<RetentionIndex, Part> part_;  // as it is in the profile
  base::IndexedVector<RetentionIndex, CopiesIndex> tensor_of_;
  base::IndexedVector<RunIndex, char> placed_;
  std::vector<RetentionIndex> by_size_;
  std::vector<Change> changes_;
  std::vector<Part> raised_;
};

}  // namespace moccasin::propagators
