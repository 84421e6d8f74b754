// SPDX-License-Identifier: Apache-2.0
// CumulativeMemory: push. At an event where mandatory parts leave less than a retention's size, the
// retention is not live: start > t or end < t. If one of the two is excluded, the other is
// inferred.
//
//   budget   ----------------------------------
//   level        ##########        ####             a retention too large for where it is high
//            [=====| surely live
//                  ^ end < first high event after its mandatory part
#include <algorithm>

#include "propagators/cumulative_memory.h"

namespace moccasin::propagators {

using engine::Domains;
using engine::Inference;
using engine::Outcome;

Outcome CumulativeMemory::push(const std::vector<Part>& raised, Inference& infer) {
  const auto runs = static_cast<std::uint32_t>(model_.runs.size());
  for (const std::uint32_t tag : infer.changed()) {
    const bool whole = tag < runs;  // all retentions of a run
    const std::uint32_t begin = whole ? model_.retention_begin[RunIndex(tag)] : tag - runs;
    const std::uint32_t end = whole ? model_.retention_begin[RunIndex(tag + 1)] : begin + 1;
    for (std::uint32_t i = begin; i < end; ++i) {
      if (push_one(RetentionIndex(i), infer) == Outcome::conflict) return Outcome::conflict;
    }
  }
  Part hull;
  std::int64_t highest = INT64_MIN;
  for (const Part& part : raised) {
    hull = {std::min(hull.first, part.first), std::max(hull.last, part.last)};
    highest = std::max(highest, parts_->profile().highest(part.first, part.last));
  }
  if (highest == INT64_MIN) return Outcome::fine;  // nowhere that takes place
  // Others matter if they are larger than what is left where the level rose.
  const Domains& now = infer.domains();
  std::uint64_t seen = 0;
  for (const RetentionIndex index : parts_->by_size()) {
    const Retention& retention = model_.retentions[index];
    if (retention.size <= model_.budget - highest) break;
    ++seen;
    if (now.upper(retention.end) < hull.first) continue;
    const Run& run = model_.runs[retention.run];
    if (model_.grid.event(now.lower(run.stage), run.position) > hull.last) continue;
    if (push_one(index, infer) == Outcome::conflict) return Outcome::conflict;
  }
  infer.work(seen / 2);
  return Outcome::fine;
}

Outcome CumulativeMemory::push_one(RetentionIndex index, Inference& infer) {
  const Retention& retention = model_.retentions[index];
  const Run& run = model_.runs[retention.run];
  const Domains& now = infer.domains();
  if (retention.size == 0) return Outcome::fine;
  const std::int64_t limit = model_.budget - retention.size;
  const auto payload = [index](Event event) {
    return std::uint64_t{index.value()} << 40 | static_cast<std::uint64_t>(event);
  };
  infer.work(2);
  const Event surely = now.lower(retention.end);
  const Value latest = now.upper(run.stage);
  if (latest < run.never) {
    const Event from = std::max(model_.grid.event(latest, run.position), surely + 1);
    if (const auto event = parts_->profile().first_above(from, now.upper(retention.end), limit)) {
      if (infer.infer(at_most(retention.end, *event - 1), payload(*event)) == Outcome::conflict) {
        return Outcome::conflict;
      }
    }
  }
  const Value earliest = now.lower(run.stage);
  if (earliest == latest || earliest >= run.never) return Outcome::fine;
  const Event from = model_.grid.event(earliest, run.position);
  const Event to = std::min(surely, model_.grid.event(latest, run.position) - 1);
  if (const auto event = parts_->profile().last_above(from, to, limit)) {
    return infer.infer(model_.starts_after(retention.run, *event), payload(*event));
  }
  return Outcome::fine;
}

}  // namespace moccasin::propagators
