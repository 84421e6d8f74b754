// SPDX-License-Identifier: Apache-2.0
// Conflict-driven clause learning (Marques-Silva, Sakallah, IEEE Trans. Computers 48, 1999):
// propagate, learn from conflicts, decide, restart, until something is known or its share is used
// up.
#pragma once

#include <cstdint>

#include "engine/engine.h"
#include "search/cdcl/brancher.h"
#include "search/cdcl/restart.h"
#include "search/limits/meter.h"

namespace moccasin::search {

enum class CdclResult {
  solution,     // the engine's domains hold one: nothing is left to decide
  refuted,      // there is none, whatever is assumed: engine.refuted()
  assumptions,  // there is none under the assumptions: see `core`
  stopped,      // a limit
};

struct CdclOutcome {
  CdclResult result = CdclResult::stopped;
  engine::Premises core;  // assumptions that cannot hold together
};

// Searches under the engine's assumptions, for at most `conflicts` and within `share`, to whose
// meter it charges the engine's ticks. Conflicts and share end it only where the engine is
// at_fixpoint(), so that no propagation is done twice; the meter ends it anywhere, in a long
// propagation at the root as well.
[[nodiscard]] CdclOutcome cdcl(engine::Engine& engine, Brancher& brancher, Restart& restart,
                               Share& share, std::uint64_t conflicts = Meter::kUnlimited);

}  // namespace moccasin::search
