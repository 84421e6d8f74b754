// SPDX-License-Identifier: Apache-2.0
// Buffers as the search for offsets wants them: rectangles of sections by units. Buffers of no
// bytes, or never live, are in nobody's way and left out.
//
// A unit is a number of bytes such that some lowest placement has all offsets in whole units: the
// greatest common divisor of the alignments, times that of the sizes, and of the offsets that are
// fixed, if all alignments divide that. Sizes are rounded up to it; whatever lies on top of all may
// still end within its last unit, by as much as its slack:
//
//   unit 4   |xxxx|xx..|yyy.|          x: 6 bytes, 2 units, slack 2; y: 3 bytes, 1 unit, slack 1
//   bytes    0    4    8    12         y may end at 11, x may not end higher than at 8
//
// So the least height is a multiple of the unit less the slack of some buffer.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "base/strong_index.h"
#include "model/arena.h"
#include "search/packing/sections.h"

namespace moccasin::search {

using Rect = base::StrongIndex<struct RectTag>;

struct Rectangle {
  Span<Section> sections;
  std::int64_t size = 0;                     // units, >= 1
  std::int64_t alignment = 1;                // units
  std::int64_t offset = model::kToBePlaced;  // units, or to be placed
  std::int64_t slack = 0;                    // bytes of its last unit that it leaves free
  [[nodiscard]] bool fixed() const { return offset >= 0; }
  [[nodiscard]] std::uint32_t width() const {
    return sections.last.value() - sections.first.value();
  }
  friend bool operator==(const Rectangle&, const Rectangle&) = default;
};

// Offsets in units.
using Offsets = base::IndexedVector<Rect, std::int64_t>;

struct Rectangles {
  base::IndexedVector<Rect, Rectangle> all;
  base::IndexedVector<Rect, std::uint32_t> buffer;   // whose it is
  base::IndexedVector<Section, std::int64_t> units;  // live in it
  std::int64_t unit = 1;                             // bytes
  bool any_fixed = false;
  bool any_aligned = false;  // an alignment of more than one unit

  [[nodiscard]] std::size_t size() const { return all.size(); }
  // Where the highest ends, in bytes; all rectangles have offsets.
  [[nodiscard]] std::int64_t height(const Offsets& offsets) const;
  // The lowest multiple of `alignment` that is `from` at least.
  [[nodiscard]] static std::int64_t aligned(std::int64_t from, std::int64_t alignment) {
    return alignment == 1 ? from : (from + alignment - 1) / alignment * alignment;
  }
};

// The most of what is live at once, where `amount(r)` is what there is of rectangle r. O(n).
template <class Amount>
[[nodiscard]] std::int64_t peak_of(const Rectangles& rectangles, const Amount& amount) {
  std::vector<std::int64_t> changes(rectangles.units.size() + 1, 0);
  for (const Rect r : rectangles.all.indices()) {
    const Span<Section> in = rectangles.all[r].sections;
    changes[in.first.value()] += amount(r);
    changes[in.last.value()] -= amount(r);
  }
  std::int64_t live = 0, peak = 0;
  for (const std::int64_t change : changes) peak = std::max(peak, live += change);
  return peak;
}

// Nothing if sums of sizes, alignments and fixed ends could reach more than 2^62 bytes: below that
// no sum that a search makes overflows. O(n log n).
[[nodiscard]] std::optional<Rectangles> make_rectangles(
    std::span<const model::ArenaBuffer> buffers);

}  // namespace moccasin::search
