// SPDX-License-Identifier: Apache-2.0
// One run of the solver, from the first schedule to the last, which may pause and go on:
//
//   Solver solver(problem, options, &solve);
//   while (solver.go_on(solver.work() + slice) == StopReason::work) solver.offer(...);
//   SolveResult result = solver.finish();
//
// solve() (solve.h) goes on once, to its limits. Who works on many problems at a time
// (search/curve/) has a run for each and shares among them what is found: nothing is done twice,
// and no bound is lost between two slices.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string_view>

#include "model/problem.h"
#include "search/portfolio/bound.h"
#include "search/portfolio/incumbent.h"
#include "search/portfolio/observer.h"
#include "search/portfolio/options.h"
#include "search/portfolio/placer.h"
#include "search/portfolio/result.h"
#include "search/portfolio/waiting_list.h"

namespace moccasin::search {

class Solver {
 public:
  // Pre-conditions of solve(). Nothing is done yet. A technique that searches within the search
  // calls `inner`.
  Solver(const model::Problem& problem, SolveOptions options, InnerSolve inner);
  ~Solver();
  Solver(const Solver&) = delete;
  Solver& operator=(const Solver&) = delete;

  // Until `work` ticks are done in all, options.limits say stop, or nothing is left to find. Why it
  // ended; after `work` it may go on. 0: options.limits.work, or no limit. Throws what callbacks
  // throw. Callbacks are made on the thread that calls this.
  StopReason go_on(std::uint64_t work = 0);

  // Between two calls of go_on(): a schedule from elsewhere. One that does not fit is not used.
  void offer(const model::Schedule& schedule, std::string_view found_by);
  // From any thread: no schedule in scope is faster than `bound`.
  void raise(std::int64_t bound, std::string_view by) { bound_.raise(bound, by); }

  [[nodiscard]] std::uint64_t work() const;
  [[nodiscard]] std::int64_t bound() const { return bound_.value(); }
  [[nodiscard]] const Incumbent& incumbent() const { return incumbent_; }
  // Proved: nothing in scope fits.
  [[nodiscard]] bool infeasible() const { return result_.status == Status::infeasible; }

  // Who has proved that, or the bound.
  [[nodiscard]] std::string_view proved_by() const {
    return infeasible() ? result_.bound_by : bound_.by();
  }
  // Between two calls of go_on(), while nothing fits: the sequence that came nearest, which breaks
  // no rule but the budget, as far as is known; empty: none.
  [[nodiscard]] model::Schedule nearest() const;

  // What has come of it. To be called once; nothing goes on afterwards.
  [[nodiscard]] SolveResult finish();

 private:
  struct CompiledRounds;

  void begin();
  void note_infeasible(std::string_view by);
  void search();
  void make_rounds();
  void guarded(const std::function<void()>& call);
  void offer_or_note(model::Schedule schedule, std::string_view found_by);
  bool offer_placed(const model::Schedule& schedule, std::string_view found_by);
  void note_what_is_known();
  void note_least_arena();
  void check_against_proofs();
  void take_incumbent();

  const model::Problem problem_;
  SolveOptions options_;
  const InnerSolve inner_;
  const std::int64_t base_duration_ = problem_.graph->base_duration();
  Bound bound_{base_duration_, "base duration"};  // every operation runs at least once
  std::optional<Placer> placer_;                  // where an arena is asked for
  Incumbent incumbent_{
      problem_, options_.limits,
      options_.arena > 0 ? Incumbent::Place::in_arena : Incumbent::Place::anywhere};
  WaitingList waiting_;  // what was left on it
  Observer observer_{options_, incumbent_, bound_};
  std::unique_ptr<CompiledRounds> rounds_;  // null: it has not come to them
  bool searched_ = false;                   // there was something to search for
  SolveResult result_;
};

}  // namespace moccasin::search
