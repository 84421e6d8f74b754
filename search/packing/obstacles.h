// SPDX-License-Identifier: Apache-2.0
// What is fixed, and so in the way: of each rectangle, and of all that is open in a section.
#pragma once

#include <cstdint>

#include "model/rows.h"
#include "search/packing/neighbors.h"
#include "search/packing/rectangles.h"

namespace moccasin::search {

class Obstacles {
 public:
  Obstacles(const Rectangles& rectangles, const Neighbors& neighbors);

  // The lowest place for `r` at or above `from` that is aligned and free of what is fixed.
  [[nodiscard]] std::int64_t lowest(Rect r, std::int64_t from) const {
    const Rectangle& rectangle = rectangles_.all[r];
    from = Rectangles::aligned(from, rectangle.alignment);
    return rectangles_.any_fixed ? lowest_past_fixed(r, from) : from;
  }
  // Where `units` end at least if they are all at or above `from`, in a section.
  [[nodiscard]] std::int64_t end_of(Section s, std::int64_t from, std::int64_t units) const {
    return rectangles_.any_fixed ? end_past_fixed(s, from, units) : from + units;
  }

 private:
  [[nodiscard]] std::int64_t lowest_past_fixed(Rect r, std::int64_t from) const;
  [[nodiscard]] std::int64_t end_past_fixed(Section s, std::int64_t from, std::int64_t units) const;

  const Rectangles& rectangles_;
  model::Rows<Rect, Span<std::int64_t>> of_rect_;        // from below; may overlap
  model::Rows<Section, Span<std::int64_t>> of_section_;  // from below
};

}  // namespace moccasin::search
