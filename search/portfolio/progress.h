// SPDX-License-Identifier: Apache-2.0
// What is known at some moment of a run; handed to the callbacks.
#pragma once

#include <cstdint>
#include <string_view>

#include "model/arena.h"

namespace moccasin::search {

struct Progress {
  double seconds = 0;      // since Limits::start
  std::uint64_t work = 0;  // ticks
  bool has_solution = false;
  std::int64_t duration = 0, peak = 0;  // of the best schedule, if there is one
  // In a call about a schedule, where an arena is asked for: its placement, for the time of it.
  const model::Placement* placement = nullptr;
  std::int64_t bound = 0;  // no schedule in scope is faster
  // Bytes: no schedule that is fast enough needs less, where the peak is to be least
  // (search/curve/).
  std::int64_t peak_bound = 0;
  std::string_view phase;  // static: the technique at work or that found the schedule
};

}  // namespace moccasin::search
