// SPDX-License-Identifier: Apache-2.0
#include "search/portfolio/annealing_technique.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "base/random.h"

namespace moccasin::search {
namespace {

// The first cycle quenches what greedy has found; hot ones, which forget where they came from,
// alternate with warm ones, which refine it. With the order kept they grow in length.
constexpr double kQuenched = 0.3, kHot = 3, kWarm = 1;        // mean durations
constexpr double kQuench = 50, kLong = 200, kLongFree = 300;  // proposals an operation
constexpr double kTooFewForHot = 100;                         // ... of a cycle
constexpr int kMostGrowths = 40;                              // doublings, with the order kept
constexpr double kCyclesAhead = 3;  // what would leave less than so many takes all there is

constexpr std::uint64_t kRestartsStream = 3000;  // of random numbers: no annealing worker's

StartingOrders starting_orders_of(const model::Problem& problem, const CompiledGraph& graph) {
  if (problem.order == model::Order::free) return starting_orders(*problem.graph, graph);
  const auto ops = graph.ops();
  return {.orders = {Steps(ops.begin(), ops.end())}, .nearest = {}};
}

}  // namespace

AnnealingPlan::AnnealingPlan(const model::Problem& problem, const CompiledGraph& graph)
    : graph_(graph), order_(problem.order), starting_(starting_orders_of(problem, graph)) {}

// How long a cycle is and how hot it begins. Cooling slowly finds more than restarting often
// (Hajek, Mathematics of OR 13, 1988, says how slowly would be enough), so with the order kept
// every cycle is twice as long as the last; where the order is free, a cycle that has settled on an
// order does not leave it, and many cycles of one length see more orders. A run that is nearly over
// makes one last cycle of what is left instead of two that are cut short.
void AnnealingPlan::plan(const Snapshot& snapshot, std::uint64_t proposals) {
  const auto n = static_cast<double>(graph_.num_ops());
  if (snapshot.round == 0) {
    cooling_ = {.hot = kQuenched, .proposals = static_cast<std::uint64_t>(kQuench * n)};
    return;
  }
  const bool kept = order_ == model::Order::kept;
  const double used = std::min(snapshot.used, 1.0);
  const double left = used > 0 ? static_cast<double>(proposals) * (1 - used) / used
                               : std::numeric_limits<double>::infinity();
  const int growths = kept ? std::min(snapshot.round - 1, kMostGrowths) : 0;
  double length = std::ldexp((kept ? kLong : kLongFree) * n, growths);
  if (left < kCyclesAhead * length) length = std::max(left, n);
  double hot = snapshot.round % 2 == 1 ? kHot : kWarm;
  if (length < kTooFewForHot * n) hot = kQuenched;
  cooling_ = {.hot = hot, .proposals = static_cast<std::uint64_t>(std::min(length, 1e18))};
}

AnnealingTechnique::AnnealingTechnique(std::shared_ptr<AnnealingPlan> plan, std::size_t index,
                                       std::uint64_t seed, Until until)
    : plan_(std::move(plan)),
      index_(index),
      until_(until),
      annealing_(plan_->graph(), plan_->order(), base::derived_seed(seed, index)) {
  if (plan_->order() == model::Order::free) {
    restarts_.emplace(plan_->graph(), plan_->starting().orders, index,
                      base::derived_seed(seed, kRestartsStream + index));
  }
}

void AnnealingTechnique::plan(const Snapshot& snapshot) {
  if (index_ == 0) plan_->plan(snapshot, annealing_.proposals());
  snapshot_ = &snapshot;
}

// The first round makes a schedule that fits, greedily, and quenches it: everybody has something to
// improve then, and the bound something to compare with. Later rounds begin with the best that
// anybody has found, or, where the order is free, where Restarts says.
void AnnealingTechnique::run(Meter& meter, Publisher& to) {
  const bool first = snapshot_->round == 0;
  if (until_ == Until::greedy && !first) return;
  const bool restart = restarts_ && !first;
  annealing_.start_from(restart ? restarts_->next(snapshot_->best) : snapshot_->best);
  if (first) {
    annealing_.greedy(meter, [&](const Steps& steps) { return to.offer(steps, "greedy"); });
    if (meter.reason() != StopReason::none || until_ == Until::greedy) return;
  }
  annealing_.cycle(plan_->cooling(), meter,
                   [&](const Steps& steps) { return to.offer(steps, name()); });
  if (restart) restarts_->tell(annealing_.found());
}

// Near misses are for the case that nothing fits in the end: a search that finds nothing says how
// low it came.
void AnnealingTechnique::publish(Snapshot& snapshot) const {
  snapshot.take(annealing_.best_duration(), annealing_.best());
  for (const Nearest* const near : {&plan_->starting().nearest, &annealing_.nearest()}) {
    if (near->peak < snapshot.nearest.peak) snapshot.nearest = *near;
  }
}

Statistics AnnealingTechnique::statistics() const {
  return {{"proposals", static_cast<std::int64_t>(annealing_.proposals())},
          {"accepted", static_cast<std::int64_t>(annealing_.accepted())}};
}

}  // namespace moccasin::search
