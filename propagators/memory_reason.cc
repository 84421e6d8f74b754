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

struct MandatoryParts::Term {
  std::int64_t size;
  Literal started, not_ended;
};

std::vector<MandatoryParts::Term> MandatoryParts::terms_at(Event event, RetentionIndex except,
                                                           const Granted& granted,
                                                           const Domains& before) const {
  std::vector<Term> terms;
  const auto add_if_true = [&](const Term& term) {
    if (before.is_true(term.started) && before.is_true(term.not_ended)) terms.push_back(term);
  };
  for (const RetentionIndex index : by_size_) {
    // What is mandatory now includes what was then.
    if (!part_[index].contains(event) || index == except) continue;
    if (std::find(granted.begin(), granted.end(), tensor_of_[index]) != granted.end()) continue;
    const Retention& retention = model_.retentions[index];
    add_if_true(
        {retention.size, model_.starts_by(retention.run, event), at_least(retention.end, event)});
  }
  // The runs of the event's operation, if one is there.
  const Value stage = model_.grid.stage(event), position = model_.grid.position(event);
  RunIndex index = position < model_.grid.stages ? model_.first_run(position) : RunIndex();
  for (; index.valid(); index = model_.runs[index].next_copy) {
    const Run& run = model_.runs[index];
    if (run.transient == 0 || stage >= run.never) continue;
    add_if_true({run.transient, at_least(run.stage, stage), at_most(run.stage, stage)});
  }
  return terms;
}

void MandatoryParts::explain_level(Event event, RetentionIndex except, const Granted& granted,
                                   std::int64_t needed, const Domains& before,
                                   Premises& out) const {
  std::vector<Weighted> optional;
  std::int64_t total = 0;
  for (const Term& term : terms_at(event, except, granted, before)) {
    total += term.size;
    Literal first = term.started, second = term.not_ended;
    if (before.is_root_fact(first)) first = second;
    if (before.is_root_fact(second)) second = first;
    if (before.is_root_fact(first)) continue;
    optional.push_back(
        {term.size, first, second, std::max(before.since(first), before.since(second))});
  }
  MOCCASIN_ASSERT(total >= needed);
  append_enough(optional, total - needed, out);
}

}  // namespace moccasin::propagators
