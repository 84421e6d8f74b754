// SPDX-License-Identifier: Apache-2.0
#include "search/portfolio/closure_slot.h"

namespace moccasin::search {

StopReason ClosureSlot::run(std::uint64_t ticks, const Poll& poll) {
  if (duration_ == Incumbent::kNoDuration) return poll(work_);
  if (!closure_) {
    closure_.emplace(graph_, order_);
    if (keeps_proof_) closure_->keep_proof();
    work_ += graph_.num_ops() + graph_.num_tensors();
  }
  StopReason reason = StopReason::none;
  const std::uint64_t end = work_ + ticks;
  const BoundStop stop = [&](std::uint64_t done) {
    work_ += done;
    bound_.raise(base_duration_ + closure_->lower_bound(), "recompute closure");
    reason = poll(work_);
    return reason != StopReason::none || work_ >= end;
  };
  closure_->improve(duration_ - base_duration_, stop);
  bound_.raise(base_duration_ + closure_->lower_bound(), "recompute closure");
  return reason != StopReason::none ? reason : poll(work_);
}

}  // namespace moccasin::search
