// SPDX-License-Identifier: Apache-2.0
#include "propagators/check/knapsack_cover_checker.h"

#include <algorithm>
#include <map>

#include "base/wide_int.h"

namespace moccasin::propagators {

bool KnapsackCoverChecker::refutes(const engine::Box& box) const {
  for (Value stage = 0; stage < model_.grid.stages; ++stage) {
    if (refutes_at(stage, box)) return true;
  }
  return false;
}

bool KnapsackCoverChecker::surely_live(RetentionIndex index, Event event,
                                       const engine::Box& box) const {
  const Retention& retention = model_.retentions[index];
  const Run& run = model_.runs[retention.run];
  const Value latest = box.upper(run.stage);
  if (latest >= run.never) return false;
  return latest * model_.grid.width + run.position <= event && box.lower(retention.end) >= event;
}

// live: in memory at the first run of `stage` in every solution; droppable: if not live, then a
// recomputation that may not take place takes place; free: anything else.
KnapsackCoverChecker::Fate KnapsackCoverChecker::fate(CopiesIndex tensor, Value stage,
                                                      const engine::Box& box) const {
  const Event event = stage * model_.grid.width + stage;
  const auto copies = model_.copies[tensor];
  const Run& made = model_.runs[model_.retentions[copies[0]].run];
  bool some_takes_place = false, some_can = false;
  for (const RetentionIndex copy : copies) {
    if (surely_live(copy, event, box)) return Fate::live;
    const RunIndex index = model_.retentions[copy].run;
    const Run& run = model_.runs[index];
    if (index == model_.first_run(run.position)) continue;
    some_takes_place = some_takes_place || box.upper(run.stage) < run.never;
    // Copies run in order: without the first there is none.
    if (index == made.next_copy) some_can = box.lower(run.stage) < run.never;
  }
  if (made.position >= stage) return Fate::free;
  bool read_here = false, read_later = false;
  for (const Read& read : model_.reads) {
    const Value reader = model_.runs[read.reader].position;
    if (read.copies != tensor || read.reader != model_.first_run(reader)) continue;
    read_here = read_here || reader == stage;
    read_later = read_later || reader > stage;
  }
  if (read_here) return Fate::live;
  if (!read_later || some_takes_place) return Fate::free;
  return some_can ? Fate::droppable : Fate::live;
}

bool KnapsackCoverChecker::refutes_at(Value stage, const engine::Box& box) const {
  std::int64_t units = model_.runs[model_.first_run(stage)].transient;
  std::map<Value, Droppable> droppable;  // by operation
  for (std::size_t i = 0; i < model_.num_copies; ++i) {
    const Retention& first = model_.retentions[model_.copies[CopiesIndex(i)][0]];
    const Run& run = model_.runs[first.run];
    const Fate what = fate(CopiesIndex(i), stage, box);
    if (what == Fate::free) continue;
    units += first.size;
    if (what == Fate::live) continue;
    Droppable& one = droppable[run.position];
    one.units += first.size;
    one.duration = model_.runs[run.next_copy].duration;
  }
  std::int64_t left = box.upper(model_.duration);
  for (const Run& run : model_.runs) {
    if (box.upper(run.stage) < run.never) left -= run.duration;
  }
  const std::int64_t excess = units - model_.budget;
  if (left < 0 || excess <= 0) return left < 0;
  std::int64_t all = 0;
  for (const auto& [op, one] : droppable) all += one.units;
  if (all < excess) return true;
  for (const auto& [op, priced] : droppable) {  // the price priced.duration / priced.units
    if (priced.units == 0) continue;
    base::Wide paid = base::Wide{priced.duration} * excess;
    for (const auto& [other, one] : droppable) {
      const base::Wide saved =
          base::Wide{priced.duration} * one.units - base::Wide{one.duration} * priced.units;
      paid -= std::max<base::Wide>(saved, 0);
    }
    if (paid > base::Wide{left} * priced.units) return true;
  }
  return false;
}

}  // namespace moccasin::propagators
