// SPDX-License-Identifier: Apache-2.0
// A worker: a technique, the meter it goes by, and where it publishes.
#pragma once

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <memory>
#include <thread>

#include "model/problem.h"
#include "search/portfolio/bound.h"
#include "search/portfolio/incumbent.h"
#include "search/portfolio/observer.h"
#include "search/portfolio/placer.h"
#include "search/portfolio/technique.h"

namespace moccasin::search {

// What all workers of a run share. Incumbent, bound and observer may be used from any thread.
struct Shared {
  const model::Problem& problem;
  const SolveOptions& options;
  Incumbent& incumbent;
  Bound& bound;
  Observer& observer;
  const Placer* placer = nullptr;                       // null: live bytes are all that has to fit
  std::thread::id caller = std::this_thread::get_id();  // calls back
  std::atomic<bool> failed{false};  // a technique has thrown: the others need not go on
  // By the caller's thread:
  std::uint64_t reported_work = 0;  // what was told last
  std::string_view phase = "annealing";
};

class Worker final : private Meter::Watch, private Publisher {
 public:
  Worker(Shared& shared, std::unique_ptr<Technique> technique, std::size_t index)
      : shared_(shared),
        technique_(std::move(technique)),
        index_(index),
        meter_(shared.options.limits, *this) {}

  [[nodiscard]] Technique& technique() { return *technique_; }
  [[nodiscard]] const Technique& technique() const { return *technique_; }
  [[nodiscard]] std::uint64_t ticks() const { return meter_.ticks(); }
  // What it has found and not placed. To be taken between turns.
  [[nodiscard]] WaitingList& waiting() { return waiting_; }
  // Before a turn: the fastest schedule in an arena that is known takes so long.
  void know_placed(std::int64_t duration) { placed_ = std::min(placed_, duration); }

  // One turn of round `round` among `workers`, up to `limit` ticks in all; beside it, if they take
  // turns, the others have done `elsewhere`. Why it ended: `work` also says that it has had all the
  // work it wants, none that it may go on.
  StopReason turn(int round, std::size_t workers, std::uint64_t limit, std::uint64_t elsewhere);

 private:
  StopReason look(const Meter& meter) override;
  Offer offer(model::Schedule schedule, std::string_view by) override;
  Offer offer(const Steps& steps, std::string_view by) override;
  Offer offer(model::Schedule schedule, model::Placement placement, std::string_view by) override;
  Offer place(model::Schedule schedule, std::string_view by);
  [[nodiscard]] std::int64_t own_duration() const;
  void raise(std::int64_t bound, std::string_view by) override;

  Shared& shared_;
  const std::unique_ptr<Technique> technique_;
  const std::size_t index_;
  Meter meter_;
  Incumbent::Rank rank_ = 0;  // of what it finds in this round
  std::size_t workers_ = 1;
  std::uint64_t elsewhere_ = 0;  // ticks of the others, if they take turns
  WaitingList waiting_;
  std::int64_t placed_ = Incumbent::kNoDuration;  // of the fastest in the arena that it knows
  std::uint64_t placing_ = 0;                     // ticks spent on placing
};

}  // namespace moccasin::search
