// SPDX-License-Identifier: Apache-2.0
#include "search/packing/stacking.h"

#include <algorithm>
#include <functional>
#include <utility>

#include "search/packing/lowest_gap.h"
#include "search/packing/skyline.h"

namespace moccasin::search {
namespace {

// The large ones upon each other: false if `share` ended.
bool stack_large(const Rectangles& rectangles, const std::vector<Rect>& order, Offsets& offsets,
                 Share share) {
  constexpr std::uint64_t kTicksEach = 8;
  Skyline skyline(rectangles.units.size());
  // The lowest place that each was known to have when last looked at, and its number in the order.
  std::vector<std::pair<std::int64_t, std::size_t>> heap;
  heap.reserve(order.size());
  for (std::size_t i = 0; i < order.size(); ++i) heap.emplace_back(0, i);
  while (!heap.empty()) {
    share.meter().charge(kTicksEach);
    if (share.ended()) return false;
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
  return true;
}

}  // namespace

std::int64_t least_large_size(const Rectangles& rectangles) {
  constexpr std::int64_t kPart = 1000;
  const auto size_of = [&](Rect r) { return rectangles.all[r].size; };
  const std::int64_t small = peak_of(rectangles, size_of) / kPart;
  std::vector<std::int64_t> sizes;
  for (const Rectangle& rectangle : rectangles.all) sizes.push_back(rectangle.size);
  std::sort(sizes.begin(), sizes.end());
  const auto first_large = std::partition_point(sizes.begin(), sizes.end(), [&](std::int64_t size) {
    return peak_of(rectangles, [&](Rect r) { return size_of(r) < size ? size_of(r) : 0; }) <= small;
  });
  return first_large == sizes.begin() ? 0 : *std::prev(first_large);
}

std::optional<Offsets> stack(const Rectangles& rectangles, const std::vector<Rect>& order,
                             std::int64_t least_large, Share share) {
  share.meter().charge(4 * rectangles.size());
  std::vector<Rect> large, small;
  for (const Rect r : order) (rectangles.all[r].size < least_large ? small : large).push_back(r);
  Offsets offsets(rectangles.size(), 0);
  if (!stack_large(rectangles, large, offsets, share)) return std::nullopt;
  if (!fill_lowest_gaps(rectangles, large, small, offsets, share)) return std::nullopt;
  return offsets;
}

}  // namespace moccasin::search
