// SPDX-License-Identifier: Apache-2.0
// The moves of the local search with the order free:
//
//   shift     move a run to another place between what it reads and what reads it
//   partition in a window of steps, a block and what depends on it go to the end, or a block and
//             what it depends on to the front
//   insert    pick a step that needs relief and an operation whose outputs are live across it;
//             recompute it before its next reader, or earlier; now and then with the inputs that
//             would have to stay live for it
//   erase     drop a recomputation
//   replace   erase one, insert another
//
// Shifts and windows are evaluated without being made, and so are an insertion and an erasure by
// themselves; whatever takes several edits is made, and taken back if it does not pass.
#pragma once

#include "base/random.h"
#include "search/local/edits.h"
#include "search/local/moves.h"
#include "search/local/recompute_site.h"
#include "search/local/window_partition.h"

namespace moccasin::search {

class FreeOrderMoves final : public Moves {
 public:
  FreeOrderMoves(Sequence& sequence, base::Random& random)
      : sequence_(sequence),
        random_(random),
        edits_(sequence, Unread::nothing),
        sites_(sequence, Retained::behind_last_step, random),
        partition_(sequence) {}

  void reset() override { edits_.reset(); }
  bool propose(const Acceptance& acceptance) override;
  bool relieve(Key key, int effort) override;

  [[nodiscard]] std::size_t num_recomputations() const { return edits_.recomputations().size(); }

 private:
  bool propose_shift(const Acceptance& acceptance);
  bool propose_partition(const Acceptance& acceptance);
  bool propose_insert(const Acceptance& acceptance);
  bool propose_erase(const Acceptance& acceptance);
  bool propose_replace(const Acceptance& acceptance);

  [[nodiscard]] Key occupied_between(Key first, Key last);
  [[nodiscard]] Key occupied_from(Key key, Key except) const;
  [[nodiscard]] Key shift_target(Key here, Key first, Key last);
  struct WithInputs {
    double chance = 0;           // that an input comes along
    std::size_t most_edits = 0;  // give or take a cascade
  };
  struct Relief {  // a candidate of relieve()
    Op op;
    RunId reader;  // it goes right before that; invalid: behind all
    WithInputs inputs;
  };
  void make(const Relief& candidate, RunId across);
  void insert_with_inputs(Op op, Key before, Key across, const WithInputs& inputs,
                          const Acceptance& acceptance);
  void insert_wanting(Op op, Key before, Key across);

  Sequence& sequence_;
  base::Random& random_;
  Edits edits_;
  SitePicker sites_;
  WindowPartition partition_;
  struct Wanted {
    Op op;
    RunId reader;
  };
  std::vector<Wanted> wanted_;  // scratch of insert_with_inputs()
};

}  // namespace moccasin::search
