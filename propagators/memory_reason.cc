// SPDX-License-Identifier: Apache-2.0
// CumulativeMemory: why. All reasons are about one event: enough retentions surely live there, and
// for a push the half of "start > t or end < t" that was excluded.
#include <algorithm>

#include "propagators/cumulative_memory.h"
#include "propagators/surplus.h"

namespace moccasin::propagators {

using engine::Domains;
using engine::Premises;

void CumulativeMemory::explain(Literal fact, std::uint64_t payload, const Domains& before,
                               Premises& out) const {
  const RetentionIndex index(payload >> 40);
  const auto event = static_cast<Event>(payload & ((std::uint64_t{1} << 40) - 1));
  const Retention& retention = model_.retentions[index];
  if (fact.var == -retention.end) {
    out.push_back(model_.starts_by(retention.run, event));
  } else {
    out.push_back(at_least(retention.end, event));
  }
  parts_->explain_level(event, index, {}, model_.budget - retention.size + 1, before, out);
}

void CumulativeMemory::explain_conflict(std::uint64_t payload, const Domains& now,
                                        Premises& out) const {
  parts_->explain_level(static_cast<Event>(payload), RetentionIndex(), {}, model_.budget + 1, now,
                        out);
}

void MandatoryParts::explain_level(Event event, RetentionIndex except, const Granted& granted,
                                   std::int64_t needed, const Domains& before,
                                   Premises& out) const {
  std::vector<Weighted> terms;
  std::int64_t total = 0;
  const auto count = [&](std::int64_t weight, Literal first, Literal second) {
    total += weight;
    const bool first_free = before.is_root_fact(first), second_free = before.is_root_fact(second);
    if (first_free && second_free) return;
    if (first_free) first = second;
    if (second_free) second = first;
    terms.push_back({weight, first, second, std::max(before.since(first), before.since(second))});
  };
  for (const RetentionIndex index : by_size_) {
    // What is mandatory now includes what was then.
    if (!part_[index].contains(event) || index == except) continue;
    if (std::find(granted.begin(), granted.end(), tensor_of_[index]) != granted.end()) continue;
    const Retention& retention = model_.retentions[index];
    const Literal started = model_.starts_by(retention.run, event);
    const Literal not_ended = at_least(retention.end, event);
    if (!before.is_true(started) || !before.is_true(not_ended)) continue;
    count(retention.size, started, not_ended);
  }
  // The runs of the event's operation, if one is there.
  const Value stage = model_.grid.stage(event), position = model_.grid.position(event);
  RunIndex index = position < model_.grid.stages ? model_.first_run(position) : RunIndex();
  for (; index.valid(); index = model_.runs[index].next_copy) {
    const Run& run = model_.runs[index];
    const Literal not_before = at_least(run.stage, stage), not_after = at_most(run.stage, stage);
    if (run.transient == 0 || stage >= run.never) continue;
    if (!before.is_true(not_before) || !before.is_true(not_after)) continue;
    count(run.transient, not_before, not_after);
  }
  append_enough(terms, total - needed, out);
}

}  // namespace moccasin::propagators
