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
  const Limits limits;
  PollWatch watch(poll);
  Meter meter(limits, watch);
  watch.look_at_each_tick(meter);
  meter.charge(work());
  Share share(meter, ticks);
  closure_->on_rise([&](std::int64_t lower) {
    bound_.raise(base_duration_ + lower, "recompute closure");
    meter.look_soon();
  });
  for (bool again = true; again && !share.ended();) {
    const int suggestions = closure_->suggestions();
    const std::uint64_t before = meter.ticks();
    closure_->improve(duration_ - base_duration_, share, ClosureBound::Until::suggestion);
    work_ += meter.ticks() - before;
    again = closure_->suggestions() > suggestions;
    if (again && !share.ended()) realize(meter, on_better);
  }
  closure_->on_rise(nullptr);
  meter.look_soon();
  (void)meter.ended();
  return meter.reason();
}

// Short and cold: it is near a schedule, or there is none nearby.
void ClosureSlot::realize(Meter& meter, const OnBetter& on_better) {
  constexpr double kHot = 0.3;              // mean durations
  constexpr std::uint64_t kProposals = 50;  // an operation
  if (!annealing_) annealing_.emplace(annealed_, order_, seed_);
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
  if (meter.reason() != StopReason::none) return;
  const std::uint64_t proposals = kProposals * graph_.num_ops();
  annealing_->cycle({.hot = kHot, .proposals = proposals, .by_limits = false}, meter, keep);
}

}  // namespace moccasin::search
