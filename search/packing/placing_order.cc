// SPDX-License-Identifier: Apache-2.0
#include "search/packing/placing_order.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <tuple>

#include "base/wide_int.h"
#include "search/packing/range_max.h"

namespace moccasin::search {
namespace {

struct Key {
  base::Wide first = 0;  // an area has up to 94 bits
  std::int64_t second = 0, third = 0;
  Rect rect;

  // Before: larger ones, then those that came first.
  friend bool operator<(const Key& a, const Key& b) {
    return std::tie(b.first, b.second, b.third, a.rect) <
           std::tie(a.first, a.second, a.third, b.rect);
  }
};

}  // namespace

std::vector<Rect> hardest_first(const Rectangles& rectangles, Hardness hardness) {
  std::optional<RangeMax> live;
  if (hardness == Hardness::contention) live.emplace(rectangles.units.raw());
  const auto key = [&](Rect r) -> Key {
    const Rectangle& rectangle = rectangles.all[r];
    const std::int64_t width = rectangle.width(), size = rectangle.size;
    switch (hardness) {
      case Hardness::contention:
        return {live->most(rectangle.sections.first.value(), rectangle.sections.last.value()),
                width, size, r};
      case Hardness::life:
        return {width, size, 0, r};
      case Hardness::area:
        return {base::Wide{width} * size, width, 0, r};
      case Hardness::size:
        break;
    }
    return {size, width, 0, r};
  };
  std::vector<Key> keys;
  keys.reserve(rectangles.size());
  for (const Rect r : rectangles.all.indices()) keys.push_back(key(r));
  std::sort(keys.begin(), keys.end());
  std::vector<Rect> order;
  order.reserve(keys.size());
  for (const Key& k : keys) order.push_back(k.rect);
  return order;
}

}  // namespace moccasin::search
