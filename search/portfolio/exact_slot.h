// SPDX-License-Identifier: Apache-2.0
// The slot that works on one constraint engine: attempts to prove the best schedule optimal, or to
// find out that nothing fits, and windows around it that may hold a faster one. What it is told and
// what it does depends on ticks alone, as with the other slots.
#pragma once

#include <cstdint>
#include <functional>

#include "search/cdcl/kept_solver.h"
#include "search/lns/lns_worker.h"
#include "search/portfolio/bound.h"
#include "search/portfolio/incumbent.h"
#include "search/portfolio/solve.h"

namespace moccasin::search {

class ExactSlot {
 public:
  // Asked often, with all ticks done so far; anything but none stops.
  using Poll = std::function<StopReason(std::uint64_t work)>;
  using OnBetter = std::function<void(const Steps&, std::string_view found_by)>;

  // The graph outlives this.
  ExactSlot(const CompiledGraph& graph, const model::Problem& problem, const SolveOptions& options,
            Bound& bound);

  // A staged sequence that fits.
  void learn_of(const Steps& steps) { solver_.learn_of(steps); }

  // Works for about `ticks`, or until something is proved.
  StopReason run(std::uint64_t ticks, const Poll& poll, const OnBetter& on_better);

  // The problem's schedules, order kept, are exhausted: the best is optimal, or there is none.
  [[nodiscard]] bool finished() const { return solver_.state() != KeptSolver::State::open; }
  [[nodiscard]] bool infeasible() const { return solver_.state() == KeptSolver::State::infeasible; }
  [[nodiscard]] const Steps& steps() const { return solver_.steps(); }
  [[nodiscard]] std::int64_t duration() const;
  [[nodiscard]] std::uint64_t work() const { return solver_.work() + drawn_; }
  [[nodiscard]] const KeptSolver& solver() const { return solver_; }
  [[nodiscard]] const LnsWorker& windows() const { return lns_; }

 private:
  void prove(std::uint64_t ticks, const std::function<bool()>& stop, const OnBetter& on_better);
  void search_windows(std::uint64_t ticks, const std::function<bool()>& stop,
                      const OnBetter& on_better);
  void raise_bound();

  const CompiledGraph& graph_;
  Bound& bound_;
  const std::int64_t base_duration_;
  const bool proves_, improves_;
  KeptSolver solver_;
  LnsWorker lns_;
  std::uint64_t drawn_ = 0;  // ticks spent on drawing neighbourhoods
};

}  // namespace moccasin::search
