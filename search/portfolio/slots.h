// SPDX-License-Identifier: Apache-2.0
// All techniques on several slots. Work is cut into rounds: in a round every slot works once from
// one snapshot of the best sequence, with a seed of its own; then the results are merged in the
// order of the slots. What a slot does depends on nothing but the snapshot, its number and its
// ticks, so with a work limit the outcome is the same however the threads are scheduled.
//
//   round     0                1                   2
//   slot 0    greedy, quench | hot from the best | warm from the best | ...   with the order kept
//   slot 1    greedy, quench | hot from the best | warm from the best | ...   each twice as long
//   closure   the bound by minimum cuts, and schedules of what it recomputes
//   engine    proofs, windows on one constraint engine, longer while that closes the gap
//   polish    in place of the engine where the order is free: all this, in the given order or that
//             of the best
//
// With one slot they take turns, and the work left is there for whoever comes next; else each has
// an equal share, which the threads take one after the other (crew.h). Where the
// order is free, annealing starts from several base orders first, and later from sequences without
// a part of their recomputations (search/local/restarts.h).
#pragma once

#include <atomic>
#include <cstdint>
#include <deque>
#include <optional>
#include <thread>
#include <vector>

#include "search/local/annealing.h"
#include "search/local/restarts.h"
#include "search/portfolio/bound.h"
#include "search/portfolio/closure_slot.h"
#include "search/portfolio/exact_slot.h"
#include "search/portfolio/incumbent.h"
#include "search/portfolio/observer.h"
#include "search/portfolio/polish_slot.h"
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

  // While nothing fits: the schedule in scope of least peak that was come by. Nothing if the search
  // did not get to look at any.
  [[nodiscard]] std::optional<model::Schedule> nearest() const;

  [[nodiscard]] const CompiledGraph& graph() const { return graph_; }
  [[nodiscard]] const ExactSlot* exact() const { return exact_ ? &*exact_ : nullptr; }
  [[nodiscard]] const ClosureSlot* closure() const { return closure_ ? &*closure_ : nullptr; }
  [[nodiscard]] const PolishSlot* polish() const { return polish_ ? &*polish_ : nullptr; }
  [[nodiscard]] std::uint64_t work() const;
  [[nodiscard]] std::uint64_t proposals() const;
  [[nodiscard]] std::uint64_t accepted() const;

 private:
  enum class Kind { annealing, closure, polish, exact };

  // What a round does, job by job (run: slots.cc; the engines' turns: slots_turns.cc).
  StopReason run_round();
  void run_jobs();
  void run_job(std::size_t job);
  [[nodiscard]] Cooling plan() const;
  StopReason run_annealing(std::size_t slot);
  void plan_closure();
  StopReason run_closure(std::size_t job);
  void plan_polish();
  StopReason run_polish(std::size_t job);
  void plan_exact();
  StopReason run_exact(std::size_t job);

  // Why job `job`, with `work` ticks done and a schedule of `duration` found, must stop, or none.
  StopReason watch(std::size_t job, std::uint64_t work, std::int64_t duration,
                   std::string_view phase);
  [[nodiscard]] Limits limits_of_job() const;
  [[nodiscard]] std::uint64_t work_of(std::size_t job) const;
  [[nodiscard]] std::uint64_t annealing_work() const {
    return slots_.empty() ? 0 : slots_[0].work();
  }
  [[nodiscard]] model::Schedule schedule_of(const std::vector<Op>& steps) const;
  Offer offer(model::Schedule schedule, std::string_view found_by, std::size_t job);
  [[nodiscard]] Incumbent::Rank rank(std::size_t job) const {
    return 1 + static_cast<Incumbent::Rank>(round_) * jobs_.size() + job;
  }
  [[nodiscard]] bool keeps_order() const { return problem_.order == model::Order::kept; }
  [[nodiscard]] const CompiledGraph& annealed() const {
    return free_graph_ ? *free_graph_ : graph_;
  }
  [[nodiscard]] bool take_turns() const { return num_slots(options_) == 1; }
  void merge();

  const SolveOptions& options_;
  const model::Problem problem_;
  Incumbent& incumbent_;
  Observer& observer_;
  const CompiledGraph graph_;                      // of the bound and the engine
  const std::optional<CompiledGraph> free_graph_;  // of the annealing, where the order is free
  Limits slot_limits_;                             // of a job: its share, or all if they take turns
  std::deque<Annealing> slots_;                    // they must not move
  std::optional<ClosureSlot> closure_;
  std::optional<PolishSlot> polish_;
  std::optional<ExactSlot> exact_;
  std::vector<Kind> jobs_;           // the annealing slots first
  std::vector<StopReason> reasons_;  // of the jobs, in this round
  int round_ = 0;
  Cooling cooling_;                   // of this round
  std::uint64_t elsewhere_ = 0;       // ticks of other jobs, if they take turns
  double exact_share_ = 4;            // ticks of the engine for a tick of an annealing slot
  std::uint64_t others_work_ = 0;     // of an annealing slot, when the engine last had its turn
  std::uint64_t exact_ticks_ = 0;     // of the next turn of the engine
  std::uint64_t closure_ticks_ = 0;   // ... and of the closure
  std::uint64_t closure_others_ = 0;  // of an annealing slot, when the closure last had its turn
  std::int64_t closure_bound_ = 0;    // ... its bound then
  std::int64_t closure_known_ = Incumbent::kNoDuration;  // ... and the best schedule's duration
  double closure_share_ = 1;
  std::uint64_t polish_others_ = 0;  // of an annealing slot, as of when polishing is planned
  std::thread::id caller_;           // of run(): calls back
  std::uint64_t reported_work_ = 0;  // what was told last
  std::string_view reported_phase_ = "annealing";
  std::atomic<bool> failed_{false};      // a slot has thrown: the others need not go on
  std::vector<std::vector<Op>> orders_;  // base orders to start from, the best first
  Nearest nearest_order_;                // of them
  std::vector<Restarts> restarts_;       // of the annealing slots; none if the order is kept
  std::vector<Op> snapshot_;
  std::int64_t snapshot_duration_ = Incumbent::kNoDuration;  // of a snapshot that fits
};

}  // namespace moccasin::search
