// SPDX-License-Identifier: Apache-2.0
#include "search/portfolio/closure_technique.h"

#include <algorithm>

#include "search/portfolio/sequences.h"

namespace moccasin::search {
namespace {

// How long a turn is. With the order kept the closure has as much time as an annealing worker, more
// while its bound rises or while nobody finds anything better; it is soon done, or does not get
// far. Where the order is free it gets far less often, and annealing has more to do: a quarter of
// that. docs/measurements.md, "The bound by the recompute closure", has what four times as long is
// worth while the bound rises; the other numbers have not been measured by themselves.
constexpr std::uint64_t kLeastTicks = 2'000'000;
constexpr double kMostShare = 4, kMostShareFree = 1, kLeastPart = 0.25, kIdlePartFree = 0.5;
constexpr double kFarFree = 0.1;  // of the gap: less is no rise where the order is free

// The annealing after a suggestion is short and cold: a schedule is near it, or there is none
// nearby. It is as long and as hot as a quench (decision 010).
constexpr double kHot = 0.3;              // mean durations
constexpr std::uint64_t kProposals = 50;  // an operation

}  // namespace

// How long the next turn is. The bound is found once, so what counts is that it is not too late to
// be of use: most ticks while it rises, fewest while others improve (a lower upper bound then lets
// it fix more for nothing), and more again, turn by turn, when nothing happens.
void ClosureTechnique::plan(const Snapshot& snapshot) {
  const bool kept = order_ == model::Order::kept;
  const std::int64_t lower = lower_bound();
  const auto risen = static_cast<double>(lower - lower_before_);
  const auto gap = static_cast<double>(upper_ - base_duration_ - lower);
  const bool rising = !closure_ || risen > (kept ? 0 : kFarFree * gap);
  const bool improved = snapshot.duration < known_;
  const double most = kept ? kMostShare : kMostShareFree, least = kLeastPart * most;
  const double when_idle = kept ? most : kIdlePartFree * most;
  share_ = rising ? most : improved ? least : std::min(2 * share_, when_idle);
  const auto ticks = share_ * static_cast<double>(snapshot.pace - pace_);
  ticks_ = std::max(kLeastTicks, static_cast<std::uint64_t>(ticks));
  pace_ = snapshot.pace;
  lower_before_ = lower;
  known_ = snapshot.duration;
  if (snapshot.duration != Incumbent::kNoDuration) upper_ = std::min(upper_, snapshot.incumbent);
}

// The closure is improved until it suggests what to recompute; that is made a schedule, and so on.
// The bound is published as it rises, and not at the end of the turn only: another worker may then
// stop, and the caller sees it.
void ClosureTechnique::run(Meter& meter, Publisher& to) {
  if (upper_ != Incumbent::kNoDuration) {
    if (!closure_) {
      closure_.emplace(graph_, order_);
      if (proof_ == Proof::kept) closure_->keep_proof();
      closure_->on_line(on_line_);
      meter.charge(graph_.num_ops() + graph_.num_tensors());
    }
    Share turn(meter, ticks_);
    closure_->on_rise([&](std::int64_t lower) { to.raise(base_duration_ + lower, name()); });
    const auto over = [&] { return meter.reason() != StopReason::none || turn.used_up(); };
    for (bool again = true; again && !over();) {
      const int before = closure_->suggestions();
      closure_->improve(upper_ - base_duration_, turn, ClosureBound::Until::suggestion);
      again = closure_->suggestions() > before;
      if (again && !over()) make_schedule(meter, to);
    }
    closure_->on_rise(nullptr);
  }
  static_cast<void>(meter.ended());  // what was proved may be the end
}

// The relaxation says what is recomputed, not when. Greedy puts each recomputation where it frees
// most, a short annealing repairs what does not fit. Its limits are those of the meter alone: it
// cools by its proposals, or it would still be hot at the end of them.
void ClosureTechnique::make_schedule(Meter& meter, Publisher& to) {
  if (!annealing_) annealing_.emplace(annealed_, order_, seed_);
  const OnBetter keep = [&](const Steps& steps) {
    const Offer outcome = to.offer(steps, name());
    const std::int64_t duration = duration_of(graph_, steps);
    if (outcome != Offer::refused && duration < found_.duration) {
      found_ = {steps, duration};
      upper_ = std::min(upper_, duration);
    }
    return outcome;
  };
  annealing_->start_from_set(closure_->suggested());
  annealing_->greedy(meter, keep);
  if (meter.reason() != StopReason::none) return;
  const std::uint64_t proposals = kProposals * graph_.num_ops();
  annealing_->cycle({.hot = kHot, .proposals = proposals, .by_limits = false}, meter, keep);
}

void ClosureTechnique::publish(Snapshot& snapshot) const {
  snapshot.take(found_.duration, found_.steps);
  snapshot.closure = closure_ ? &*closure_ : nullptr;
}

Statistics ClosureTechnique::statistics() const {
  if (!closure_) return {};
  const auto number = [](std::uint64_t value) { return static_cast<std::int64_t>(value); };
  const ClosureBound::Statistics of = closure_->statistics();
  return {{"events beyond the budget", number(of.violated)},
          {"events priced", number(of.events)},
          {"minimum cuts", number(of.flows)},
          {"closure nodes", number(of.nodes)}};
}

}  // namespace moccasin::search
