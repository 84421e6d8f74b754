// SPDX-License-Identifier: Apache-2.0
// Delta debugging (Zeller, Hildebrandt, IEEE Transactions on Software Engineering 28, 2002): of a
// list that makes something fail, a part that does so and of which no single item can be spared.
#pragma once

#include <algorithm>
#include <cstddef>
#include <vector>

namespace moccasin::test {

// Pre-condition: fails(items).
template <typename Item, typename Fails>
[[nodiscard]] std::vector<Item> shrink(std::vector<Item> items, const Fails& fails) {
  std::size_t chunk = std::max<std::size_t>(items.size() / 2, 1);
  while (!items.empty()) {
    bool removed = false;
    for (std::size_t at = 0; at < items.size();) {
      const auto begin = items.begin() + static_cast<std::ptrdiff_t>(at);
      const std::size_t size = std::min(chunk, items.size() - at);
      std::vector<Item> fewer(items.begin(), begin);
      fewer.insert(fewer.end(), begin + static_cast<std::ptrdiff_t>(size), items.end());
      if (fails(fewer)) {
        items = std::move(fewer);
        removed = true;
      } else {
        at += size;
      }
    }
    // One by one until none can be spared: what one removal made needless may stand before it.
    if (chunk == 1 && !removed) break;
    chunk = std::max<std::size_t>(chunk / 2, 1);
  }
  return items;
}

}  // namespace moccasin::test
