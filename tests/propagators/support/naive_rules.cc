// SPDX-License-Identifier: Apache-2.0
#include "tests/propagators/support/naive_rules.h"

namespace moccasin::test {
namespace {

using engine::Value;
using engine::Var;
using propagators::Read;
using propagators::Retention;
using propagators::RetentionIndex;
using propagators::RetentionModel;
using propagators::Run;

class Rules {
 public:
  Rules(const RetentionModel& model, const Assignment& values) : model_(model), values_(values) {}

  [[nodiscard]] bool order() const {
    for (const Retention& retention : model_.retentions) {
      const Run& run = model_.runs[retention.run];
      if (value(retention.end) < event(run)) return false;
      if (!run.next_copy.valid()) continue;
      const Run& next = model_.runs[run.next_copy];
      if (made(next) && value(retention.end) >= event(next)) return false;
    }
    for (const Run& run : model_.runs) {
      if (!run.next_copy.valid()) continue;
      const Run& next = model_.runs[run.next_copy];
      if (made(next) && value(next.stage) <= value(run.stage)) return false;
    }
    return true;
  }

  [[nodiscard]] bool precedence() const {
    for (const Read& read : model_.reads) {
      const Run& reader = model_.runs[read.reader];
      bool served = !made(reader);
      for (const RetentionIndex copy : model_.copies[read.copies]) {
        const Retention& retention = model_.retentions[copy];
        const Run& run = model_.runs[retention.run];
        served = served || (made(run) && event(run) <= event(reader) &&
                            event(reader) <= value(retention.end));
      }
      if (!served) return false;
    }
    return true;
  }

  [[nodiscard]] bool duration() const {
    Value sum = 0;
    for (const Run& run : model_.runs) sum += made(run) ? run.duration : 0;
    return sum <= value(model_.duration);
  }

  [[nodiscard]] bool memory() const {
    if (model_.budget < 0) return false;
    for (const Run& running : model_.runs) {
      if (!made(running)) continue;
      const Value now = event(running);
      Value live = 0;
      for (const Retention& retention : model_.retentions) {
        const Run& run = model_.runs[retention.run];
        if (made(run) && event(run) <= now && now <= value(retention.end)) live += retention.size;
      }
      // Two copies of an operation may be assigned one event.
      for (const Run& run : model_.runs) {
        if (made(run) && event(run) == now) live += run.transient;
      }
      if (live > model_.budget) return false;
    }
    return true;
  }

 private:
  [[nodiscard]] Value value(Var var) const { return values_[var.value() / 2]; }
  [[nodiscard]] bool made(const Run& run) const { return value(run.stage) < run.never; }
  [[nodiscard]] Value event(const Run& run) const {
    return value(run.stage) * model_.grid.width + run.position;
  }

  const RetentionModel& model_;
  const Assignment& values_;
};

}  // namespace

bool holds(engine::Literal literal, const Assignment& values) {
  const Value value = values[literal.var.value() / 2];
  return (literal.var.value() % 2 == 0 ? value : -value) >= literal.bound;
}

bool satisfies(Constraint constraint, const RetentionModel& model, const Assignment& values) {
  const Rules rules(model, values);
  switch (constraint) {
    case Constraint::order:
      return rules.order();
    case Constraint::precedence:
      return rules.precedence();
    case Constraint::duration:
      return rules.duration();
    case Constraint::memory:
      return rules.memory();
    case Constraint::cover:
      break;
  }
  return rules.order() && rules.precedence() && rules.duration() && rules.memory();
}

}  // namespace moccasin::test
