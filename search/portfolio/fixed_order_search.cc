// SPDX-License-Identifier: Apache-2.0
#include "search/portfolio/fixed_order_search.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "base/random.h"
#include "model/graph_builder.h"
#include "search/local/unread.h"
#include "search/portfolio/first_runs.h"
#include "search/portfolio/sequences.h"

namespace moccasin::search {
namespace {

// The share of the annealing's ticks that it has: doubled by an attempt that found something,
// halved by one that did not.
constexpr double kLeastShare = 0.0625, kMostShare = 1;
// What an attempt has: enough for the bound's suggestions on a graph of some hundred operations,
// and a part of what annealing had, a larger one where no order is known to be better than the
// given one; never much of what is left, and nothing rather than next to nothing.
constexpr std::uint64_t kMany = 8'000'000, kManyAnOp = 20'000, kFewAnOp = 1000;  // ticks
constexpr std::uint64_t kPart = 8, kPartIfGivenIsBest = 2, kPartOfLeft = 4;      // one in so many
constexpr double kLeastSeconds = 0.02;

}  // namespace

// In terms of the graph and not of base positions, as the orders it works on have others.
void FixedOrderSearch::plan(const Snapshot& snapshot) {
  pace_ = snapshot.pace;
  if (snapshot.duration < duration_) set_incumbent(to_schedule(problem_, snapshot.best));
}

void FixedOrderSearch::set_incumbent(const model::Schedule& schedule) {
  const std::int64_t duration = duration_of(*problem_.graph, schedule);
  if (duration >= duration_) return;
  best_ = schedule;
  duration_ = duration;
  best_done_ = false;
}

// An attempt costs millions of ticks: there is none before its share has come together, none in an
// order that is done with, and none that would be cut short. The share doubles with every success
// and is halved by every failure, down to a sixteenth; while the given order is the best that is
// known, it stays as large as the annealing's, since then most is to be had there.
void FixedOrderSearch::run(Meter& meter, Publisher& to) {
  if (attempts_ > 0 && !given_is_best()) given_ = false;
  const bool has_had_enough =
      static_cast<double>(meter.ticks()) > share_ * static_cast<double>(pace_);
  const std::uint64_t ticks = next_ticks(meter);
  const double seconds = seconds_of_attempt();
  if (duration_ != Incumbent::kNoDuration && (given_ || !best_done_) && !has_had_enough &&
      ticks > 0 && seconds >= kLeastSeconds) {
    const std::int64_t before = duration_;
    attempt(options_.limits.part(seconds, ticks), meter, to);
    ++attempts_;
    if (duration_ < before) {
      ++improvements_;
      share_ = std::min(2 * share_, kMostShare);
    } else {
      share_ = std::max(share_ / 2, given_is_best() ? kMostShare : kLeastShare);
    }
  }
  static_cast<void>(meter.ended());  // the attempt may have used up what was left
}

std::uint64_t FixedOrderSearch::next_ticks(const Meter& meter) const {
  const std::uint64_t n = problem_.graph->num_operations();
  const std::uint64_t part = given_is_best() ? kPartIfGivenIsBest : kPart;
  const std::uint64_t left = meter.limit() - std::min(meter.ticks(), meter.limit());
  const std::uint64_t ticks =
      std::min(std::max(std::min(kMany, kManyAnOp * n), pace_ / part), left / kPartOfLeft);
  return ticks < kFewAnOp * n ? 0 : ticks;
}

double FixedOrderSearch::seconds_of_attempt() const {
  constexpr double kPartOfSecondsLeft = 0.25;
  return kPartOfSecondsLeft * options_.limits.seconds_left();
}

// A search of its own, with a part of the time and the work that are left. It has no gap: that is a
// matter of the bound over all orders, which this one does not know.
SolveOptions FixedOrderSearch::options_of_attempt(const Limits& limits) const {
  SolveOptions options;
  options.limits = limits;
  options.memory = options_.memory;
  options.seed = base::derived_seed(seed_, attempts_);
  options.target = options_.target;
  options.warm_start = given_ ? best_of_given_.steps : staged(*problem_.graph, best_).steps;
  return options;
}

// A graph with the same operations and another base order is a problem with the order kept, and
// what is found there is in scope here. The inner search is the whole solver again, with all
// techniques of a kept order; that it ends with this one is seen to by its callbacks.
void FixedOrderSearch::attempt(const Limits& limits, Meter& meter, Publisher& to) {
  const model::Graph& graph = *problem_.graph;
  const auto base = graph.base_order();
  const std::vector<model::OpIndex> order =
      given_ ? std::vector(base.begin(), base.end()) : first_runs(graph, best_);
  const model::Graph reordered = model::GraphBuilder::reordered(graph, order);
  model::Problem problem = problem_;
  problem.graph = &reordered;
  problem.order = model::Order::kept;
  SolveOptions options = options_of_attempt(limits);
  std::uint64_t charged = 0;
  const auto charge = [&](std::uint64_t work) {
    meter.charge(work - std::exchange(charged, work));
  };
  // The inner search charges its ticks here, and ends when this one must. When it asks depends on
  // the clock, but under a limit of work nothing it may hear does any harm: what ends a run from
  // outside, and that its own best is proved optimal, after which it finds nothing more.
  const auto goes_on = [&](const Progress& progress) {
    charge(progress.work);
    meter.look_soon();
    return !meter.ended();
  };
  options.on_progress = goes_on;
  options.on_solution = [&](const Progress& progress, const model::Schedule& schedule) {
    take(graph, schedule, to);
    return goes_on(progress);
  };
  SolveResult result = solve_(problem, options);
  charge(result.work);
  meter.charge(graph.num_operations() + graph.num_reads());  // setting it up is linear
  if (result.stop == StopReason::memory) meter.end(StopReason::memory);
  learn_from(std::move(result), order);
}

// A schedule of the inner search, which is in scope here as well.
void FixedOrderSearch::take(const model::Graph& graph, const model::Schedule& schedule,
                            Publisher& to) {
  model::Schedule shorter = without_unread(graph, schedule);
  const std::int64_t duration = duration_of(graph, shorter);
  if (given_) given_duration_ = std::min(given_duration_, duration);
  if (duration >= duration_ || to.offer(shorter, name()) == Offer::refused) return;
  best_ = std::move(shorter);
  duration_ = duration;
}

// A proof closes the order for good: the given one is not tried again, and neither is that of the
// best schedule until there is another.
void FixedOrderSearch::learn_from(SolveResult result, const std::vector<model::OpIndex>& order) {
  const bool proved = result.status == Status::optimal || result.status == Status::infeasible;
  best_done_ = proved && first_runs(*problem_.graph, best_) == order;
  if (given_ && proved) {
    given_ = false;
  } else if (given_ && result.schedule) {
    best_of_given_ = *std::move(result.schedule);
  }
}

void FixedOrderSearch::publish(Snapshot& snapshot) const {
  if (duration_ < snapshot.duration) snapshot.take(duration_, to_steps(problem_, best_));
}

Statistics FixedOrderSearch::statistics() const {
  return {{"orders fixed", static_cast<std::int64_t>(attempts_)},
          {"orders fixed that improved", static_cast<std::int64_t>(improvements_)}};
}

}  // namespace moccasin::search
