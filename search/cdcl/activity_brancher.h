// SPDX-License-Identifier: Apache-2.0
// Decides the variable that conflicts were lately about most (VSIDS: Moskewicz et al., Chaff, DAC
// 2001), at the value that a given assignment, usually the best solution known, has for it, or as
// near as its bounds allow (solution-guided search: Beck, JAIR 29, 2007).
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "search/cdcl/brancher.h"
#include "search/cdcl/variable_heap.h"

namespace moccasin::search {

class ActivityBrancher final : public Brancher {
 public:
  // Decides `variables`, until the first `complete` of them are fixed.
  ActivityBrancher(const std::vector<engine::Var>& variables, std::size_t complete,
                   std::size_t num_variables);

  // Values by Var / 2.
  void guide(std::vector<engine::Value> values) { guide_ = std::move(values); }
  [[nodiscard]] const std::vector<engine::Value>& guide() const { return guide_; }

  [[nodiscard]] std::optional<engine::Literal> suggest(const engine::Domains& now) override;
  void learned(const std::vector<engine::Var>& touched) override;
  void backtracked(const engine::Domains& now) override;

 private:
  struct Popped {
    std::uint32_t variable;
    engine::Position size;  // of the trail then
  };
  static constexpr double kDecay = 0.97;

  [[nodiscard]] engine::Literal towards_guide(engine::Var var, const engine::Domains& now) const;

  VariableHeap heap_;            // by Var / 2
  std::vector<char> decidable_;  // by Var / 2: 0 no, 1 yes, 2 must be fixed
  std::vector<Popped> popped_;
  std::vector<engine::Value> guide_;
  std::size_t complete_;  // variables that must be fixed, and are not popped yet
};

}  // namespace moccasin::search
