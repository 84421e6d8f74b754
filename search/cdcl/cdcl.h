// SPDX-License-Identifier: Apache-2.0
// The search by clause learning: propagate, learn from conflicts, decide, restart, until something
// is known or a limit says stop.
#pragma once

#include <cstdint>
#include <functional>

#include "engine/engine.h"
#include "search/cdcl/brancher.h"
#include "search/cdcl/restart.h"

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

// Searches under the engine's assumptions. `stop` is asked between propagations, after conflicts
// as well, and in pauses of a long one at the root: the engine is not settled() then.
[[nodiscard]] CdclOutcome cdcl(engine::Engine& engine, Brancher& brancher, Restart& restart,
                               const std::function<bool()>& stop);

}  // namespace moccasin::search
