// SPDX-License-Identifier: Apache-2.0
// All techniques on several slots. Work is cut into rounds: in a round every slot works once from
// one snapshot of the best sequence, with a seed of its own; then the results are merged in the
// order of the slots. What a slot does depends on nothing but the snapshot, its number and its
// ticks, so with a work limit the outcome is the same however the threads are scheduled.
//
//   round     0                1                   2
//   slot 0    greedy, quench | hot from the best | warm from the best | ...   each twice as long
//   slot 1    greedy, quench | hot from the best | warm from the best | ...   as the one before
//   closure   the bound by minimum cuts, and schedules of what it recomputes
//   engine    proofs, windows on one constraint engine, longer while that closes the gap
//
// With few threads they take turns. Where the order is free, annealing starts from several base
// orders first, and later from sequences without a part of their recomputations
// (search/local/restarts.h).
#pragma once

#include <atomic>
#include <cstdint>
#include <deque>
#include <functional>
#include <optional>
#include <vector>

#include "search/local/annealing.h"
#include "search/local/restarts.h"
#include "search/portfolio/bound.h"
#include "search/portfolio/closure_slot.h"
#include "search/portfolio/exact_slot.h"
#include "search/portfolio/incumbent.h"
#include "search/portfolio/observer.h"
#include "search/portfolio/solve.h"

namespace moccasin::search {

class Slots {
 public:
  Slots(const model::Problem& problem, const SolveOptions& options, Incumbent& incumbent,
        Bound& bound, Observer& observer);

  // Searches from `start` (a sequence in scope, which need not fit; empty: base orders) until a
  // limit says stop.
  StopReason run(const std::vector<Op>& start);

  // No schedule fits.
  [[nodiscard]] bool infeasible() const { return exact_ && exact_->infeasible(); }

  [[nodiscard]] const CompiledGraph& graph() const { return graph_; }
  [[nodiscard]] const ExactSlot* exact() const { return exact_ ? &*exact_ : nullptr; }
  [[nodiscard]] const ClosureSlot* closure() const { return closure_ ? &*closure_ : nullptr; }
  [[nodiscard]] std::uint64_t work() const;
  [[nodiscard]] std::uint64_t proposals() const;
  [[nodiscard]] std::uint64_t accepted() const;

 private:
  [[nodiscard]] Cooling plan(int round) const;
  StopReason run_round(int round);
  void run_jobs(const std::function<void(std::size_t)>& job);
  StopReason run_slot(std::size_t slot, int round, const Cooling& cooling);
  void plan_exact(int round);
  StopReason run_exact(int round);
  void plan_closure();
  StopReason run_closure(int round);
  Annealing::Reception offer(const std::vector<Op>& steps, std::string_view found_by,
                             Incumbent::Rank rank);
  [[nodiscard]] Incumbent::Rank rank(int round, std::size_t job) const {
    return 1 + static_cast<Incumbent::Rank>(round) * num_jobs() + job;
  }
  [[nodiscard]] std::size_t num_jobs() const {
    return slots_.size() + (exact_ ? 1 : 0) + (closure_ ? 1 : 0);
  }
  [[nodiscard]] bool keeps_order() const { return problem_.order == model::Order::kept; }
  [[nodiscard]] const CompiledGraph& annealed() const {
    return free_graph_ ? *free_graph_ : graph_;
  }
  [[nodiscard]] bool take_turns() const { return options_.threads == 1; }
  void merge();

  const SolveOptions& options_;
  const model::Problem problem_;
  Incumbent& incumbent_;
  Observer& observer_;
  const CompiledGraph graph_;                      // of the bound and the engine
  const std::optional<CompiledGraph> free_graph_;  // of the annealing, where the order is free
  Limits slot_limits_;                             // of one slot: its share of the work
  std::deque<Annealing> slots_;                    // they must not move
  std::optional<ExactSlot> exact_;
  std::optional<ClosureSlot> closure_;
  double exact_share_ = 4;            // ticks of the engine for a tick of an annealing slot
  std::uint64_t others_work_ = 0;     // of an annealing slot, when the engine last had its turn
  std::uint64_t exact_ticks_ = 0;     // of the next turn of the engine
  std::uint64_t closure_ticks_ = 0;   // ... and of the closure
  std::uint64_t closure_others_ = 0;  // of an annealing slot, when the closure last had its turn
  std::int64_t closure_bound_ = 0;    // ... its bound then
  std::int64_t closure_known_ = Incumbent::kNoDuration;  // ... and the best schedule's duration
  double closure_share_ = 1;
  std::atomic<bool> failed_{false};      // a slot has thrown: the others need not go on
  std::vector<std::vector<Op>> orders_;  // base orders to start from, the best first
  std::vector<Restarts> restarts_;       // of the annealing slots; none if the order is kept
  std::vector<Op> snapshot_;
  std::int64_t snapshot_duration_ = Incumbent::kNoDuration;  // of a snapshot that fits
};

}  // namespace moccasin::search
