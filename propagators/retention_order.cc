// SPDX-License-Identifier: Apache-2.0
#include "propagators/retention_order.h"

#include <algorithm>

namespace moccasin::propagators {
namespace {

using engine::Domains;
using engine::Inference;
using engine::Outcome;

// What a payload says: the rule, and the retention or run it was applied to.
enum class Rule : std::uint32_t { span, copies, serve };

std::uint64_t payload_of(Rule rule, std::uint32_t index) {
  return std::uint64_t{index} << 2 | static_cast<std::uint64_t>(rule);
}

}  // namespace

RetentionOrder::RetentionOrder(const RetentionModel& model)
    : model_(model), previous_copy_(model.runs.size()) {
  for (const RunIndex run : model.runs.indices()) {
    if (model.runs[run].next_copy.valid()) previous_copy_[model.runs[run].next_copy] = run;
  }
}

void RetentionOrder::attach(engine::Subscriptions& wake) {
  for (const RunIndex run : model_.runs.indices()) {
    wake.on_both(model_.runs[run].stage, run.value());
  }
  for (const Retention& retention : model_.retentions) {
    wake.on_both(retention.end, retention.run.value());
  }
}

Outcome RetentionOrder::propagate(Inference& infer) {
  for (const std::uint32_t tag : infer.changed()) {
    if (propagate_run(RunIndex(tag), infer) == Outcome::conflict) return Outcome::conflict;
  }
  return Outcome::fine;
}

// All rules that `run` takes part in.
Outcome RetentionOrder::propagate_run(RunIndex run, Inference& infer) {
  const RunIndex before = previous_copy_[run];
  for (const RunIndex copy : {before, run}) {
    if (!copy.valid() || !model_.runs[copy].next_copy.valid()) continue;
    if (propagate_copies(copy, infer) == Outcome::conflict) return Outcome::conflict;
    const std::uint32_t end = model_.retention_begin[RunIndex(copy.value() + 1)];
    for (std::uint32_t i = model_.retention_begin[copy]; i < end; ++i) {
      if (propagate_serve(RetentionIndex(i), infer) == Outcome::conflict) return Outcome::conflict;
    }
  }
  const std::uint32_t end = model_.retention_begin[RunIndex(run.value() + 1)];
  for (std::uint32_t i = model_.retention_begin[run]; i < end; ++i) {
    if (propagate_span(RetentionIndex(i), infer) == Outcome::conflict) return Outcome::conflict;
  }
  return Outcome::fine;
}

Outcome RetentionOrder::propagate_span(RetentionIndex index, Inference& infer) {
  const Retention& retention = model_.retentions[index];
  const Run& run = model_.runs[retention.run];
  const Domains& now = infer.domains();
  const std::uint64_t payload = payload_of(Rule::span, index.value());
  const Event start = model_.grid.event(now.lower(run.stage), run.position);
  if (infer.infer(at_least(retention.end, start), payload) == Outcome::conflict) {
    return Outcome::conflict;
  }
  const Event last = now.upper(retention.end) - run.position;  // of its stage's first event
  return infer.infer(at_most(run.stage, model_.grid.stage(last)), payload);
}

Outcome RetentionOrder::propagate_copies(RunIndex index, Inference& infer) {
  const Run& run = model_.runs[index];
  const Run& next = model_.runs[run.next_copy];
  const Domains& now = infer.domains();
  const std::uint64_t payload = payload_of(Rule::copies, index.value());
  const Value earliest = std::min(now.lower(run.stage) + 1, next.never);
  if (infer.infer(at_least(next.stage, earliest), payload) == Outcome::conflict) {
    return Outcome::conflict;
  }
  if (!now.is_true(model_.takes_place(run.next_copy))) return Outcome::fine;
  return infer.infer(at_most(run.stage, now.upper(next.stage) - 1), payload);
}

Outcome RetentionOrder::propagate_serve(RetentionIndex index, Inference& infer) {
  const Retention& retention = model_.retentions[index];
  const RunIndex next = model_.runs[retention.run].next_copy;
  const Domains& now = infer.domains();
  const std::uint64_t payload = payload_of(Rule::serve, index.value());
  // Beyond the last event that a copy can be made at, the end says nothing.
  const Literal after = model_.starts_after(next, now.lower(retention.end));
  if (infer.infer(after, payload) == Outcome::conflict) return Outcome::conflict;
  if (!now.is_true(model_.takes_place(next))) return Outcome::fine;
  const Run& copy = model_.runs[next];
  const Event start = model_.grid.event(now.upper(copy.stage), copy.position);
  return infer.infer(at_most(retention.end, start - 1), payload);
}

void RetentionOrder::explain(Literal fact, std::uint64_t payload, const Domains&,
                             engine::Premises& out) const {
  const auto rule = static_cast<Rule>(payload & 3);
  const auto index = static_cast<std::uint32_t>(payload >> 2);
  if (rule == Rule::copies) {
    const Run& run = model_.runs[RunIndex(index)];
    const Run& next = model_.runs[run.next_copy];
    if (fact.var == next.stage) {
      out.push_back(at_least(run.stage, fact.bound - 1));
    } else {
      // [stage <= q] of [next stage <= q + 1], or of whatever makes the next take place.
      out.push_back(at_most(next.stage, std::min(-fact.bound + 1, next.never - 1)));
    }
    return;
  }
  const Retention& retention = model_.retentions[RetentionIndex(index)];
  const Run& run = model_.runs[retention.run];
  const EventGrid& grid = model_.grid;
  if (rule == Rule::span) {
    if (fact.var == retention.end) {  // [end >= e]: the first stage with event(stage) >= e
      const Event since = fact.bound - run.position;
      out.push_back(at_least(run.stage, (since + grid.width - 1) / grid.width));
    } else {  // [stage <= q]: the end is before event(q + 1)
      out.push_back(at_most(retention.end, grid.event(-fact.bound + 1, run.position) - 1));
    }
    return;
  }
  const Run& copy = model_.runs[run.next_copy];
  if (fact.var == copy.stage) {  // [stage > ...]: the end is at event(bound - 1) or later
    out.push_back(at_least(retention.end, grid.event(fact.bound - 1, copy.position)));
  } else {  // [end <= e]: the next copy is made at e + 1 or before
    const Value last = grid.stage(-fact.bound + 1 - copy.position);
    out.push_back(at_most(copy.stage, std::min(last, copy.never - 1)));
  }
}

}  // namespace moccasin::propagators
