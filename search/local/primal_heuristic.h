// SPDX-License-Identifier: Apache-2.0
// A schedule from what a relaxation says is recomputed; it does not say when.
//
//   x written .... read .......... over the budget .......... read .... read
//                       ====================================  recompute x's operation here: of all
//                                                             gaps between reads, this frees most
#pragma once

#include <vector>

#include "search/local/sequence.h"
#include "search/local/staged_edits.h"

namespace moccasin::search {

// Recomputes each of `again` once, where that saves most excess; readers before what they read, so
// that the recomputed readers are known. The sequence need not fit afterwards. Pre-condition: the
// sequence recomputes nothing yet.
void run_primal_heuristic(Sequence& sequence, StagedEdits& edits, std::vector<Op> again);

}  // namespace moccasin::search
