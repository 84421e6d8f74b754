// SPDX-License-Identifier: Apache-2.0
#include "search/packing/stacking.h"

#include <algorithm>
#include <functional>
#include <utility>

#include "search/packing/skyline.h"

namespace moccasin::search {

std::optional<Offsets> stack(const Rectangles& rectangles, const std::vector<Rect>& order,
                             Share share) {
  constexpr std::uint64_t kTicksEach = 8;
  Offsets offsets(rectangles.size(), 0);
  Skyline skyline(rectangles.units.size());
  // The lowest place that each was known to have when last looked at, and its number in the order.
  std::vector<std::pair<std::int64_t, std::size_t>> heap;
  heap.reserve(order.size());
  for (std::size_t i = 0; i < order.size(); ++i) heap.emplace_back(0, i);
  while (!heap.empty()) {
    share.meter().charge(kTicksEach);
    if (share.ended()) return std::nullopt;
    std::pop_heap(heap.begin(), heap.end(), std::greater<>());
    auto& [known, number] = heap.back();
    const Rect r = order[number];
    const Rectangle& rectangle = rectangles.all[r];
    const std::int64_t lowest =
        Rectangles::aligned(skyline.top(rectangle.sections), rectangle.alignment);
    if (lowest > known) {
      known = lowest;
      std::push_heap(heap.begin(), heap.end(), std::greater<>());
      continue;
    }
    heap.pop_back();
    offsets[r] = lowest;
    skyline.raise(rectangle.sections, lowest + rectangle.size);
  }
  return offsets;
}

}  // namespace moccasin::search
