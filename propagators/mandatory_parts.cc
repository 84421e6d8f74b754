// SPDX-License-Identifier: Apache-2.0
#include "propagators/mandatory_parts.h"

#include <algorithm>
#include <utility>

namespace moccasin::propagators {

using engine::Domains;
using engine::Inference;

MandatoryParts::MandatoryParts(const RetentionModel& model)
    : model_(model),
      profile_(model.grid),
      part_(model.retentions.size()),
      tensor_of_(model.retentions.size()),
      placed_(model.runs.size(), 0) {
  for (std::size_t tensor = 0; tensor < model.num_copies; ++tensor) {
    for (const RetentionIndex copy : model.copies[CopiesIndex(tensor)]) {
      tensor_of_[copy] = CopiesIndex(tensor);
    }
  }
  for (const RetentionIndex retention : model.retentions.indices()) {
    if (model.retentions[retention].size > 0) by_size_.push_back(retention);
  }
  std::stable_sort(by_size_.begin(), by_size_.end(), [&](RetentionIndex a, RetentionIndex b) {
    return model.retentions[a].size > model.retentions[b].size;
  });
}

std::vector<Part> MandatoryParts::raised() { return std::exchange(raised_, {}); }

Part MandatoryParts::mandatory(RetentionIndex index, const Domains& domains) const {
  const Retention& retention = model_.retentions[index];
  const Run& run = model_.runs[retention.run];
  const Value latest = domains.upper(run.stage);
  if (latest >= run.never) return {};
  const Part part = {model_.grid.event(latest, run.position), domains.lower(retention.end)};
  return part.empty() ? Part() : part;
}

void MandatoryParts::take_in_run(RunIndex run, Inference& infer) {
  const std::uint32_t end = model_.retention_begin[RunIndex(run.value() + 1)];
  for (std::uint32_t i = model_.retention_begin[run]; i < end; ++i) {
    take_in(RetentionIndex(i), infer);
  }
  if (placed_[run] == 0) place(run, infer);
}

// Within a branch of the search a mandatory part only grows.
void MandatoryParts::take_in(RetentionIndex index, Inference& infer) {
  const std::int64_t size = model_.retentions[index].size;
  if (size == 0) return;
  const Part before = part_[index], now = mandatory(index, infer.domains());
  if (now == before) return;
  changes_.push_back({infer.position(), index, before, RunIndex()});
  part_[index] = now;
  if (before.empty()) {
    raise(now, size);
  } else {
    raise({now.first, before.first - 1}, size);
    raise({before.last + 1, now.last}, size);
  }
}

void MandatoryParts::raise(Part part, std::int64_t size) {
  if (part.empty()) return;
  profile_.add(part.first, part.last, size);
  raised_.push_back(part);
}

// A run whose stage is known is an event that takes place. Its level is summed over all mandatory
// parts: linear, but once for each recomputation that is decided, not for each bound.
void MandatoryParts::place(RunIndex index, Inference& infer) {
  const Run& run = model_.runs[index];
  const Domains& now = infer.domains();
  if (!now.is_fixed(run.stage) || now.lower(run.stage) >= run.never) return;
  placed_[index] = 1;
  changes_.push_back({infer.position(), RetentionIndex(), Part(), index});
  const Value stage = now.lower(run.stage);
  const Event event = model_.grid.event(stage, run.position);
  if (stage == run.position) {  // a first run: its stage has a point already
    if (run.transient > 0) raise({event, event}, run.transient);
    return;
  }
  std::int64_t level = run.transient;
  for (const RetentionIndex retention : by_size_) {
    if (part_[retention].contains(event)) level += model_.retentions[retention].size;
  }
  infer.work(by_size_.size() / 4);
  profile_.place(event, level);
  raised_.push_back({event, event});
}

void MandatoryParts::undo_to(engine::Position size) {
  for (; !changes_.empty() && changes_.back().position > size; changes_.pop_back()) {
    const Change& change = changes_.back();
    if (!change.retention.valid()) {
      placed_[change.run] = 0;
      profile_.remove_placed();  // first runs are placed at the root and stay
      continue;
    }
    const std::int64_t units = model_.retentions[change.retention].size;
    const Part now = part_[change.retention], before = change.before;
    if (before.empty()) {
      profile_.add(now.first, now.last, -units);
    } else {
      profile_.add(now.first, before.first - 1, -units);
      profile_.add(before.last + 1, now.last, -units);
    }
    part_[change.retention] = before;
  }
}

}  // namespace moccasin::propagators
