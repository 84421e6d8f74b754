// SPDX-License-Identifier: Apache-2.0
#include "propagators/retention_precedence.h"

#include <algorithm>

namespace moccasin::propagators {

using engine::Domains;
using engine::Inference;
using engine::Outcome;

void RetentionPrecedence::attach(engine::Subscriptions& wake) {
  for (const ReadIndex index : model_.reads.indices()) {
    const Read& read = model_.reads[index];
    wake.on_both(model_.runs[read.reader].stage, index.value());
    for (const RetentionIndex copy : model_.copies[read.copies]) {
      const Retention& retention = model_.retentions[copy];
      wake.on_lower(model_.runs[retention.run].stage, index.value());
      wake.on_upper(retention.end, index.value());
    }
  }
}

Outcome RetentionPrecedence::propagate(Inference& infer) {
  for (const std::uint32_t tag : infer.changed()) {
    if (propagate_read(ReadIndex(tag), infer) == Outcome::conflict) return Outcome::conflict;
  }
  infer.work(2 * infer.changed().size());
  return Outcome::fine;
}

RetentionPrecedence::Window RetentionPrecedence::window(RetentionIndex index, Value position,
                                                        const Domains& domains) const {
  const Retention& retention = model_.retentions[index];
  const Run& run = model_.runs[retention.run];
  const Value first = domains.lower(run.stage);
  if (first >= run.never) return {1, 0};
  const Event latest = domains.upper(retention.end) - position;
  return {first, latest < 0 ? -1 : model_.grid.stage(latest)};
}

Outcome RetentionPrecedence::propagate_read(ReadIndex read, Inference& infer) {
  if (reach(read, infer) == Outcome::conflict) return Outcome::conflict;
  return support(read, infer);
}

Outcome RetentionPrecedence::reach(ReadIndex index, Inference& infer) {
  const Read& read = model_.reads[index];
  const Run& reader = model_.runs[read.reader];
  const Domains& now = infer.domains();
  const Value earliest = now.lower(reader.stage);
  if (earliest >= reader.never) return Outcome::fine;
  Value next = reader.never;  // the first stage from `earliest` on that some copy can serve
  for (const RetentionIndex copy : model_.copies[read.copies]) {
    const Window serves = window(copy, reader.position, now);
    const Value first = std::max(serves.first, earliest);
    if (first <= serves.last) next = std::min(next, first);
  }
  return infer.infer(at_least(reader.stage, next), index.value());
}

Outcome RetentionPrecedence::support(ReadIndex index, Inference& infer) {
  const Read& read = model_.reads[index];
  const Run& reader = model_.runs[read.reader];
  const Domains& now = infer.domains();
  const Value earliest = now.lower(reader.stage), latest = now.upper(reader.stage);
  if (latest >= reader.never) return Outcome::fine;
  RetentionIndex only;
  for (const RetentionIndex copy : model_.copies[read.copies]) {
    const Window serves = window(copy, reader.position, now);
    if (std::max(serves.first, earliest) > std::min(serves.last, latest)) continue;
    if (only.valid()) return Outcome::fine;
    only = copy;
  }
  MOCCASIN_ASSERT(only.valid());  // else reach() would have met a conflict
  const Retention& retention = model_.retentions[only];
  const Run& run = model_.runs[retention.run];
  const Value made = std::min(latest, run.never - 1);
  if (infer.infer(at_most(run.stage, made), index.value()) == Outcome::conflict) {
    return Outcome::conflict;
  }
  return infer.infer(at_least(retention.end, model_.grid.event(earliest, reader.position)),
                     index.value());
}

}  // namespace moccasin::propagators
