// SPDX-License-Identifier: Apache-2.0
// Decides the literal that conflicts were lately about most (VSIDS: Moskewicz et al., Chaff, DAC
// 2001). Literals, not variables: that a tensor is live at the event where memory runs out is what
// a conflict is about, and its end has a thousand other values that are not.
//
//   conflict about   [end of a >= 40]   [end of a >= 70]   [run of b takes place]
//   activity               9.1                0.2                  4.7
//
// The side that is decided is that of the target phase, a given assignment such as the best
// solution, to find others like it (solution-guided search: Beck, JAIR 29, 2007). When no literal
// is open, the variables that have to be fixed are, in order, as near to it as their bounds allow.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "search/cdcl/activity_heap.h"
#include "search/cdcl/brancher.h"
#include "search/cdcl/literal_numbers.h"

namespace moccasin::search {

class ActivityBrancher final : public Brancher {
 public:
  // Decides until all of `required` are fixed.
  ActivityBrancher(std::vector<engine::Var> required, std::size_t num_variables);

  // The value to decide for, of each variable: by Var / 2.
  void set_target_phase(std::vector<engine::Value> values) { target_phase_ = std::move(values); }

  [[nodiscard]] std::optional<engine::Literal> suggest(const engine::Domains& now) override;
  void learned(const std::vector<engine::Literal>& analyzed) override;
  void backtracked(const engine::Domains& now) override;

  [[nodiscard]] std::size_t num_literals() const { return numbers_.size(); }
  [[nodiscard]] std::size_t most_literals() const { return most_literals_; }

 private:
  static constexpr double kDecay = 0.95;

  [[nodiscard]] engine::Literal towards_target(engine::Var var, const engine::Domains& now) const;
  void forget_half();

  const std::vector<engine::Var> required_;
  const std::size_t most_literals_;
  std::vector<engine::Value> target_phase_;
  LiteralNumbers numbers_;
  ActivityHeap heap_;  // of numbered literals
  // What was true or fixed at a level stays so as long as the level does.
  struct Aside {
    std::uint32_t item;
    engine::Level level;
  };
  struct Passed {
    std::size_t first_open;
    engine::Level level;
  };
  std::vector<Aside> aside_;    // literals decided already, out of the heap
  std::size_t first_open_ = 0;  // of required_: those before are fixed
  std::vector<Passed> passed_;  // its earlier values
};

}  // namespace moccasin::search
