// SPDX-License-Identifier: Apache-2.0
// Who pays when an operation runs again. At first each operation pays once, however often that is.
// Of one that is *split*, each stretch between two *reads* pays for itself. A read is the first
// runs of some operations that together read all of v that anybody wants:
//
//   v ---------- r, s ---------- r', s' ------->    r, r' read one output of v, s, s' the other
//     stretch 0   |    stretch 1   |   stretch 2    each from the last of the read, that included,
//                                                   to the first of the next
//
// A payer pays if v runs again after the read before its stretch and up to the end of the next.
// These windows do not overlap and leave nothing out, so every run but the first is paid for once.
// Not live at an event of its stretch, v does run then, if it runs again at all: it is read at the
// end.
#pragma once

#include <vector>

#include "base/strong_index.h"
#include "search/bound/precedence.h"

namespace moccasin::search {

// The first payer of each operation has its number.
using Payer = base::StrongIndex<struct PayerTag>;

class Payers {
 public:
  explicit Payers(std::size_t num_ops);

  [[nodiscard]] static Payer first(Op op) { return Payer(op.value()); }
  [[nodiscard]] std::size_t size() const { return op_.size(); }
  [[nodiscard]] Op op(Payer payer) const { return op_[payer]; }
  // Of each stretch, the first one first.
  [[nodiscard]] const std::vector<Payer>& of(Op op) const { return of_[op]; }
  // Operations, by stretch but the last: the one that ends it.
  using Reads = std::vector<std::vector<Op>>;
  [[nodiscard]] const Reads& reads(Op op) const { return reads_[op]; }
  [[nodiscard]] bool is_split(Op op) const { return !reads_[op].empty(); }

  // Pre-conditions: not split yet; reads as reads_of() gives them, at least one.
  void split(Op op, Reads reads);

  // Who pays if `op`, surely before the event that is looked at, is not live there; invalid:
  // nobody, as the event is not surely in one stretch.
  [[nodiscard]] Payer at(const Precedence& event, Op op) const;

 private:
  base::IndexedVector<Payer, Op> op_;
  base::IndexedVector<Op, std::vector<Payer>> of_;
  base::IndexedVector<Op, Reads> reads_;
};

// Reads of `op`, one surely before the next. What is looked at is another event afterwards.
[[nodiscard]] Payers::Reads reads_of(Precedence& precedence, Op op);

// By operation: events, in base order, at which it is not live, but runs again afterwards.
using Absences = base::IndexedVector<Op, std::vector<Op>>;

// Splits those that are away in several stretches, so that one payment covers more than one run,
// but not where that leaves an event without a payer. Returns whether there was any.
bool split_where_away(Precedence& precedence, const Absences& away, Payers& payers);

}  // namespace moccasin::search
