// SPDX-License-Identifier: Apache-2.0
// A first sequence that fits, fast: while some step is over the budget, recompute whatever saves
// most excess for a tick of duration, of a few candidates live across a high step. What is
// recomputed stays, so better ones are found from elsewhere.
#pragma once

#include "base/random.h"
#include "search/limits/meter.h"
#include "search/local/moves.h"
#include "search/local/sequence.h"

namespace moccasin::search {

// True if the sequence fits now; false if nothing tried helps any more or the meter has ended,
// which is charged with what the sequence counts. Each recomputation made lowers the excess, so
// this ends.
bool relieve_all(const Sequence& sequence, Moves& moves, base::Random& random, Meter& meter);

}  // namespace moccasin::search
