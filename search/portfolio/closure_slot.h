// SPDX-License-Identifier: Apache-2.0
// The slot that raises the bound by the recompute closure (search/bound/), with the best schedule's
// duration as the upper bound. What the relaxation would recompute is made a schedule of.
#pragma once

#include <functional>
#include <optional>

#include "search/bound/closure_bound.h"
#include "search/limits/limits.h"
#include "search/local/annealing.h"
#include "search/portfolio/bound.h"
#include "search/portfolio/incumbent.h"

namespace moccasin::search {

class ClosureSlot {
 public:
  // Asked often, with all ticks done so far; anything but none stops.
  using Poll = std::function<StopReason(std::uint64_t work)>;

  // The graphs outlive this. `annealed`, `seed`: of the search for schedules.
  ClosureSlot(const CompiledGraph& graph, const CompiledGraph& annealed,
              const model::Problem& problem, std::uint64_t seed, Bound& bound)
      : graph_(graph),
        annealed_(annealed),
        seed_(seed),
        order_(problem.order),
        base_duration_(problem.graph->base_duration()),
        bound_(bound) {}

  // Remembers from now on how bounds were proved. Pre-condition: it has not run yet.
  void keep_proof() { keeps_proof_ = true; }

  // Ticks of a schedule in scope.
  void learn_of(std::int64_t duration) { duration_ = std::min(duration_, duration); }

  // Works for about `ticks`, and to the end of a schedule once begun, or until there is nothing to
  // do: without a schedule, or when the relaxation's optimum for the best one is known.
  StopReason run(std::uint64_t ticks, const Poll& poll, const OnBetter& on_better);

  // Of the best schedule it was told of or found.
  [[nodiscard]] std::int64_t duration() const { return duration_; }
  // Of the best it found; empty: none.
  [[nodiscard]] const std::vector<Op>& steps() const { return steps_; }
  [[nodiscard]] std::int64_t steps_duration() const { return steps_duration_; }
  [[nodiscard]] std::uint64_t work() const { return work_ + (annealing_ ? annealing_->work() : 0); }
  // Null: not begun.
  [[nodiscard]] const ClosureBound* closure() const { return closure_ ? &*closure_ : nullptr; }

 private:
  void realize(Meter& meter, const OnBetter& on_better);

  const CompiledGraph &graph_, &annealed_;
  const std::uint64_t seed_;
  const model::Order order_;
  const std::int64_t base_duration_;
  Bound& bound_;
  bool keeps_proof_ = false;
  std::optional<ClosureBound> closure_;
  std::optional<Annealing> annealing_;
  std::vector<Op> steps_;
  std::int64_t steps_duration_ = Incumbent::kNoDuration;
  std::int64_t duration_ = Incumbent::kNoDuration;
  std::uint64_t work_ = 0;
};

}  // namespace moccasin::search
