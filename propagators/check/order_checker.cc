// SPDX-License-Identifier: Apache-2.0
#include "propagators/check/order_checker.h"

namespace moccasin::propagators {

bool OrderChecker::refutes(const engine::Box& box) const {
  const Value width = model_.grid.width;
  for (const Retention& retention : model_.retentions) {
    const Run& run = model_.runs[retention.run];
    if (box.upper(retention.end) < box.lower(run.stage) * width + run.position) return true;
    if (!run.next_copy.valid()) continue;
    const Run& next = model_.runs[run.next_copy];
    if (box.upper(next.stage) >= next.never) continue;  // there may be no next copy
    if (box.lower(retention.end) >= box.upper(next.stage) * width + next.position) return true;
  }
  for (const Run& run : model_.runs) {
    if (!run.next_copy.valid()) continue;
    const Run& next = model_.runs[run.next_copy];
    // A copy that does not run has no next one.
    if (box.upper(next.stage) < next.never && box.upper(next.stage) <= box.lower(run.stage)) {
      return true;
    }
  }
  return false;
}

}  // namespace moccasin::propagators
