// SPDX-License-Identifier: Apache-2.0
#include "propagators/check/precedence_checker.h"

namespace moccasin::propagators {

bool PrecedenceChecker::refutes(const engine::Box& box) const {
  for (const Read& read : model_.reads) {
    const Run& reader = model_.runs[read.reader];
    bool possible = box.upper(reader.stage) >= reader.never;  // it need not run
    for (Value q = box.lower(reader.stage); q <= box.upper(reader.stage) && !possible; ++q) {
      possible = can_be_read(read, q, box);
    }
    if (!possible) return true;
  }
  return false;
}

bool PrecedenceChecker::can_be_read(const Read& read, Value stage, const engine::Box& box) const {
  const Event event = stage * model_.grid.width + model_.runs[read.reader].position;
  for (const RetentionIndex copy : model_.copies[read.copies]) {
    const Retention& retention = model_.retentions[copy];
    const Run& run = model_.runs[retention.run];
    const Value made = box.lower(run.stage);
    if (made < run.never && made <= stage && box.upper(retention.end) >= event) return true;
  }
  return false;
}

}  // namespace moccasin::propagators
