// SPDX-License-Identifier: Apache-2.0
#include "search/local/annealing.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "search/local/greedy.h"

namespace moccasin::search {
namespace {

constexpr int kWindow = 1000;  // proposals between changes of the penalty
constexpr int kHaste = 100;    // the same until something fits for the first time
constexpr double kFeasibleShare = 0.4;
constexpr double kRaise = 1.1, kLower = 0.93;
constexpr double kPenaltyRange = 1000;  // at most so far from where it started
// Sequences are written down once in so many ticks for each of their steps.
constexpr std::uint64_t kTicksAStep = 8;
// The meter is asked and the temperature set after so many proposals, or ticks if moves are long.
constexpr std::uint64_t kPollProposals = 32, kPollWork = 20'000;

double initial_penalty(const CompiledGraph& graph) {
  return 0.3 * static_cast<double>(graph.mean_duration()) / static_cast<double>(graph.mean_size());
}

}  // namespace

Annealing::Annealing(const CompiledGraph& graph, model::Order order, std::uint64_t seed)
    : graph_(graph),
      random_(seed),
      sequence_(graph),
      kept_order_(sequence_, random_),
      free_order_(sequence_, random_),
      moves_(order == model::Order::kept ? static_cast<Moves&>(kept_order_) : free_order_),
      initial_penalty_(initial_penalty(graph)),
      penalty_(initial_penalty_) {}

void Annealing::start_from(const std::vector<Op>& steps) {
  sequence_.assign(steps);
  relievers_ = &moves_;
  begin();
}

void Annealing::begin() {
  moves_.reset();
  found_ = Found();
  if (best_.steps.empty()) {
    penalty_ = initial_penalty_;
    window_ = feasible_in_window_ = 0;
  }
  keep_if_nearer();
}

void Annealing::start_from_set(const std::vector<Op>& again) {
  std::vector<Op> base;
  for (const Op op : graph_.ops()) base.push_back(op);
  sequence_.assign(base);
  kept_order_.reset();
  kept_order_.realize(again);
  relievers_ = &kept_order_;
  begin();
}

// Charges what was done since a meter was last charged.
void Annealing::charge(Meter& meter) {
  meter.charge(work() - charged_);
  charged_ = work();
}

void Annealing::greedy(Meter& meter, const OnBetter& on_better) {
  charge(meter);
  relieve_all(sequence_, *relievers_, random_, meter);
  charged_ = work();
  if (relievers_ != &moves_) moves_.reset();
  if (better()) keep(meter, on_better);
  keep_if_nearer();
}

void Annealing::cycle(const Cooling& cooling, Meter& meter, const OnBetter& on_better) {
  charge(meter);
  const double mean = static_cast<double>(graph_.mean_duration());
  const std::uint64_t first = proposals();
  const auto used_up = [&] { return cooling.by_limits ? meter.used() : 0.0; };
  const double used_before = used_up();
  double temperature = cooling.hot * mean;
  std::uint64_t polled_at = work();
  if (better()) keep(meter, on_better);
  for (;;) {
    if (proposals() % kPollProposals == 0 || work() - polled_at >= kPollWork) {
      polled_at = work();
      charge(meter);
      if (meter.ended()) break;
      const double done =
          static_cast<double>(proposals() - first) / static_cast<double>(cooling.proposals);
      if (done >= 1) break;
      const double used = used_up();
      const double left_before = std::max(1 - used_before, 1e-9);
      const double progress = std::clamp((used - used_before) / left_before, done, 1.0);
      temperature = cooling.hot * mean * std::pow(cooling.cold / cooling.hot, progress);
    }
    // Metropolis, with the random number drawn first: a hopeless move is given up early.
    const double threshold = -temperature * std::log(1.0 - random_.unit());
    ++proposals_;
    if (moves_.propose({.penalty = penalty_, .threshold = threshold})) ++accepted_;
    keep_if_better(meter, on_better);
    adapt_penalty();
  }
  if (better()) keep(meter, on_better);
  keep_if_nearer();
}

void Annealing::adapt_penalty() {
  if (sequence_.feasible()) ++feasible_in_window_;
  if (++window_ < (best_.steps.empty() ? kHaste : kWindow)) return;
  if (work() - neared_at_ >= kTicksAStep * sequence_.timeline().size()) keep_if_nearer();
  penalty_ *= feasible_in_window_ < kFeasibleShare * window_ ? kRaise : kLower;
  penalty_ =
      std::clamp(penalty_, initial_penalty_ / kPenaltyRange, initial_penalty_ * kPenaltyRange);
  window_ = feasible_in_window_ = 0;
}

// Writing a schedule down and verifying it is linear in its length, so it waits until the search
// has done a multiple of that since the last time: a better one will still be near.
void Annealing::keep_if_better(Meter& meter, const OnBetter& on_better) {
  if (!better()) return;
  const bool first = found_.steps.empty();
  if (!first && work() - kept_at_ < kTicksAStep * sequence_.timeline().size()) return;
  keep(meter, on_better);
}

void Annealing::keep(Meter& meter, const OnBetter& on_better) {
  kept_at_ = work();
  std::vector<Op> steps = sequence_.steps();
  const bool best = sequence_.duration() < best_.duration;
  if (best) {
    const Offer answer = on_better(steps);
    meter.look_soon();  // it may be good enough to end with
    if (answer == Offer::refused) return;
  }
  found_ = {std::move(steps), sequence_.duration()};
  if (best) best_ = found_;
}

void Annealing::keep_if_nearer() {
  if (!best_.steps.empty()) return;
  const std::int64_t peak = sequence_.timeline().highest();
  if (peak >= nearest_.peak) return;
  neared_at_ = work();
  nearest_ = {sequence_.steps(), peak};
}

}  // namespace moccasin::search
