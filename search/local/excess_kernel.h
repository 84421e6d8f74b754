// SPDX-License-Identifier: Apache-2.0
// The two inner loops of the local search, over the live units of consecutive steps. Compiled
// for several instruction sets and chosen when the program starts; all give the same integers.
#pragma once

#include <cstddef>
#include <cstdint>

namespace moccasin::search {

// Sum over i < count of max(live[i] + delta - limit, 0) - max(live[i] - limit, 0): how the excess
// over `limit` changes when `delta` is added to every step.
[[nodiscard]] std::int64_t excess_change(const std::int64_t* live, std::size_t count,
                                         std::int64_t delta, std::int64_t limit);

struct Extremes {
  std::int64_t lowest = 0, highest = 0;
};

// Smallest and largest of live[0..count); count >= 1.
[[nodiscard]] Extremes extremes(const std::int64_t* live, std::size_t count);

}  // namespace moccasin::search
