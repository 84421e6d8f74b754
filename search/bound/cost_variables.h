// SPDX-License-Identifier: Apache-2.0
// What a schedule owes for running operations again, as 0/1 variables, each of which costs the
// duration of its operation where it is 1: it is *paid* then. At first each operation has one,
// however often it runs again. Of one that is *split*, each *inter-use interval* has one, between
// one *use set* and the next. A use set is the first runs of some operations that together read all
// of v that anybody wants:
//
//   v ---------- r, s ---------- r', s' ------->    r, r' read one output of v, s, s' the other
//     interval 0  |   interval 1   |  interval 2    each from the last of the use set, that
//                                                   included, to the first of the next
//
// A cost variable is 1 if v runs again after the use set before its interval and up to the end of
// the next. These times do not overlap and leave nothing out, so every run but the first is paid
// for once. Not live at an event of its interval, v does run then, if it runs again at all: it is
// read at the end.
#pragma once

#include <vector>

#include "base/strong_index.h"
#include "search/bound/precedence.h"

namespace moccasin::search {

// The first cost variable of each operation has its number.
using CostVar = base::StrongIndex<struct CostVarTag>;

class CostVars {
 public:
  explicit CostVars(std::size_t num_ops);

  [[nodiscard]] static CostVar first(Op op) { return CostVar(op.value()); }
  [[nodiscard]] std::size_t size() const { return op_.size(); }
  [[nodiscard]] Op op(CostVar cost_var) const { return op_[cost_var]; }
  // One for each interval, the first one first.
  [[nodiscard]] const std::vector<CostVar>& of(Op op) const { return of_[op]; }
  // Operations, by interval but the last: the use set that ends it.
  using UseSets = std::vector<std::vector<Op>>;
  [[nodiscard]] const UseSets& use_sets(Op op) const { return use_sets_[op]; }
  [[nodiscard]] bool is_split(Op op) const { return !use_sets_[op].empty(); }

  // Pre-conditions: not split yet; use sets as use_sets_of() gives them, at least one.
  void split(Op op, UseSets use_sets);

  // Who pays if `op`, surely before the event that is looked at, is not live there; invalid:
  // nobody, as the event is not surely in one inter-use interval.
  [[nodiscard]] CostVar at(const Precedence& event, Op op) const;

 private:
  base::IndexedVector<CostVar, Op> op_;
  base::IndexedVector<Op, std::vector<CostVar>> of_;
  base::IndexedVector<Op, UseSets> use_sets_;
};

// Use sets of `op`, one surely before the next. What is looked at is another event afterwards.
[[nodiscard]] CostVars::UseSets use_sets_of(Precedence& precedence, Op op);

// By operation: events, in base order, at which it is not live, but runs again afterwards.
using Absences = base::IndexedVector<Op, std::vector<Op>>;

// Splits those that are away in several intervals, so that one payment covers more than one run,
// but not where that leaves an event without a cost variable. Returns whether there was any.
bool split_where_away(Precedence& precedence, const Absences& away, CostVars& cost_vars);

}  // namespace moccasin::search
