// SPDX-License-Identifier: Apache-2.0
// Rectangles for tests of the parts of search/packing.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "search/packing/rectangles.h"

namespace moccasin::test {

// Of buffers for which there are any.
[[nodiscard]] inline search::Rectangles rectangles_of(
    const std::vector<model::ArenaBuffer>& buffers) {
  return search::make_rectangles(buffers).value();
}

// Of which no two share a section and units, and which leave what is fixed where it is: the
// obvious way.
[[nodiscard]] inline bool right(const search::Rectangles& rectangles,
                                const search::Offsets& offsets) {
  for (const search::Rect a : rectangles.all.indices()) {
    const search::Rectangle& x = rectangles.all[a];
    if (offsets[a] < 0 || offsets[a] % x.alignment != 0) return false;
    if (x.fixed() && offsets[a] != x.offset) return false;
    for (const search::Rect b : rectangles.all.indices()) {
      const search::Rectangle& y = rectangles.all[b];
      if (a < b && x.sections.first < y.sections.last && y.sections.first < x.sections.last &&
          offsets[a] < offsets[b] + y.size && offsets[b] < offsets[a] + x.size) {
        return false;
      }
    }
  }
  return true;
}

[[nodiscard]] inline std::vector<search::Rect> rects(const std::vector<std::size_t>& numbers) {
  return {numbers.begin(), numbers.end()};
}

}  // namespace moccasin::test
