// SPDX-License-Identifier: Apache-2.0
#include "search/cdcl/cdcl.h"

namespace moccasin::search {
namespace {

// Local nogoods to keep: more as the search goes on.
bool too_many(const engine::Engine& engine) {
  constexpr std::uint64_t kFirst = 2000, kMore = 500;
  return engine.num_local() > kFirst + kMore * engine.statistics().reductions;
}

}  // namespace

CdclOutcome cdcl(engine::Engine& engine, Brancher& brancher, Restart& restart,
                 const std::function<bool()>& stop) {
  constexpr std::uint64_t kRootTicks = 20'000;  // between two looks at the limits
  brancher.backtracked(engine.domains());
  while (!engine.refuted()) {
    if (engine.propagate(kRootTicks) == engine::Outcome::conflict) {
      engine.learn();
      if (engine.refuted()) break;
      brancher.learned(engine.touched());
      brancher.backtracked(engine.domains());
      restart.conflict();
    }
    if (stop()) return {};
    if (!engine.settled()) continue;
    if (restart.due()) {
      engine.backtrack(engine.assumption_levels());
      brancher.backtracked(engine.domains());
      engine.count_restart();
      restart.restarted();
      if (too_many(engine)) engine.reduce();
    }
    if (const auto assumption = engine.next_assumption()) {
      if (engine.domains().is_false(*assumption)) {
        return {CdclResult::assumptions, engine.failed_assumptions(*assumption)};
      }
      engine.decide(*assumption);
      continue;
    }
    const auto decision = brancher.suggest(engine.domains());
    if (!decision) return {CdclResult::solution, {}};
    engine.decide(*decision);
  }
  return {CdclResult::refuted, {}};
}

}  // namespace moccasin::search
