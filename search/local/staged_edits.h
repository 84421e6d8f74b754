// SPDX-License-Identifier: Apache-2.0
// Edits of a staged sequence: what the moves in a fixed order are made of. Stage s is what runs
// after first run s - 1 up to first run s: recomputations, distinct and in base order, then the
// first run itself, which never moves and never goes, even if nobody reads it.
//
//   base order a b c d e, stage e recomputes a and c:     a b c d | a c e
#pragma once

#include <optional>
#include <vector>

#include "base/random.h"
#include "search/local/edits.h"

namespace moccasin::search {

class StagedEdits : public Edits {
 public:
  explicit StagedEdits(Sequence& sequence) : Edits(sequence, Unread::first_runs) {}

  // The stage that the step at `key` belongs to, named by the operation that first runs there.
  [[nodiscard]] Op stage_of(Key key) const;

  // Recomputes `op` in `stage`; nothing if it runs there already or may not run again. Its inputs
  // are as they are: if they are dead by then, they are kept live for it.
  std::optional<Insertion> insert(Op op, Op stage);
  // The same, then of the inputs that this would keep live across the step at `across` each with
  // `probability` is recomputed there too, and their inputs likewise.
  void insert_with_inputs(Op op, Op stage, Key across, double probability, base::Random& random);
  // What insert(op, stage) would do, but for a recomputation that it leaves unread; nothing if it
  // is not allowed.
  [[nodiscard]] std::optional<Insertion> evaluate_insert(Op op, Op stage);

 private:
  [[nodiscard]] std::optional<Key> place(Op op, Op stage) const;

  std::vector<Op> waiting_;  // scratch of insert_with_inputs()
};

}  // namespace moccasin::search
