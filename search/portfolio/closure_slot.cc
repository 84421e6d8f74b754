// SPDX-License-Identifier: Apache-2.0
#include "search/portfolio/closure_slot.h"

namespace moccasin::search {

StopReason ClosureSlot::run(std::uint64_t ticks, const Poll& poll,
                            const Annealing::OnBetter& on_better) {
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
StopReason ClosureSlot::realize(const Poll& poll, const Annealing::OnBetter& on_better) {
  constexpr double kHot = 0.3;              // mean durations
  constexpr std::uint64_t kProposals = 50;  // an operation
  if (!annealing_) annealing_.emplace(annealed_, order_, seed_);
  const Annealing::Poll total = [&](std::uint64_t work) { return poll(work_ + work); };
  const Annealing::OnBetter keep = [&](const std::vector<Op>& steps) {
    std::int64_t duration = 0;
    for (const Op op : steps) duration += graph_.duration(op);
    const Annealing::Reception reception = on_better(steps);
    if (reception == Annealing::Reception::kept && duration < steps_duration_) {
      steps_ = steps;
      steps_duration_ = duration;
      duration_ = std::min(duration_, duration);
    }
    return reception;
  };
  annealing_->start_from_set(closure_->suggested());
  const StopReason reason = annealing_->greedy(total, keep);
  if (reason != StopReason::none) return reason;
  return annealing_->cycle({.hot = kHot, .proposals = kProposals * graph_.num_ops()}, {}, total,
                           keep);
}

}  // namespace moccasin::search
