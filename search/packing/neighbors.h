// SPDX-License-Identifier: Apache-2.0
// Which rectangles share a section with which: those must not share units.
#pragma once

#include <cstdint>

#include "model/rows.h"
#include "search/packing/rectangles.h"

namespace moccasin::search {

using Neighbors = model::Rows<Rect, Rect>;

// How many rows and lists of `rectangles` will have: neighbors of all, and sections that each is
// in. Quadratic in the rectangles where many live long; O(n) to find out.
[[nodiscard]] std::uint64_t count_neighbors(const Rectangles& rectangles);

// Pre-condition: there are fewer than 2^32.
[[nodiscard]] Neighbors neighbors_of(const Rectangles& rectangles);

}  // namespace moccasin::search
