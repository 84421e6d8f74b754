// SPDX-License-Identifier: Apache-2.0
// Live units never exceed the budget. A retention whose run takes place is surely live from the
// latest its run can start to the earliest it can end, its mandatory part (Lahrichi, 1982):
//
//   earliest start      latest start      earliest end        latest end
//         (- - - - - - - - - [====================] - - - - - - - )
//
//   overload   mandatory parts exceed the budget at an event                   memory_overload.cc
//   push       where they leave too little for a retention, it is not live:    memory_push.cc
//              it ends before, or its run starts after (maybe never)
//
// Both ends of a retention are free, so that it is not live at event t is one clause, start > t or
// end < t, and a push has the reason of one event: the mandatory parts at t (memory_reason.cc).
#pragma once

#include <cstdint>
#include <vector>

#include "engine/inference.h"
#include "engine/propagator.h"
#include "propagators/memory_profile.h"
#include "propagators/retention.h"

namespace moccasin::propagators {

class CumulativeMemory final : public engine::Propagator {
 public:
  explicit CumulativeMemory(const RetentionModel& model);

  [[nodiscard]] std::string_view name() const override { return "cumulative memory"; }
  [[nodiscard]] engine::Priority priority() const override { return engine::Priority::last; }
  void attach(engine::Subscriptions& wake) override;
  engine::Outcome propagate(engine::Inference& infer) override;
  void explain(Literal fact, std::uint64_t payload, const engine::Domains& before,
               engine::Premises& out) const override;
  void explain_conflict(std::uint64_t payload, const engine::Domains& now,
                        engine::Premises& out) const override;
  void undo_to(engine::Position size) override;

 private:
  struct Part {  // events [first, last]; first > last: none
    Event first, last;
    friend bool operator==(const Part&, const Part&) = default;
  };
  static constexpr Part kNoPart = {INT64_MAX, INT64_MIN};
  struct Change {  // of a mandatory part, or a run placed
    engine::Position position;
    RetentionIndex retention;  // invalid: a run placed
    Part before;
    RunIndex run;
  };

  // Keeping the profile.
  void take_in(RetentionIndex retention, engine::Inference& infer);
  void take_in_run(RunIndex run, engine::Inference& infer);
  void place(RunIndex run, engine::Inference& infer);
  [[nodiscard]] Part mandatory(RetentionIndex retention, const engine::Domains& domains) const;
  void raise(Part part, std::int64_t size);

  // The rules.
  engine::Outcome overload(engine::Inference& infer);
  engine::Outcome push(engine::Inference& infer);
  engine::Outcome push_one(RetentionIndex retention, engine::Inference& infer);

  // Premises of mandatory parts at `event`, that of `except` not counted, for `needed` units.
  void explain_level(Event event, RetentionIndex except, std::int64_t needed,
                     const engine::Domains& before, engine::Premises& out) const;

  const RetentionModel& model_;
  MemoryProfile profile_;
  base::IndexedVector<RetentionIndex, Part> part_;  // as it is in the profile
  std::vector<RetentionIndex> by_size_;             // largest first
  std::vector<Change> changes_;                     // to be undone
  base::IndexedVector<RunIndex, char> placed_;
  // Of the current call:
  std::vector<Part> raised_;
  std::vector<RetentionIndex> moved_;  // retentions whose bounds changed
};

}  // namespace moccasin::propagators
