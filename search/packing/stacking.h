// SPDX-License-Identifier: Apache-2.0
// A construction that never looks back: always the rectangle that can lie lowest on top of what is
// there, of equals the one that comes first in an order.
//
//      +-----+
//      |  y  |       order x y z: x comes first; y could lie on it, z lower, so z is next
//   +--+--+--+
//   |  x  |z |
//   +-----+--+
#pragma once

#include <optional>
#include <vector>

#include "search/limits/meter.h"
#include "search/packing/rectangles.h"

namespace moccasin::search {

// Nothing if `share` ended. Pre-condition: none is fixed. O(log n) for each rectangle, and for each
// time that one is found to lie higher than it seemed.
[[nodiscard]] std::optional<Offsets> stack(const Rectangles& rectangles,
                                           const std::vector<Rect>& order, Share share);

}  // namespace moccasin::search
