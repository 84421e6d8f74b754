// SPDX-License-Identifier: Apache-2.0
// Functions that std's libraries round differently, and one library even from CPU to CPU: what is
// decided by them would differ from machine to machine. These are made of IEEE 754's +, -, * and /
// in a fixed order, which every machine rounds alike, and are off by less than one unit in the last
// place or so. Of <cmath>, sqrt, floor, ceil, llround and ldexp are exact and need no replacement.
#pragma once

namespace moccasin::base {

// The natural logarithm; x is finite and no subnormal, x > 0.
[[nodiscard]] double log(double x);

// e to the x; -700 <= x <= 700.
[[nodiscard]] double exp(double x);

// The cosine of so many turns, each of 2 pi; 0 <= turns < 1.
[[nodiscard]] double cos_of_turns(double turns);

}  // namespace moccasin::base
