// SPDX-License-Identifier: Apache-2.0
// Edits of a staged sequence that can be taken back: what the moves of the kept-order search are
// made of. Stage s is what runs after first run s - 1 up to first run s: recomputations, distinct
// and in base order, then the first run itself, which never moves.
//
//   base order a b c d e, stage e recomputes a and c:     a b c d | a c e
//
// Dominance: a recomputation that nobody reads is of no use, so whenever an edit leaves one, it
// goes as well, with what was recomputed for it alone.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "base/random.h"
#include "search/local/sequence.h"

namespace moccasin::search {

class StagedEdits {
 public:
  static constexpr std::size_t kMost = 64;  // edits of one move, give or take a cascade

  explicit StagedEdits(Sequence& sequence) : sequence_(sequence) {}

  // To be called after sequence.assign().
  void reset();

  // The stage that the step at `key` belongs to, named by the operation that first runs there.
  [[nodiscard]] Op stage_of(Key key) const;
  // All recomputations, in no order, and whether a run is one that is in the sequence now.
  [[nodiscard]] const std::vector<RunId>& recomputations() const { return recomputations_; }
  [[nodiscard]] bool listed(RunId run) const {
    return run.value() < place_.size() && place_[run] != kNotListed;
  }

  // Recomputes `op` in `stage`; false if it runs there already or may not run again. Its inputs
  // are as they are: if they are dead by then, they are kept live for it.
  bool insert(Op op, Op stage);
  // The same, then of the inputs that this would keep live across the step at `across` each with
  // `probability` is recomputed there too, and their inputs likewise.
  void insert_with_inputs(Op op, Op stage, Key across, double probability, base::Random& random);
  // What insert(op, stage) would do, but for a recomputation that it leaves unread; nothing if it
  // is not allowed.
  [[nodiscard]] std::optional<Effect> evaluate_insert(Op op, Op stage);
  // Whether the insertion evaluated last would keep an input that can be recomputed live across
  // the step at `across`.
  [[nodiscard]] bool stretches(Key across) const;
  void erase(RunId run);

  // Since the last commit: how many edits, and what they did.
  [[nodiscard]] std::size_t size() const { return edits_.size(); }
  [[nodiscard]] const Effect& effect() const { return effect_; }
  void commit();
  void undo_to(std::size_t size);  // takes back all edits but the first `size`

 private:
  static constexpr std::uint32_t kNotListed = 0xffffffff;
  struct Edit {
    enum class Kind { insert, erase } kind;
    Op op;
    RunId run;  // insert: the new run; erase: the run that followed
    Effect effect;
  };

  [[nodiscard]] std::optional<Key> place(Op op, Op stage) const;
  [[nodiscard]] std::optional<Op> stretched_producer(const Sequence::Stretch& stretch,
                                                     std::int32_t across) const;
  void erase_one(RunId run);
  void record(const Edit& edit);
  void list(RunId run);
  void unlist(RunId run);

  Sequence& sequence_;
  std::vector<RunId> recomputations_;
  base::IndexedVector<RunId, std::uint32_t> place_;  // in recomputations_
  std::vector<Edit> edits_;
  Effect effect_;
  std::vector<Op> waiting_;    // scratch of insert_with_inputs()
  std::vector<RunId> unread_;  // scratch of erase()
};

}  // namespace moccasin::search
