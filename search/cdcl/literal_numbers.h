// SPDX-License-Identifier: Apache-2.0
// Numbers for the literals that turn up, 0, 1, 2, ..., so that tables can be kept of them although
// there are far more literals than anyone will meet. A literal and its negation have one number.
#pragma once

#include <cstdint>
#include <unordered_map>
#include <vector>

#include "engine/literal.h"

namespace moccasin::search {

class LiteralNumbers {
 public:
  [[nodiscard]] std::size_t size() const { return literals_.size(); }
  // size() if it is new; it has a number from then on.
  std::uint32_t number(engine::Literal literal) {
    const engine::Literal one = canonical(literal);
    const auto [place, is_new] =
        numbers_.try_emplace(one, static_cast<std::uint32_t>(literals_.size()));
    if (is_new) literals_.push_back(one);
    return place->second;
  }
  // The one of the two that is a lower bound of the variable, not of its mirror.
  [[nodiscard]] engine::Literal literal(std::uint32_t number) const { return literals_[number]; }

 private:
  [[nodiscard]] static engine::Literal canonical(engine::Literal literal) {
    return literal.var.value() % 2 == 0 ? literal : ~literal;
  }
  struct Hash {
    std::size_t operator()(const engine::Literal& literal) const {
      std::uint64_t h = static_cast<std::uint64_t>(literal.bound) * 0x9e3779b97f4a7c15U;
      h ^= (literal.var.value() + (h >> 29)) * 0xbf58476d1ce4e5b9U;
      return h ^ h >> 32;
    }
  };

  std::unordered_map<engine::Literal, std::uint32_t, Hash> numbers_;
  std::vector<engine::Literal> literals_;
};

}  // namespace moccasin::search
