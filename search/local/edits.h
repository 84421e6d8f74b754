// SPDX-License-Identifier: Apache-2.0
// Insertions and erasures of a sequence that can be taken back: what moves that take several of
// them are made of.
//
//   a b c d           insert a' before d:      a b c a' d       and if nobody but d read the old a
//                     taken back:              a b c d          after b: that one goes, or comes
//                     back
//
// Dominance: a run that nobody reads is of no use as long as its operation runs elsewhere, so
// whenever an edit leaves one, it goes as well, with what was run for it alone.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "base/random.h"
#include "search/local/moves.h"
#include "search/local/sequence.h"

namespace moccasin::search {

// What is left alone when nobody reads it.
enum class Unread { first_runs, nothing };

class Edits {
 public:
  static constexpr std::size_t kMost = 64;  // edits of one move, give or take a cascade

  Edits(Sequence& sequence, Unread stays) : sequence_(sequence), stays_(stays) {}

  // To be called after sequence.assign().
  void reset();

  // All runs that have an earlier copy, in no order, and whether a run is one that is in the
  // sequence now.
  [[nodiscard]] const std::vector<RunId>& recomputations() const { return recomputations_; }
  [[nodiscard]] RunId random_recomputation(base::Random& random) const {
    return recomputations_[random.below(recomputations_.size())];
  }
  [[nodiscard]] bool listed(RunId run) const {
    return run.value() < place_.size() && place_[run] != kNotListed;
  }

  // Whether `op` may run once more, by its number of copies and without sums leaving 64 bits.
  [[nodiscard]] bool may_run_again(Op op) const;
  struct Inserted {
    RunId run;
    Insertion insertion;
  };
  // Runs `op` before the step at `successor` as well; its inputs are as they are: if they are dead
  // by then, they are kept live for it. Pre-conditions: may_run_again(op), those of
  // Sequence::evaluate_insert.
  Inserted insert_before(Op op, Key successor);
  // Pre-condition: it has an earlier copy.
  void erase(RunId run);
  // Makes the move. This cannot be taken back.
  void move(const Move& move);

  // The producer of the input, if that is live at `across` only because of the extension and it may
  // run again.
  [[nodiscard]] std::optional<Op> extended_producer(const Extension& extension,
                                                    Instant across) const;
  // Whether `insertion`, the one evaluated last, keeps an input that can be recomputed live across
  // the step at `across`.
  [[nodiscard]] bool extends(const Insertion& insertion, Key across) const;

  // Since the last commit: how many edits, and what they did.
  [[nodiscard]] std::size_t size() const { return edits_.size(); }
  [[nodiscard]] const Effect& effect() const { return effect_; }
  void commit();
  // Commits if `acceptance` accepts the effect of them all, else takes them back; which it was.
  bool settle(const Acceptance& acceptance);
  void undo_to(std::size_t size);  // takes back all edits but the first `size`

 protected:
  Sequence& sequence_;

 private:
  static constexpr std::uint32_t kNotListed = 0xffffffff;
  struct Edit {
    enum class Kind { insert, erase } kind;
    Op op;
    RunId run;  // insert: the new run; erase: the run that followed, invalid: none
    Effect effect;
  };

  [[nodiscard]] bool useless(RunId run) const;
  void erase_useless();
  void note_inputs(RunId run);
  void erase_one(RunId run);
  RunId apply(const Insertion& insertion);
  void apply(const Erasure& erasure);
  void record(const Edit& edit);
  void list(RunId run);
  void unlist(RunId run);

  const Unread stays_;
  std::vector<RunId> recomputations_;
  base::IndexedVector<RunId, std::uint32_t> place_;  // in recomputations_
  std::vector<Edit> edits_;
  Effect effect_;
  std::vector<RunId> unread_;  // scratch of erase(): candidates
};

}  // namespace moccasin::search
