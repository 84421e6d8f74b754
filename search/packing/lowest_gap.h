// SPDX-License-Identifier: Apache-2.0
// A construction in any order: each rectangle goes to the lowest gap that is free in all of its
// sections. A tree over the sections knows, for each node, which units are taken somewhere below it
// and which in all sections below it:
//
//   units  3   +-----+             node over both sections: taken 0-1 and 2-3 somewhere, none
//                                  in all
//          2 +-+--+--+             left: 0-1, right: 2-3, in all of the one section
//          1 |x|  | y
//          0 +-+  +--
//     section  0    1
//
// What is taken in a range of sections is the union of O(log n) nodes. Ranges that touch are
// merged, so there are few where placements are good.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <vector>

#include "search/limits/meter.h"
#include "search/packing/rectangles.h"

namespace moccasin::search {

constexpr std::size_t kOneChunk = std::numeric_limits<std::size_t>::max();

// Those of `order` that are in several chunks, of so many sections each, then those of the first
// chunk, of the second, and so on. `chunk`: a power of two.
[[nodiscard]] std::vector<Rect> chunk_by_chunk(const Rectangles& rectangles,
                                               const std::vector<Rect>& order, std::size_t chunk);

// Nothing if `share` ended. Fixed ones are there first. `order` goes chunk by chunk.
[[nodiscard]] std::optional<Offsets> place_in_lowest_gaps(const Rectangles& rectangles,
                                                          const std::vector<Rect>& order,
                                                          Share share,
                                                          std::size_t chunk = kOneChunk);

// The same for those of `order`, with `placed` there first, all of them by `offsets`, where the
// others' are put. False if `share` ended.
[[nodiscard]] bool fill_lowest_gaps(const Rectangles& rectangles, const std::vector<Rect>& placed,
                                    const std::vector<Rect>& order, Offsets& offsets, Share share,
                                    std::size_t chunk = kOneChunk);

}  // namespace moccasin::search
