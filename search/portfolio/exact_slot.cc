// SPDX-License-Identifier: Apache-2.0
#include "search/portfolio/exact_slot.h"

#include <algorithm>

#include "base/assert.h"
#include "base/random.h"

namespace moccasin::search {
namespace {

constexpr std::uint64_t kStream = 1000;  // of random numbers: not one of the annealing slots'
constexpr std::int32_t kToProve = 3, kNearby = 2;  // copies modelled

// Hands the looks of a meter on to a poll.
class PollWatch final : public Meter::Watch {
 public:
  PollWatch(const ExactSlot::Poll& poll, std::uint64_t before) : poll_(poll), before_(before) {}
  StopReason look(const Meter& meter) override { return poll_(before_ + meter.ticks()); }

 private:
  const ExactSlot::Poll& poll_;
  const std::uint64_t before_;
};

}  // namespace

ExactSlot::ExactSlot(const CompiledGraph& graph, const model::Problem& problem,
                     const SolveOptions& options, Bound& bound)
    : graph_(graph),
      bound_(bound),
      base_duration_(problem.graph->base_duration()),
      lns_(graph, base::derived_seed(options.seed, kStream)) {
  MOCCASIN_ASSERT(problem.order == model::Order::kept && graph.exact());
  if (options.technique != Technique::lns) prover_.emplace(graph, kToProve);
  if (options.technique != Technique::cdcl) improver_.emplace(graph, kNearby);
}

void ExactSlot::learn_of(const Steps& steps) {
  std::int64_t duration = 0;
  for (const Op op : steps) duration += graph_.duration(op);
  if (duration >= duration_) return;
  duration_ = duration;
  steps_ = steps;
}

void ExactSlot::learn_of(const ClosureBound& closure) {
  if (!prover_) return;
  closure_upper_ = closure.upper();
  closure_lower_ = closure.lower_bound();
  fixings_ = closure.fixings();
  if (closure.root_done() && !closure.root().prices.empty()) {
    closure_start_ = {*closure.scale(), closure.order(), closure.root()};
    closure_start_->root.bundle.clear();
    closure_start_->root.again = unsplit(fixings_);
  }
}

// Fixings are of schedules faster than one that the prover knows.
void ExactSlot::tell_prover() {
  if (closure_upper_ < 0 || !prover_->has_schedule()) return;
  prover_->import_bound(closure_lower_);
  if (duration_ - base_duration_ > closure_upper_) return;
  told_ = told_.empty() ? OpFixings(fixings_.size(), Again::open) : std::move(told_);
  for (const Op op : fixings_.indices()) {
    if (fixings_[op] == Again::open || fixings_[op] == told_[op]) continue;
    prover_->import_fixing(op, fixings_[op]);
    told_[op] = fixings_[op];
  }
  if (closure_start_) prover_->import_closure(*closure_start_);
}

std::uint64_t ExactSlot::work() const {
  return drawn_ + (prover_ ? prover_->work() : 0) + (improver_ ? improver_->work() : 0);
}

double ExactSlot::closed() const {
  if (!prover_ || duration_ == Incumbent::kNoDuration) return 0;
  const auto overhead = static_cast<double>(duration_ - base_duration_);
  return overhead > 0 ? static_cast<double>(prover_->lower_bound()) / overhead : 1;
}

void ExactSlot::raise_bound(const FixedOrderSolver& solver) {
  if (solver.state() == FixedOrderSolver::State::infeasible) return;
  const bool optimal = solver.state() == FixedOrderSolver::State::optimal;
  bound_.raise(optimal ? duration_ : base_duration_ + solver.lower_bound(), "clause learning");
}

StopReason ExactSlot::run(std::uint64_t ticks, std::uint64_t left, const Poll& poll,
                          const OnBetter& on_better) {
  const std::uint64_t began = work();
  const Limits none;
  PollWatch watch(poll, began);
  Meter meter(none, watch);
  meter.grant(left);
  const bool windows = improver_ && duration_ != Incumbent::kNoDuration;
  const std::uint64_t for_windows = !windows   ? 0
                                    : !prover_ ? ticks
                                               : ticks / (windows_pay_ ? 2 : 8);
  if (prover_) prove(ticks - for_windows, meter, on_better);
  if (windows && !meter.ended()) {
    const std::uint64_t before = lns_.improvements();
    search_windows(for_windows, meter, on_better);
    windows_pay_ = lns_.improvements() > before;
  }
  if (meter.ticks() == 0) {  // with nothing to do its time passes all the same
    drawn_ += ticks;
    meter.charge(ticks);
  }
  meter.look_soon();
  return meter.ended() ? meter.reason() : StopReason::none;
}

void ExactSlot::prove(std::uint64_t ticks, Meter& meter, const OnBetter& on_better) {
  if (duration_ != Incumbent::kNoDuration) prover_->set_incumbent(steps_);
  tell_prover();
  Share turn(meter, ticks);
  prover_->prove(turn, [&](const Steps& steps) {
    learn_of(steps);
    on_better(steps, "clause learning");
    meter.look_soon();
    return Offer::accepted;
  });
  raise_bound(*prover_);
  meter.look_soon();
}

void ExactSlot::search_windows(std::uint64_t ticks, Meter& meter, const OnBetter& on_better) {
  improver_->set_incumbent(steps_);
  const std::uint64_t before = meter.ticks() - improver_->work();
  Share turn(meter, ticks);
  lns_.run(*improver_, turn, [&](const Steps& steps) {
    learn_of(steps);
    on_better(steps, "window search");
    meter.look_soon();
    return Offer::accepted;
  });
  drawn_ += meter.ticks() - improver_->work() - before;
  if (improver_->state() == FixedOrderSolver::State::optimal) raise_bound(*improver_);
}

}  // namespace moccasin::search
