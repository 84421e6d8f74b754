// SPDX-License-Identifier: Apache-2.0
#include "search/local/annealing.h"

#include <algorithm>
#include <utility>

#include "base/portable_math.h"
#include "search/local/greedy.h"

namespace moccasin::search {
namespace {

// The penalty. On generated graphs any part of feasible states from 0.2 to 0.55 does as well
// (decisions 010 and 018). The other numbers are a trade between a penalty that follows the
// temperature and one that is not noise: the more proposals there are between two changes, the
// later and surer is each.
constexpr double kFeasiblePart = 0.4;
constexpr int kBetweenChanges = 1000;  // proposals
constexpr int kHaste = 100;            // the same until something fits for the first time
constexpr double kRaise = 1.1, kLower = 0.93;
constexpr double kPenaltyRange = 1000;   // at most so far from where it started
constexpr double kInitialPenalty = 0.3;  // mean durations for the excess of one mean tensor

// Sequences are written down once in so many ticks for each of their steps: more often takes
// time from the moves, less often misses more of what is better for a short time only.
constexpr std::uint64_t kTicksAStep = 8;
// The meter is asked and the temperature set after so many proposals, or ticks if moves are long:
// often enough that a limit is met closely, seldom enough that the power costs nothing. Neither
// these numbers nor kTicksAStep has been measured by itself.
constexpr std::uint64_t kPollProposals = 32, kPollWork = 20'000;

double initial_penalty(const CompiledGraph& graph) {
  return kInitialPenalty * static_cast<double>(graph.mean_duration()) /
         static_cast<double>(graph.mean_size());
}

}  // namespace

Annealing::Annealing(const CompiledGraph& graph, model::Order order, std::uint64_t seed)
    : graph_(graph),
      random_(seed),
      sequence_(graph),
      fixed_order_moves_(sequence_, random_),
      free_order_moves_(sequence_, random_),
      moves_(order == model::Order::kept ? static_cast<Moves&>(fixed_order_moves_)
                                         : free_order_moves_),
      initial_penalty_(initial_penalty(graph)),
      penalty_(initial_penalty_) {}

void Annealing::set_price(const MemoryPrice& price) {
  sequence_.set_soft_limit(price.from);
  price_ = price.weight * initial_penalty_;
  best_.priced_duration = Found().priced_duration;
}

void Annealing::start_from(const std::vector<Op>& steps) {
  sequence_.assign(steps);
  relievers_ = &moves_;
  begin();
}

// The penalty is part of what a search has learned, so it is kept from one start to the next. Not
// before anything fits: it has only risen so far, and where all that fits lies behind steps of more
// excess, a high one never lets the search through.
void Annealing::begin() {
  moves_.reset();
  found_ = Found();
  if (best_.steps.empty()) {
    penalty_ = initial_penalty_;
    since_change_ = feasible_since_change_ = 0;
  }
  keep_if_nearer();
}

void Annealing::start_from_set(const std::vector<Op>& again) {
  std::vector<Op> base;
  for (const Op op : graph_.ops()) base.push_back(op);
  sequence_.assign(base);
  fixed_order_moves_.reset();
  fixed_order_moves_.run_primal_heuristic(again);
  relievers_ = &fixed_order_moves_;
  begin();
}

// Work is counted where it is done, deep in the sequence; the meter hears of it in sums.
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

// A move that makes the energy grow by d is made with probability exp(-d / temperature), as
// Metropolis has it (Metropolis et al., J. Chem. Phys. 1953): iff d is at most -temperature * ln u,
// where u is uniform on (0, 1]. With u drawn first the whole test is a threshold known beforehand,
// so a move that would be refused even if it took all of the excess away is given up before it is
// evaluated.
//
// The temperature falls geometrically in the progress of the cycle: the part of its proposals that
// is done, or the part that is used up of what the meter had left when it began, whichever is more.
// So the end is cold whatever ends it, and the last cycle of a run is as good as any.
void Annealing::cycle(const Cooling& cooling, Meter& meter, const OnBetter& on_better) {
  charge(meter);
  const double mean = static_cast<double>(graph_.mean_duration());
  const std::uint64_t first = proposals();
  const auto used_up = [&] { return cooling.by_limits ? meter.used() : 0.0; };
  const double used_before = used_up();
  const double log_fall = base::log(cooling.cold / cooling.hot);
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
      temperature = cooling.hot * mean * base::exp(log_fall * progress);
    }
    const double threshold = -temperature * base::log(1.0 - random_.unit());
    ++proposals_;
    if (moves_.propose({.penalty = penalty_, .price = price_, .threshold = threshold})) ++accepted_;
    keep_if_better(meter, on_better);
    adapt_penalty();
  }
  if (better()) keep(meter, on_better);
  keep_if_nearer();
}

// The best schedules touch the budget, so the search is to cross it both ways, again and again: the
// penalty rises while fewer than that part of the states is feasible, and falls while more are
// (strategic oscillation; the rule is that of Gendreau, Hertz, Laporte, Management Science 1994,
// with a count for their streak). Raising is faster than lowering, as too low a penalty finds
// nothing at all. That the penalty moves breaks the detailed balance of a textbook annealing, which
// nothing here relies on.
void Annealing::adapt_penalty() {
  if (sequence_.feasible()) ++feasible_since_change_;
  if (++since_change_ < (best_.steps.empty() ? kHaste : kBetweenChanges)) return;
  if (work() - neared_at_ >= kTicksAStep * sequence_.timeline().size()) keep_if_nearer();
  penalty_ *= feasible_since_change_ < kFeasiblePart * since_change_ ? kRaise : kLower;
  penalty_ =
      std::clamp(penalty_, initial_penalty_ / kPenaltyRange, initial_penalty_ * kPenaltyRange);
  since_change_ = feasible_since_change_ = 0;
}

// Writing a schedule down and verifying it is linear in its length, so it waits until the search
// has done a multiple of that since the last time: a better one will still be near.
void Annealing::keep_if_better(Meter& meter, const OnBetter& on_better) {
  if (!better()) return;
  const bool first = found_.steps.empty();
  if (!first && work() - kept_at_ < kTicksAStep * sequence_.timeline().size()) return;
  keep(meter, on_better);
}

// What is refused is not built upon: found_ and best_ stay as they were.
void Annealing::keep(Meter& meter, const OnBetter& on_better) {
  kept_at_ = work();
  std::vector<Op> steps = sequence_.steps();
  const bool best = priced_duration() < best_.priced_duration;
  if (best) {
    const Offer answer = on_better(steps);
    meter.look_soon();  // it may be good enough to end with
    if (answer == Offer::refused) return;
  }
  found_ = {std::move(steps), sequence_.duration(), priced_duration()};
  if (best) best_ = found_;
}

std::int64_t Annealing::priced_duration() const {
  const std::int64_t duration = sequence_.duration();
  if (sequence_.strain() == 0) return duration;
  const std::int64_t most = std::numeric_limits<std::int64_t>::max() - duration;
  const double memory = price_ * static_cast<double>(sequence_.strain());
  return memory < static_cast<double>(most / 2) ? duration + static_cast<std::int64_t>(memory)
                                                : duration + most / 2;
}

// Nearness is the peak, not the excess: it answers what budget would have been enough. It is of
// interest as long as nothing fits.
void Annealing::keep_if_nearer() {
  if (!best_.steps.empty()) return;
  const std::int64_t peak = sequence_.timeline().highest();
  if (peak >= nearest_.peak) return;
  neared_at_ = work();
  nearest_ = {sequence_.steps(), peak};
}

}  // namespace moccasin::search
