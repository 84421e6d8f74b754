// SPDX-License-Identifier: Apache-2.0
// A clock that goes on by a millisecond whenever somebody looks at it. What a run does within its
// limit of time is then the same on every machine, busy or not, and what it does beyond can be
// counted in looks.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>

#include "search/limits/limits.h"

namespace moccasin::test {

// One at a time: the search knows its clock by a function.
class TestClock {
 public:
  using TimePoint = search::Limits::Clock::time_point;

  TestClock() { looks_ = 0; }

  static TimePoint now() { return TimePoint(std::chrono::milliseconds(++looks_)); }
  [[nodiscard]] static std::int64_t looks() { return looks_; }

  // `seconds` from now on, by this clock.
  [[nodiscard]] static search::Limits limits(double seconds) {
    return {.start = now(), .seconds = seconds, .now = &TestClock::now};
  }

 private:
  static inline std::atomic<std::int64_t> looks_ = 0;
};

}  // namespace moccasin::test
