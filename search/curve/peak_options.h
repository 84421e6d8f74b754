// SPDX-License-Identifier: Apache-2.0
// What a search for the least peak (peak_search.h) is asked for.
#pragma once

#include <cstdint>
#include <limits>

#include "search/portfolio/options.h"

namespace moccasin::search {

struct PeakOptions {
  static constexpr std::int64_t kAnyDuration = std::numeric_limits<std::int64_t>::max();

  // Limits, seed, threads, workers, memory, arena and warm_start hold for all attempts together;
  // `gap` is that of the peak: stop at (needed - bound) / bound <= gap. The callbacks are called
  // for the best schedule of all attempts. Techniques, target, ceiling and certify are not used.
  SolveOptions solve;
  std::int64_t max_duration = kAnyDuration;  // ticks
};

}  // namespace moccasin::search
