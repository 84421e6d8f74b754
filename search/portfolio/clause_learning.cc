// SPDX-License-Identifier: Apache-2.0
#include "search/portfolio/clause_learning.h"

#include <algorithm>

#include "base/assert.h"
#include "search/portfolio/sequences.h"

namespace moccasin::search {
namespace {

constexpr std::int32_t kCopies = 3;  // modelled, for proofs

// A turn has a share of the ticks that the first worker had since the last, more the longer
// nothing better is found; much more only at first, and if its bound has come so far that a proof
// is in sight.
constexpr std::uint64_t kLeastTicks = 500'000;
constexpr double kMostShare = 16, kModestShare = 0.5, kLeastShare = 0.25;
constexpr double kInSight = 0.2;  // of the overhead is covered by the bound
constexpr int kFirstRounds = 2;

}  // namespace

ClauseLearning::ClauseLearning(const CompiledGraph& graph, const model::Problem& problem,
                               Techniques techniques, std::uint64_t seed)
    : graph_(graph),
      base_duration_(problem.graph->base_duration()),
      alone_(techniques != Techniques::all),
      proves_(techniques != Techniques::lns) {
  MOCCASIN_ASSERT(problem.order == model::Order::kept && graph.exact());
  if (techniques != Techniques::cdcl) windows_.emplace(graph, seed);
}

// How long the next turn is. Proofs and windows are worth most when annealing has stopped finding
// anything: the share doubles while nobody improves and is halved when somebody does. Beyond a
// modest share it only grows if a proof is in sight, as clause learning either closes a gap or does
// not, and on a large graph it mostly does not. Used alone, it goes by its own ticks, so that turns
// double.
void ClauseLearning::plan(const Snapshot& snapshot) {
  const std::uint64_t since = alone_ ? done_ : snapshot.pace - pace_;
  pace_ = snapshot.pace;
  const bool improved = snapshot.round > 0 && snapshot.duration < best_.duration;  // by others
  const bool hopeful = snapshot.round < kFirstRounds || closed() >= kInSight;
  share_ = std::clamp(improved ? share_ / 2 : 2 * share_, kLeastShare,
                      hopeful ? kMostShare : kModestShare);
  const double ticks = share_ * static_cast<double>(since);
  ticks_ = std::max(kLeastTicks, static_cast<std::uint64_t>(ticks));
  if (snapshot.duration != Incumbent::kNoDuration) set_incumbent(snapshot.best);
  if (snapshot.closure != nullptr) import(*snapshot.closure);
}

// What is refused is nothing to build on.
Offer ClauseLearning::offer(const Steps& steps, std::string_view by, Publisher& to) {
  const Offer outcome = to.offer(steps, by);
  if (outcome != Offer::refused) set_incumbent(steps);
  return outcome;
}

void ClauseLearning::set_incumbent(const Steps& steps) {
  const std::int64_t duration = duration_of(graph_, steps);
  if (duration < best_.duration) best_ = {steps, duration};
}

// What the closure has proved so far, the prover need not prove again: the bound, whatever is
// fixed, and the prices with which the closure propagates inside the engine. They are copied here,
// between turns, since the closure goes on changing them while this works.
void ClauseLearning::import(const ClosureBound& closure) {
  if (!proves_) return;
  closure_upper_ = closure.upper();
  closure_lower_ = closure.lower_bound();
  fixings_ = closure.fixings();
  if (closure.root_done() && !closure.root().prices.empty()) {
    closure_start_ = {*closure.scale(), closure.order(), closure.root()};
    closure_start_->root.bundle.clear();
    closure_start_->root.again = unsplit(fixings_);
  }
}

// A fixing holds for all schedules faster than the closure's upper bound. The engine looks for
// those faster than its own incumbent: it may be told only where that is no slower, as else it
// could lose the optimum. What was told before is not told again, since each is imposed at the root
// of every engine.
void ClauseLearning::tell_prover() {
  if (closure_upper_ < 0 || !prover_->has_schedule()) return;
  prover_->import_bound(closure_lower_);
  if (best_.duration - base_duration_ > closure_upper_) return;
  told_ = told_.empty() ? OpFixings(fixings_.size(), Again::open) : std::move(told_);
  for (const Op op : fixings_.indices()) {
    if (fixings_[op] == Again::open || fixings_[op] == told_[op]) continue;
    prover_->import_fixing(op, fixings_[op]);
    told_[op] = fixings_[op];
  }
  if (closure_start_) prover_->import_closure(*closure_start_);
}

// The part of the overhead of its best schedule that its bound has covered, 0 to 1.
double ClauseLearning::closed() const {
  if (!prover_ || best_.steps.empty()) return 0;
  const auto overhead = static_cast<double>(best_.duration - base_duration_);
  return overhead > 0 ? static_cast<double>(prover_->lower_bound()) / overhead : 1;
}

// A proof that nothing fits is no bound: the rounds hear of it from publish().
void ClauseLearning::raise(const FixedOrderSolver& solver, Publisher& to) const {
  if (solver.state() == FixedOrderSolver::State::infeasible) return;
  const bool optimal = solver.state() == FixedOrderSolver::State::optimal;
  to.raise(optimal ? best_.duration : base_duration_ + solver.lower_bound(), name());
}

// Proofs come first, with what is left of the turn after the windows' part. Where there is nothing
// to prove and no window to search, the turn passes all the same: a run with a limit of work must
// come to its end.
void ClauseLearning::run(Meter& meter, Publisher& to) {
  const std::uint64_t began = meter.ticks();
  const bool windows = windows_ && !best_.steps.empty();
  const std::uint64_t for_windows = !windows ? 0 : !proves_ ? ticks_ : windows_->part_of(ticks_);
  if (proves_) prove(ticks_ - for_windows, meter, to);
  if (windows && !meter.ended()) {
    windows_->run(best_.steps, for_windows, meter,
                  [&](const Steps& steps) { return offer(steps, WindowSearch::kName, to); });
    const FixedOrderSolver& solver = *windows_->solver();
    if (solver.state() == FixedOrderSolver::State::optimal) raise(solver, to);
  }
  if (meter.ticks() == began) meter.charge(ticks_);  // with nothing to do its time passes
  done_ = meter.ticks();
  static_cast<void>(meter.ended());  // what was proved may be the end
}

void ClauseLearning::prove(std::uint64_t ticks, Meter& meter, Publisher& to) {
  if (!prover_) prover_.emplace(graph_, kCopies);
  if (!best_.steps.empty()) prover_->set_incumbent(best_.steps);
  tell_prover();
  Share share(meter, ticks);
  prover_->prove(share, [&](const Steps& steps) { return offer(steps, name(), to); });
  raise(*prover_, to);
}

void ClauseLearning::publish(Snapshot& snapshot) const {
  snapshot.take(best_.duration, best_.steps);
  if (prover_ && prover_->state() == FixedOrderSolver::State::infeasible) {
    snapshot.infeasible_by = name();
  }
}

Statistics ClauseLearning::statistics() const {
  const auto number = [](std::uint64_t value) { return static_cast<std::int64_t>(value); };
  FixedOrderSolver::Effort effort;
  std::uint64_t kept = 0;
  const FixedOrderSolver* const of_windows = windows_ ? windows_->solver() : nullptr;
  for (const FixedOrderSolver* const solver : {prover(), of_windows}) {
    if (solver == nullptr) continue;
    effort.add(solver->effort());
    kept += solver->num_learned();
  }
  Statistics statistics = {{"conflicts", number(effort.conflicts)},
                           {"decisions", number(effort.decisions)},
                           {"propagations", number(effort.propagations)},
                           {"clauses kept", number(kept)}};
  if (windows_) windows_->add_to(statistics);
  return statistics;
}

}  // namespace moccasin::search
