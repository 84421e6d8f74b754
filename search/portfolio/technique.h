// SPDX-License-Identifier: Apache-2.0
// What every technique of the portfolio is to the rounds that run it (rounds.h): one file, which
// holds its own pacing, and a line in techniques.cc.
//
//   plan(snapshot)   what the others know by now: how much to do in the next turn, and from where
//   run(meter, to)   does it, until its turn is over or the meter has ended, and publishes what it
//                    finds as it finds it
//   publish          adds to the next snapshot what the others may build on
//
// What a technique does must depend on nothing but its seed, the snapshots and the ticks on its
// meter: then a run with a limit of work is the same however the threads are scheduled.
#pragma once

#include <cstdint>
#include <string_view>

#include "model/arena.h"
#include "model/schedule.h"
#include "search/bound/closure_bound.h"
#include "search/limits/compiled.h"
#include "search/limits/meter.h"
#include "search/limits/offer.h"
#include "search/local/annealing.h"
#include "search/portfolio/incumbent.h"
#include "search/portfolio/result.h"
#include "search/portfolio/waiting_list.h"

namespace moccasin::search {

// What all techniques know when a round, or a turn, begins.
struct Snapshot {
  int round = 0;
  Steps best;  // the fastest sequence that fits; while there is none, where to start from
  std::int64_t duration = Incumbent::kNoDuration;   // of `best`, if it fits
  std::int64_t incumbent = Incumbent::kNoDuration;  // of the fastest schedule that was verified
  std::uint64_t pace = 0;  // ticks of the first worker, by which others pace themselves
  double used = 0;         // of the limits: 0 to 1 and beyond
  Nearest nearest;         // while nothing fits
  WaitingList waiting;     // of what has not been placed, where an arena is asked for
  const ClosureBound* closure = nullptr;  // what it has proved so far; null: nothing yet
  std::string_view infeasible_by;  // static: who has proved that no schedule fits; empty: nobody

  // Takes what is faster than `best`.
  void take(std::int64_t with_duration, const Steps& steps) {
    if (with_duration >= duration) return;
    duration = with_duration;
    best = steps;
  }
};

// Where a technique publishes what it finds while it works. `by`: a static string, who found it.
class Publisher {
 public:
  virtual ~Publisher() = default;
  // A schedule that breaks no rule, as far as its finder knows.
  virtual Offer offer(model::Schedule schedule, std::string_view by) = 0;
  virtual Offer offer(const Steps& steps, std::string_view by) = 0;
  // One that is placed, where an arena is asked for. Without a placement it is placed here if that
  // is done quickly, and else put on the waiting list.
  virtual Offer offer(model::Schedule schedule, model::Placement placement,
                      std::string_view by) = 0;
  // No schedule in scope is faster than `bound`.
  virtual void raise(std::int64_t bound, std::string_view by) = 0;
};

class Technique {
 public:
  virtual ~Technique() = default;

  // A static string: the phase of a run.
  [[nodiscard]] virtual std::string_view name() const = 0;
  // Before each turn. The snapshot stays as it is until the turn is over.
  virtual void plan(const Snapshot& snapshot) = 0;
  // One turn. One that has nothing to do leaves the meter as it is.
  virtual void run(Meter& meter, Publisher& to) = 0;
  // Between turns.
  virtual void publish(Snapshot& snapshot) const = 0;
  // How long the fastest schedule takes that it has: under a limit of work this alone may end its
  // turn.
  [[nodiscard]] virtual std::int64_t duration() const = 0;
  [[nodiscard]] virtual Statistics statistics() const = 0;
};

}  // namespace moccasin::search
