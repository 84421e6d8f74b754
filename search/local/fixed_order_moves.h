// SPDX-License-Identifier: Apache-2.0
// The moves of the local search in a fixed order: first runs stay where they are, recomputations
// come and go in the stages between them (search/local/staged_edits.h):
//
//   insert   pick a step that needs relief and an operation whose outputs are live across it;
//            recompute it in the stage of its next reader, or earlier; inputs that would have to
//            stay live for it are recomputed there too, or not, by the toss of a coin
//   erase    drop a recomputation, perhaps with its neighbour
//   shift    move one to another stage
//   swap     erase one, insert another
//   rebuild  erase (some of) a stage's recomputations and insert greedily until the excess is
//            what it was
//
// An insertion alone is evaluated without being made; whatever takes several edits is made, and
// taken back if it does not pass.
#pragma once

#include <cstdint>

#include "base/random.h"
#include "search/local/moves.h"
#include "search/local/primal_heuristic.h"
#include "search/local/recompute_site.h"
#include "search/local/sequence.h"
#include "search/local/staged_edits.h"

namespace moccasin::search {

class FixedOrderMoves final : public Moves {
 public:
  FixedOrderMoves(Sequence& sequence, base::Random& random)
      : sequence_(sequence),
        random_(random),
        edits_(sequence),
        sites_(sequence, Retained::before_last_step, random) {}

  void reset() override { edits_.reset(); }

  // Recomputes each of `again`; primal_heuristic.h. Pre-condition: the sequence recomputes nothing
  // yet.
  void run_primal_heuristic(const std::vector<Op>& again) {
    search::run_primal_heuristic(sequence_, edits_, again);
  }

  bool propose(const Acceptance& acceptance) override;

  bool relieve(Key key, int effort) override;

  [[nodiscard]] std::size_t num_recomputations() const { return edits_.recomputations().size(); }

 private:
  bool propose_insert(const Acceptance& acceptance);
  bool propose_erase(const Acceptance& acceptance);
  bool propose_shift(const Acceptance& acceptance);
  bool propose_swap(const Acceptance& acceptance);
  bool propose_rebuild(const Acceptance& acceptance);

  [[nodiscard]] bool hopeless(std::int64_t duration, const Acceptance& acceptance) const {
    return acceptance.hopeless(duration, sequence_.all());
  }
  void insert(Op op, Op stage, Key across, double probability);
  bool insert_best(Key across, int candidates);

  Sequence& sequence_;
  base::Random& random_;
  StagedEdits edits_;
  SitePicker sites_;
};

}  // namespace moccasin::search
