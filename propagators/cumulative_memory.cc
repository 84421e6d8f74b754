// SPDX-License-Identifier: Apache-2.0
#include "propagators/cumulative_memory.h"

namespace moccasin::propagators {

using engine::Inference;
using engine::Outcome;

CumulativeMemory::CumulativeMemory(const RetentionModel& model)
    : model_(model), parts_(std::make_shared<MandatoryParts>(model)) {}

// Tags: a run, which stands for all its retentions, or beyond the runs a retention.
void CumulativeMemory::attach(engine::Subscriptions& wake) {
  const auto runs = static_cast<std::uint32_t>(model_.runs.size());
  for (const RunIndex run : model_.runs.indices()) {
    wake.on_both(model_.runs[run].stage, run.value());
  }
  for (const RetentionIndex retention : parts_->by_size()) {
    wake.on_lower(model_.retentions[retention].end, runs + retention.value());
  }
}

Outcome CumulativeMemory::propagate(Inference& infer) {
  const auto runs = static_cast<std::uint32_t>(model_.runs.size());
  for (const std::uint32_t tag : infer.changed()) {
    if (tag < runs) {
      parts_->take_in_run(RunIndex(tag), infer);
    } else {
      parts_->take_in(RetentionIndex(tag - runs), infer);
    }
  }
  const std::vector<Part> raised = parts_->raised();
  if (overload(raised, infer) == Outcome::conflict) return Outcome::conflict;
  return push(raised, infer);
}

}  // namespace moccasin::propagators
