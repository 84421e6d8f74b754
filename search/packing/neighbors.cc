// SPDX-License-Identifier: Apache-2.0
#include "search/packing/neighbors.h"

#include <vector>

namespace moccasin::search {

std::uint64_t count_neighbors(const Rectangles& rectangles) {
  base::IndexedVector<Section, std::uint64_t> births(rectangles.units.size() + 1, 0);
  for (const Rectangle& r : rectangles.all) ++births[r.sections.first];
  // Of each pair the one that is born later meets the other, or both are born in one section.
  base::IndexedVector<Section, std::uint64_t> born(births.size() + 1, 0);  // before a section
  std::uint64_t count = 0;
  for (const Section s : births.indices()) {
    born[Section(s.value() + 1)] = born[s] + births[s];
    if (births[s] > 0) count += births[s] * (births[s] - 1);
  }
  for (const Rectangle& r : rectangles.all) {
    count += 2 * (born[r.sections.last] - born[Section(r.sections.first.value() + 1)]) + r.width();
  }
  return count;
}

Neighbors neighbors_of(const Rectangles& rectangles) {
  model::Rows<Section, Rect> births(rectangles.units.size(), [&](const auto& add) {
    for (const Rect r : rectangles.all.indices()) add(rectangles.all[r].sections.first, r);
  });
  return Neighbors(rectangles.size(), [&](const auto& add) {
    std::vector<Rect> live;
    for (const Section s : rectangles.units.indices()) {
      std::erase_if(live, [&](Rect r) { return rectangles.all[r].sections.last <= s; });
      for (const Rect born : births[s]) {
        for (const Rect other : live) {
          add(born, other);
          add(other, born);
        }
        live.push_back(born);
      }
    }
  });
}

}  // namespace moccasin::search
