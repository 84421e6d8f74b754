// SPDX-License-Identifier: Apache-2.0
// Moves on a sequence whose first runs stay where they are. Stage s is what runs after first run
// s - 1 up to first run s: recomputations, distinct and in base order, then the first run itself.
//
//   base order a b c d e, stage 4 recomputes a and c:     a b c d | a c e
//
//   insert   pick a step over the budget, a tensor live across it, recompute its operation in the
//            stage of its next reader; inputs that would have to stay live for it are recomputed
//            there too, or not, by the toss of a coin
//   erase    drop a recomputation, perhaps with its neighbour
//   shift    move one to another stage
//   swap     erase one, insert another
//
// Whenever a change leaves a recomputation that nobody reads, it goes as well (dominance).
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "base/random.h"
#include "search/local/sequence.h"

namespace moccasin::search {

// A move is made iff duration + penalty * excess grows by at most `threshold`.
struct Acceptance {
  double penalty = 0;    // ticks for a unit of excess
  double threshold = 0;  // ticks

  [[nodiscard]] bool accepts(const Effect& effect) const {
    return static_cast<double>(effect.duration) + penalty * static_cast<double>(effect.excess) <=
           threshold;
  }
};

class KeptOrder {
 public:
  KeptOrder(Sequence& sequence, base::Random& random) : sequence_(sequence), random_(random) {}

  // To be called after sequence.assign().
  void reset();

  // Tries one random move; true if it was made.
  bool propose(const Acceptance& acceptance);

  // Recomputes something live across the step at `key`, chosen as the best of `candidates`
  // evaluations by excess saved a tick; false if none of them saves any.
  bool relieve(Key key, int candidates);

  [[nodiscard]] std::size_t num_recomputations() const { return recomputations_.size(); }
  [[nodiscard]] std::uint64_t proposals() const { return proposals_; }

 private:
  struct Edit {
    enum class Kind { insert, erase } kind;
    Op op;
    RunId run;  // insert: the new run; erase: the run that followed
  };
  struct Site {
    Op op;          // what to recompute
    Op stage;       // where
    double weight;  // units freed a tick
  };
  enum class Depth { none, coin, all };

  bool propose_insert(const Acceptance& acceptance);
  bool propose_erase(const Acceptance& acceptance);
  bool propose_shift(const Acceptance& acceptance);
  bool propose_swap(const Acceptance& acceptance);

  [[nodiscard]] Key random_step();
  [[nodiscard]] Key step_to_relieve();
  [[nodiscard]] std::optional<Site> site_across(Key key, RunId run);
  [[nodiscard]] std::optional<Site> random_site(Key key);
  [[nodiscard]] Op stage_of(Key key) const;
  // Where `op` goes in `stage`; nothing if it runs there already or may not run again.
  [[nodiscard]] std::optional<Key> place(Op op, Op stage) const;

  std::optional<RunId> insert(Op op, Op stage);
  void insert_with_inputs(Op op, Op stage, Key across, double probability);
  void erase(RunId run);
  void erase_unread_inputs(Op op, Key before);
  bool finish(const Acceptance& acceptance);
  void undo();
  void note_inserted(RunId run);
  void note_erased(RunId run);

  Sequence& sequence_;
  base::Random& random_;
  std::vector<RunId> recomputations_;
  base::IndexedVector<RunId, std::uint32_t> place_in_recomputations_;
  std::vector<Edit> edits_;  // of the move under way
  Effect total_;             // of edits_
  std::uint64_t proposals_ = 0;
};

}  // namespace moccasin::search
