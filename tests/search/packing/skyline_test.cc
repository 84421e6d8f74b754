// SPDX-License-Identifier: Apache-2.0
#include "search/packing/skyline.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "base/random.h"

namespace moccasin::search {
namespace {

TEST(Skyline, EqualsHeightsBySection) {
  base::Random random(1);
  for (std::size_t count = 1; count < 20; ++count) {
    Skyline skyline(count);
    std::vector<std::int64_t> heights(count, 0);
    for (int i = 0; i < 200; ++i) {
      const std::size_t first = random.below(count);
      const std::size_t last = first + 1 + random.below(count - first);
      const auto begin = heights.begin() + static_cast<std::ptrdiff_t>(first);
      const auto end = heights.begin() + static_cast<std::ptrdiff_t>(last);
      const Span<Section> sections{Section(first), Section(last)};
      const std::int64_t top = *std::max_element(begin, end);
      ASSERT_EQ(skyline.top(sections), top);
      if (!random.chance(0.5)) continue;
      std::fill(begin, end, top + random.between(0, 3));
      skyline.raise(sections, *begin);
    }
  }
}

}  // namespace
}  // namespace moccasin::search
