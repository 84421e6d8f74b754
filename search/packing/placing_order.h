// SPDX-License-Identifier: Apache-2.0
// In which order to place rectangles: what is hard to place comes first. No measure of that is best
// for all problems.
#pragma once

#include <vector>

#include "search/packing/rectangles.h"

namespace moccasin::search {

enum class Hardness {
  contention,  // most units live in any of its sections; then width, then size
  life,        // sections that it is in; then size
  area,        // sections times size; then width
  size,        // units; then width
};

// All rectangles, the hardest first, those of equal hardness as they came. O(n log n).
[[nodiscard]] std::vector<Rect> hardest_first(const Rectangles& rectangles, Hardness hardness);

}  // namespace moccasin::search
