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
namespace {

// Where live units are both above and below the limit, the change of the excess is no function of
// a sum or an extreme: there is nothing for it but to look at every step. Both maxima are chosen
// without a branch, so that the compiler makes lanes of the loop: eight 64-bit steps at a time with
// AVX-512, four with AVX2. Integers, because floats would round what decides whether a schedule
// fits, and because sums of integers do not depend on the order of the lanes.
//
// What is cloned has to be of this file alone: a symbol with clones is shown to the whole process,
// whatever visibility it is given, and of two copies of the library one would use the other's.
MOCCASIN_CLONED std::int64_t sum_of_changes(const std::int64_t* live, std::size_t count,
                                            std::int64_t delta, std::int64_t limit) {
  std::int64_t change = 0;
  for (std::size_t i = 0; i < count; ++i) {
    const std::int64_t over = live[i] - limit;
    const std::int64_t then = over + delta;
    change += (then > 0 ? then : 0) - (over > 0 ? over : 0);
  }
  return change;
}

MOCCASIN_CLONED Extremes least_and_most(const std::int64_t* live, std::size_t count) {
  Extremes result{live[0], live[0]};
  for (std::size_t i = 1; i < count; ++i) {
    result.lowest = std::min(result.lowest, live[i]);
    result.highest = std::max(result.highest, live[i]);
  }
  return result;
}

}  // namespace

std::int64_t excess_change(const std::int64_t* live, std::size_t count, std::int64_t delta,
                           std::int64_t limit) {
  return sum_of_changes(live, count, delta, limit);
}

Extremes extremes(const std::int64_t* live, std::size_t count) {
  return least_and_most(live, count);
}

}  // namespace moccasin::search
