// SPDX-License-Identifier: Apache-2.0
#include "engine/trail.h"

namespace moccasin::engine {

Var Trail::new_variable(Value lower, Value upper) {
  MOCCASIN_ASSERT(level() == 0 && lower <= upper);
  const Var var = latest_.push_back(size());
  entries_.push_back({.var = var, .bound = lower, .reason = Reason()});
  latest_.push_back(size());
  entries_.push_back({.var = -var, .bound = -upper, .reason = Reason()});
  lower_.push_back(lower);
  lower_.push_back(-upper);
  return var;
}

Value Trail::lower_before(Var var, Position position) const {
  Position at = latest_[var];
  while (at >= position) at = entries_[at].previous;
  return entries_[at].bound;
}

Position Trail::cause(Literal literal, Position before) const {
  Position at = latest_[literal.var];
  while (at >= before) at = entries_[at].previous;
  MOCCASIN_ASSERT(entries_[at].bound >= literal.bound);
  for (;;) {
    const Position previous = entries_[at].previous;
    if (previous == kNow || entries_[previous].bound < literal.bound) return at;
    at = previous;
  }
}

void Trail::push(Literal literal, Reason reason) {
  MOCCASIN_ASSERT(literal.bound > lower_[literal.var]);
  entries_.push_back({.var = literal.var,
                      .previous = latest_[literal.var],
                      .bound = literal.bound,
                      .reason = reason,
                      .level = level()});
  latest_[literal.var] = size() - 1;
  lower_[literal.var] = literal.bound;
}

void Trail::backtrack(Level level) {
  if (level >= level_begin_.size()) return;
  const Position target = level_begin_[level];
  while (entries_.size() > target) {
    const Entry& entry = entries_.back();
    latest_[entry.var] = entry.previous;
    lower_[entry.var] = entries_[entry.previous].bound;
    entries_.pop_back();
  }
  level_begin_.resize(level);
}

}  // namespace moccasin::engine
