// SPDX-License-Identifier: Apache-2.0
#include "propagators/check/memory_checker.h"

namespace moccasin::propagators {

bool MemoryChecker::refutes(const engine::Box& box) const {
  // The most is live where something starts: at the latest start of some run.
  for (const Run& run : model_.runs) {
    const Value latest = box.upper(run.stage);
    if (latest >= run.never) continue;
    const Event event = latest * model_.grid.width + run.position;
    if (surely_live(event, box) > model_.budget) return true;
  }
  return false;
}

std::int64_t MemoryChecker::surely_live(Event event, const engine::Box& box) const {
  std::int64_t live = 0;
  for (const Retention& retention : model_.retentions) {
    const Run& run = model_.runs[retention.run];
    const Value latest = box.upper(run.stage);
    if (latest >= run.never) continue;
    const bool started = latest * model_.grid.width + run.position <= event;
    if (started && box.lower(retention.end) >= event) live += retention.size;
  }
  for (const Run& run : model_.runs) {
    const Value stage = box.upper(run.stage);
    const bool known = stage == box.lower(run.stage) && stage < run.never;
    if (known && stage * model_.grid.width + run.position == event) live += run.transient;
  }
  return live;
}

}  // namespace moccasin::propagators
