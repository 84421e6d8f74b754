// SPDX-License-Identifier: Apache-2.0
// A construction that never looks back: always the rectangle that can lie lowest on top of what is
// there, of equals the one that comes first in an order.
//
//      +-----+
//      |  y  |       order x y z: x comes first; y could lie on it, z lower, so z is next
//   +--+--+--+
//   |  x  |z |
//   +-----+--+
//
// That is for the large ones. Every small one that was put down would lift all that lie above it a
// little, and each of them would be looked at again for it: small ones go into the lowest gaps that
// the large ones leave.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "search/limits/meter.h"
#include "search/packing/rectangles.h"

namespace moccasin::search {

// Nothing if `share` ended. Pre-condition: none is fixed. O(log n) for each rectangle, and for each
// time that one is found to lie higher than it seemed.
[[nodiscard]] std::optional<Offsets> stack(const Rectangles& rectangles,
                                           const std::vector<Rect>& order, std::int64_t least_large,
                                           Share share);

// From which size on, in units, a rectangle is large: all smaller ones that are live at once have
// no more than a thousandth of what all have. O(n log n).
[[nodiscard]] std::int64_t least_large_size(const Rectangles& rectangles);

}  // namespace moccasin::search
