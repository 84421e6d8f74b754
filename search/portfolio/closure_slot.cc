// SPDX-License-Identifier: Apache-2.0
#include "search/portfolio/closure_slot.h"

#include "search/portfolio/polled_meter.h"

namespace moccasin::search {

StopReason ClosureSlot::run(std::uint64_t ticks, const Poll& poll, const OnBetter& on_better) {
  if (duration_ == Incumbent::kNoDuration) return poll(work());
  if (!closure_) {
    closure_.emplace(graph_, order_);
    if (keeps_proof_) closure_->keep_proof();
    work_ += graph_.num_ops() + graph_.num_tensors();
  }
  StopReason reason = StopReason::none;
  const std::uint64_t end = work() + ticks;
  const auto ended = [&] { return reason != StopReason::none || work() >= end; };
  const BoundStop stop = [&](std::uint64_t done) {
    work_ += done;
    bound_.raise(base_duration_ + closure_->lower_bound(), "recompute closure");
    reason = poll(work());
    return ended();
  };
  // A turn does not end within a cut, which would have to be begun again; a limit does.
  const BoundStop within = [&](std::uint64_t done) {
    reason = poll(work() + done);
    if (reason != StopReason::none) work_ += done;
    return reason != StopReason::none;
  };
  for (bool again = true; again && !ended();) {
    const int before = closure_->suggestions();
    closure_->improve(duration_ - base_duration_, stop, ClosureBound::Until::suggestion, within);
    bound_.raise(base_duration_ + closure_->lower_bound(), "recompute closure");
    again = closure_->suggestions() > before;
    if (again && !ended()) reason = realize(poll, on_better);
  }
  return reason != StopReason::none ? reason : poll(work());
}

// Short and cold: it is near a schedule, or there is none nearby.
StopReason ClosureSlot::realize(const Poll& poll, const OnBetter& on_better) {
  constexpr double kHot = 0.3;              // mean durations
  constexpr std::uint64_t kProposals = 50;  // an operation
  if (!annealing_) annealing_.emplace(annealed_, order_, seed_);
  const Limits limits;
  PollWatch watch(poll);
  Meter meter(limits, watch);
  watch.look_at_each_tick(meter);
  meter.charge(work());
  const OnBetter keep = [&](const std::vector<Op>& steps) {
    std::int64_t duration = 0;
    for (const Op op : steps) duration += graph_.duration(op);
    const Offer answer = on_better(steps);
    if (answer != Offer::refused && duration < steps_duration_) {
      steps_ = steps;
      steps_duration_ = duration;
      duration_ = std::min(duration_, duration);
    }
    return answer;
  };
  annealing_->start_from_set(closure_->suggested());
  annealing_->greedy(meter, keep);
  if (meter.reason() != StopReason::none) return meter.reason();
  const std::uint64_t proposals = kProposals * graph_.num_ops();
  annealing_->cycle({.hot = kHot, .proposals = proposals, .by_limits = false}, meter, keep);
  return meter.reason();
}

}  // namespace moccasin::search
