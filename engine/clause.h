// SPDX-License-Identifier: Apache-2.0
// A clause: one of its literals must be true. It is the negation of a nogood, premises that cannot
// all hold, which is what a conflict yields. literals()[0] and [1] are watched; the one that a
// clause implied is [0].
#pragma once

#include <boost/intrusive/list.hpp>
#include <cstdint>
#include <new>
#include <span>

#include "engine/literal.h"

namespace moccasin::engine {

// problem: given, never deleted. The others are learned: core are kept for good, mid as long as
// they are used now and then, local compete by activity.
enum class Tier : std::uint8_t { problem, core, mid, local };

struct Clause : boost::intrusive::list_base_hook<> {
  float activity = 0;
  std::uint32_t glue = 0;  // decision levels among its literals when learned, or fewer seen later
  std::uint32_t size = 0;
  Tier tier = Tier::problem;
  bool used = false;  // since the last reduction
  bool dead = false;  // about to be swept out of the watch lists and freed

  // The literals lie behind the object, in the same allocation.
  [[nodiscard]] Literal* literals() { return std::launder(reinterpret_cast<Literal*>(this + 1)); }
  [[nodiscard]] const Literal* literals() const {
    return std::launder(reinterpret_cast<const Literal*>(this + 1));
  }
  [[nodiscard]] std::span<const Literal> span() const { return {literals(), size}; }
};
static_assert(sizeof(Clause) % alignof(Literal) == 0);

}  // namespace moccasin::engine
