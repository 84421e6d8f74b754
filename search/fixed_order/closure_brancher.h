// SPDX-License-Identifier: Apache-2.0
// Takes turns, restart by restart, between two suggestions: what another brancher says, and that
// the dearest operation that the last cut runs again does not run again. The latter raises the
// bound most; the other brancher finds out what conflicts are about.
#pragma once

#include "engine/engine.h"
#include "search/cdcl/brancher.h"
#include "search/closure/closure_propagator.h"

namespace moccasin::search {

class ClosureBrancher final : public Brancher {
 public:
  // All outlive this.
  ClosureBrancher(const engine::Engine& engine, const ClosurePropagator& closure,
                  const ClosureChoices& choices, Brancher& other)
      : engine_(engine), closure_(closure), choices_(choices), other_(other) {}

  [[nodiscard]] std::optional<engine::Literal> suggest(const engine::Domains& now) override {
    if (engine_.statistics().restarts % 2 == 0) {
      if (const auto op = closure_.dearest(now)) return ~choices_.runs_again(*op);
    }
    return other_.suggest(now);
  }
  void learned(const std::vector<engine::Literal>& analyzed) override { other_.learned(analyzed); }
  void backtracked(const engine::Domains& now) override { other_.backtracked(now); }

 private:
  const engine::Engine& engine_;
  const ClosurePropagator& closure_;
  const ClosureChoices& choices_;
  Brancher& other_;
};

}  // namespace moccasin::search
