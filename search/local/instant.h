// SPDX-License-Identifier: Apache-2.0
// A point in time of a sequence: a step, or the gap before one, where another step may go. Both
// come in one order, so that "from behind the last reader up to the gap" is a range like any other:
//
//   key of the step        k - 1              k              k + 1
//   instant          gap   step      gap     step     gap    step
//                          2k - 2   2k - 1    2k     2k + 1  2k + 2
//
// An instant is no key: the one is asked for the other.
#pragma once

#include <compare>
#include <cstdint>

#include "search/local/timeline.h"

namespace moccasin::search {

class Instant {
 public:
  constexpr Instant() = default;
  static constexpr Instant step(Key key) { return Instant(2 * key); }
  static constexpr Instant gap_before(Key key) { return Instant(2 * key - 1); }

  // The neighbours: a step's are gaps, a gap's are steps.
  [[nodiscard]] constexpr Instant next() const { return Instant(doubled_ + 1); }
  [[nodiscard]] constexpr Instant previous() const { return Instant(doubled_ - 1); }

  // The key of the first step not before it, and of the last step not behind it, whether a step is
  // there or not.
  [[nodiscard]] constexpr Key first_key() const { return (doubled_ + 1) >> 1; }
  [[nodiscard]] constexpr Key last_key() const { return doubled_ >> 1; }

  friend constexpr auto operator<=>(Instant, Instant) = default;

 private:
  constexpr explicit Instant(std::int32_t doubled) : doubled_(doubled) {}
  std::int32_t doubled_ = 0;
};

}  // namespace moccasin::search
