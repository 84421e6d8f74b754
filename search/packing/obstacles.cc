// SPDX-License-Identifier: Apache-2.0
#include "search/packing/obstacles.h"

#include <algorithm>
#include <vector>

namespace moccasin::search {

Obstacles::Obstacles(const Rectangles& rectangles, const Neighbors& neighbors)
    : rectangles_(rectangles) {
  if (!rectangles.any_fixed) return;
  std::vector<Rect> fixed;
  for (const Rect r : rectangles.all.indices()) {
    if (rectangles.all[r].fixed()) fixed.push_back(r);
  }
  std::stable_sort(fixed.begin(), fixed.end(), [&](Rect a, Rect b) {
    return rectangles.all[a].offset < rectangles.all[b].offset;
  });
  const auto units = [&](Rect r) -> Span<std::int64_t> {
    return {rectangles.all[r].offset, rectangles.all[r].offset + rectangles.all[r].size};
  };
  of_rect_ = {rectangles.size(), [&](const auto& add) {
                for (const Rect r : fixed) {
                  for (const Rect other : neighbors[r]) add(other, units(r));
                }
              }};
  of_section_ = {rectangles.units.size(), [&](const auto& add) {
                   for (const Rect r : fixed) {
                     const Span<Section> in = rectangles.all[r].sections;
                     for (Section s = in.first; s < in.last; ++s) add(s, units(r));
                   }
                 }};
}

std::int64_t Obstacles::lowest_past_fixed(Rect r, std::int64_t from) const {
  const Rectangle& rectangle = rectangles_.all[r];
  for (const Span<std::int64_t>& units : of_rect_[r]) {
    if (units.first >= from + rectangle.size) break;
    from = std::max(from, Rectangles::aligned(units.last, rectangle.alignment));
  }
  return from;
}

std::int64_t Obstacles::end_past_fixed(Section s, std::int64_t from, std::int64_t units) const {
  for (const Span<std::int64_t>& fixed : of_section_[s]) {
    if (units == 0 || fixed.first >= from + units) break;
    units -= std::max<std::int64_t>(fixed.first - from, 0);
    from = std::max(from, fixed.last);
  }
  return from + units;
}

}  // namespace moccasin::search
