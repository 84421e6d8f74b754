// SPDX-License-Identifier: Apache-2.0
#include "search/local/excess_kernel.h"

#include <algorithm>

// MOCCASIN_CLONES is set by CMake where compiler and linker can do it (x86-64 ELF, no sanitizer).
#if defined(MOCCASIN_CLONES)
#define MOCCASIN_CLONED __attribute__((target_clones("avx512f", "avx2", "default")))
#else
#define MOCCASIN_CLONED
#endif

namespace moccasin::search {

MOCCASIN_CLONED std::int64_t excess_change(const std::int64_t* live, std::size_t count,
                                           std::int64_t delta, std::int64_t limit) {
  std::int64_t change = 0;
  for (std::size_t i = 0; i < count; ++i) {
    const std::int64_t over = live[i] - limit;
    const std::int64_t then = over + delta;
    change += (then > 0 ? then : 0) - (over > 0 ? over : 0);
  }
  return change;
}

MOCCASIN_CLONED Extremes extremes(const std::int64_t* live, std::size_t count) {
  Extremes result{live[0], live[0]};
  for (std::size_t i = 1; i < count; ++i) {
    result.lowest = std::min(result.lowest, live[i]);
    result.highest = std::max(result.highest, live[i]);
  }
  return result;
}

}  // namespace moccasin::search
