// SPDX-License-Identifier: Apache-2.0
#include "search/portfolio/exact_slot.h"

#include "base/random.h"

namespace moccasin::search {
namespace {

constexpr std::uint64_t kStream = 1000;  // of random numbers: not one of the annealing slots'

}  // namespace

ExactSlot::ExactSlot(const CompiledGraph& graph, const model::Problem& problem,
                     const SolveOptions& options, Bound& bound)
    : graph_(graph),
      bound_(bound),
      base_duration_(problem.graph->base_duration()),
      // A proof about schedules that keep the order says nothing about others.
      proves_(problem.order == model::Order::kept && options.technique != Technique::lns),
      improves_(options.technique != Technique::cdcl),
      solver_(graph),
      lns_(graph, base::derived_seed(options.seed, kStream)) {}

std::int64_t ExactSlot::duration() const {
  if (!solver_.has_schedule()) return Incumbent::kNoDuration;
  std::int64_t duration = 0;
  for (const Op op : solver_.steps()) duration += graph_.duration(op);
  return duration;
}

void ExactSlot::raise_bound() {
  if (!proves_ || infeasible()) return;
  const bool optimal = solver_.state() == KeptSolver::State::optimal;
  bound_.raise(optimal ? duration() : base_duration_ + solver_.lower_bound(), "clause learning");
}

StopReason ExactSlot::run(std::uint64_t ticks, const Poll& poll, const OnBetter& on_better) {
  StopReason reason = StopReason::none;
  const auto stop = [&] {
    if (reason == StopReason::none) reason = poll(work());
    return reason != StopReason::none;
  };
  const bool windows = improves_ && solver_.has_schedule();
  if (proves_) prove(windows ? ticks / 2 : ticks, stop, on_better);
  if (windows && !stop()) search_windows(proves_ ? ticks / 2 : ticks, stop, on_better);
  return reason;
}

void ExactSlot::prove(std::uint64_t ticks, const std::function<bool()>& stop,
                      const OnBetter& on_better) {
  solver_.prove([&](std::uint64_t done) { return done >= ticks || stop(); },
                [&](const Steps& steps) { on_better(steps, "clause learning"); });
  raise_bound();
}

void ExactSlot::search_windows(std::uint64_t ticks, const std::function<bool()>& stop,
                               const OnBetter& on_better) {
  const std::uint64_t before = solver_.work();
  std::uint64_t done = 0;
  lns_.run(
      solver_,
      [&](std::uint64_t now) {
        done = now;
        return done >= ticks || stop();
      },
      [&](const Steps& steps) { on_better(steps, "window search"); });
  drawn_ += done - std::min(done, solver_.work() - before);
  raise_bound();
}

}  // namespace moccasin::search
