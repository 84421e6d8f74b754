// SPDX-License-Identifier: Apache-2.0
// The slot that works by clause learning: attempts to prove the best schedule optimal, or to find
// out that nothing fits, and windows around it that may hold a faster one on an engine of their
// own, so that nogoods of windows do not get in the way of proofs. What it is told and what it
// does depends on ticks alone, as with the other slots. Only where the order is kept.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>

#include "search/bound/closure_bound.h"
#include "search/fixed_order/fixed_order_solver.h"
#include "search/lns/lns_worker.h"
#include "search/portfolio/bound.h"
#include "search/portfolio/incumbent.h"
#include "search/portfolio/solve.h"

namespace moccasin::search {

class ExactSlot {
 public:
  // Asked now and then, with all ticks done so far; anything but none stops.
  using Poll = std::function<StopReason(std::uint64_t work)>;
  using OnBetter = std::function<void(const Steps&, std::string_view found_by)>;

  // The graph outlives this, and is exact.
  ExactSlot(const CompiledGraph& graph, const model::Problem& problem, const SolveOptions& options,
            Bound& bound);

  // A staged sequence that fits.
  void learn_of(const Steps& steps);

  // What the closure has proved so far: the prover need not prove it again.
  void learn_of(const ClosureBound& closure);

  // Works for about `ticks`, of the `left` that it may do at most, or until something is proved.
  StopReason run(std::uint64_t ticks, std::uint64_t left, const Poll& poll,
                 const OnBetter& on_better);

  // Proved: no schedule fits.
  [[nodiscard]] bool infeasible() const {
    return prover_ && prover_->state() == FixedOrderSolver::State::infeasible;
  }
  // The best it knows; empty: none.
  [[nodiscard]] const Steps& steps() const { return steps_; }
  [[nodiscard]] std::int64_t duration() const { return duration_; }
  [[nodiscard]] std::uint64_t work() const;
  // The part of the overhead of its best schedule that its bound has covered, 0 to 1.
  [[nodiscard]] double closed() const;
  // Null: it does not prove, or does not search windows.
  [[nodiscard]] const FixedOrderSolver* prover() const { return prover_ ? &*prover_ : nullptr; }
  [[nodiscard]] const FixedOrderSolver* improver() const {
    return improver_ ? &*improver_ : nullptr;
  }
  [[nodiscard]] const LnsWorker& windows() const { return lns_; }

 private:
  void prove(std::uint64_t ticks, Meter& meter, const OnBetter& on_better);
  void search_windows(std::uint64_t ticks, Meter& meter, const OnBetter& on_better);
  void raise_bound(const FixedOrderSolver& solver);
  void tell_prover();

  const CompiledGraph& graph_;
  Bound& bound_;
  const std::int64_t base_duration_;
  std::optional<FixedOrderSolver> prover_, improver_;
  LnsWorker lns_;
  // Of the closure, as of when it was last heard of; told to the prover: up to here.
  std::int64_t closure_upper_ = -1, closure_lower_ = 0;
  OpFixings fixings_, told_;
  std::optional<ClosureStart> closure_start_;
  Steps steps_;  // the best; empty: none
  std::int64_t duration_ = Incumbent::kNoDuration;
  bool windows_pay_ = true;  // they improved when last tried
  std::uint64_t drawn_ = 0;  // ticks spent on drawing neighbourhoods
};

}  // namespace moccasin::search
