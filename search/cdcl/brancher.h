// SPDX-License-Identifier: Apache-2.0
// Suggests what to decide next, and never does it. Told of conflicts and of what is taken back.
#pragma once

#include <optional>
#include <vector>

#include "engine/domains.h"

namespace moccasin::search {

class Brancher {
 public:
  virtual ~Brancher() = default;

  // A literal that is neither true nor false; nothing if there is nothing left to decide.
  [[nodiscard]] virtual std::optional<engine::Literal> suggest(const engine::Domains& now) = 0;
  // A conflict was learned from that met these literals.
  virtual void learned(const std::vector<engine::Literal>& analyzed) = 0;
  // What was decided above now.level() has been taken back.
  virtual void backtracked(const engine::Domains& now) = 0;
};

}  // namespace moccasin::search
