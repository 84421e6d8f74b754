// SPDX-License-Identifier: Apache-2.0
// All techniques, each with a worker. Work is cut into rounds: in a round every worker has a turn,
// from one snapshot of what is known; then the results are merged in the order of the workers. What
// a worker does depends on nothing but the snapshot, its number and its ticks, so with a limit of
// work the outcome is the same however the threads are scheduled.
//
//   round       0        1        2          with two shares of the work or more (--workers):
//   worker 0    |----    |----    |----      each worker has an equal one, and the threads take
//   worker 1    |--      |-----   |--        the workers one after the other (thread_pool.h)
//   worker 2    |------  |--      |-----
//
//   round       0              1             with one share, the whole: they take turns on it,
//   worker 0    |----          |----         and each knows at once what those before it have
//   worker 1        |--            |-----    found
//   worker 2          |------           |--
//
// The option counts shares; how many workers that makes says techniques.cc.
//
// The rounds know no technique (technique.h).
#pragma once

#include <cstdint>
#include <deque>
#include <exception>
#include <memory>
#include <vector>

#include "search/portfolio/worker.h"
#include "search/threads/thread_pool.h"

namespace moccasin::search {

class Rounds {
 public:
  // The first of `techniques` sets the pace; `start`: a sequence in scope, which need not fit.
  // `placer`: places schedules in the arena; null: nobody asks for that.
  Rounds(const model::Problem& problem, const SolveOptions& options, Incumbent& incumbent,
         Bound& bound, Observer& observer, const Placer* placer,
         std::vector<std::unique_ptr<Technique>> techniques, Steps start);

  // Until a limit says stop, or nothing is left to find. After StopReason::work it may be called
  // again, with more allowed.
  StopReason run();

  // Between two calls of run():
  void allow(std::uint64_t work);  // ticks of all workers in all; 0: no limit
  // A sequence that fits, from elsewhere.
  void take(std::int64_t duration, const Steps& steps) { snapshot_.take(duration, steps); }

  // What is known when run() has returned.
  [[nodiscard]] const Snapshot& snapshot() const { return snapshot_; }
  [[nodiscard]] std::uint64_t work() const;
  // The counters of all techniques; those of one name add up.
  [[nodiscard]] Statistics statistics() const;

 private:
  void merge();
  std::vector<StopReason> run_workers();
  StopReason run_turn(std::size_t index);
  [[nodiscard]] StopReason end_of_round(const std::vector<StopReason>& reasons) const;

  Shared shared_;
  const bool take_turns_;
  std::deque<Worker> workers_;  // they must not move
  std::uint64_t limit_ = 0;     // ticks: of all workers if they take turns, else of each
  ThreadPool pool_;
  Snapshot snapshot_;
};

}  // namespace moccasin::search
