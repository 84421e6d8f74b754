// SPDX-License-Identifier: Apache-2.0
// Decides the variable that conflicts were lately about most (VSIDS: Moskewicz et al., Chaff, DAC
// 2001), at the value that a given assignment has for it, or as near as its bounds allow: that of
// the best solution, to find others like it (solution-guided search: Beck, JAIR 29, 2007), or
// whatever leads to conflicts fast, to prove that there are none.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "search/cdcl/brancher.h"
#include "search/cdcl/variable_heap.h"

namespace moccasin::search {

class ActivityBrancher final : public Brancher {
 public:
  // Decides `required` and `optional` variables alike, until all of `required` are fixed.
  ActivityBrancher(const std::vector<engine::Var>& required,
                   const std::vector<engine::Var>& optional, std::size_t num_variables);

  // Values by Var / 2.
  void guide(std::vector<engine::Value> values) { guide_ = std::move(values); }

  [[nodiscard]] std::optional<engine::Literal> suggest(const engine::Domains& now) override;
  void learned(const std::vector<engine::Var>& touched) override;
  void backtracked(const engine::Domains& now) override;

 private:
  // Variables of one kind. Those found fixed are set aside until their level is taken back.
  struct Pool {
    explicit Pool(std::size_t num_variables) : heap(num_variables), member(num_variables, 0) {}
    void drop_fixed(const engine::Domains& now);
    void restore(const engine::Domains& now);

    struct Aside {
      std::uint32_t item;
      engine::Level level;
    };
    VariableHeap heap;  // by Var / 2
    std::vector<char> member;
    std::vector<Aside> aside;
  };
  static constexpr double kDecay = 0.97;

  [[nodiscard]] engine::Literal towards_guide(engine::Var var, const engine::Domains& now) const;

  Pool required_, optional_;
  std::vector<engine::Value> guide_;
};

}  // namespace moccasin::search
