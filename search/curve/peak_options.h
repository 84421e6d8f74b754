// SPDX-License-Identifier: Apache-2.0
// What a search for the least peak (peak_search.h) is asked for, and what it tells meanwhile.
#pragma once

#include <cstdint>
#include <functional>
#include <limits>
#include <string_view>

#include "model/arena.h"
#include "model/schedule.h"
#include "search/portfolio/options.h"

namespace moccasin::search {

struct PeakProgress {
  double seconds = 0;      // since Limits::start
  std::uint64_t work = 0;  // ticks
  bool has_solution = false;
  std::int64_t duration = 0, peak = 0;          // of the best schedule, if there is one
  std::int64_t bound = 0;                       // bytes: no schedule within the duration needs less
  std::int64_t attempted = 0;                   // bytes: the budget at work
  std::string_view phase;                       // static: who is at work, or has found the schedule
  const model::Placement* placement = nullptr;  // in a call about one, where an arena is asked for
};

struct PeakOptions {
  static constexpr std::int64_t kAnyDuration = std::numeric_limits<std::int64_t>::max();

  // Limits, seed, threads, workers, memory, arena and warm_start hold for all attempts together.
  // `gap` is that of the peak: stop at (peak - bound) / bound <= gap. `target`: stop at peak <=
  // target, in bytes. Techniques, ceiling, certify and callbacks are not used.
  SolveOptions solve;
  std::int64_t max_duration = kAnyDuration;  // ticks
  // Called on the thread that called; false stops the search.
  std::function<bool(const PeakProgress&)> on_progress;
  std::function<bool(const PeakProgress&, const model::Schedule&)> on_solution;
};

}  // namespace moccasin::search
