// SPDX-License-Identifier: Apache-2.0
// When to stop. Travels through every loop of the search and is polled there; the deadline, the
// work limit and a stop from outside end in the same place.
#pragma once

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdint>

namespace moccasin::search {

enum class StopReason { none, proved, time, work, gap, target, user, memory };

struct Limits {
  using Clock = std::chrono::steady_clock;
  Clock::time_point start = Clock::now();
  double seconds = 0;                        // wall clock since start; 0: none
  std::uint64_t work = 0;                    // deterministic ticks; 0: none
  const std::atomic<bool>* stop = nullptr;   // set from any thread or signal handler
  Clock::time_point (*now)() = &Clock::now;  // tests have a clock of their own

  [[nodiscard]] double elapsed() const {
    return std::chrono::duration<double>(now() - start).count();
  }
  // How much of the limits a search that has done `work_done` ticks has used up: 0 to 1 and beyond;
  // 0 without limits.
  [[nodiscard]] double used(std::uint64_t work_done) const {
    const double of_time = seconds > 0 ? elapsed() / seconds : 0;
    const double of_work =
        work > 0 ? static_cast<double>(work_done) / static_cast<double>(work) : 0;
    return std::max(of_time, of_work);
  }
  [[nodiscard]] bool stopped_from_outside() const {
    return stop != nullptr && stop->load(std::memory_order_relaxed);
  }
  // Why a search that has done `work_done` ticks must stop now, or none.
  [[nodiscard]] StopReason reached(std::uint64_t work_done) const {
    if (stopped_from_outside()) return StopReason::user;
    if (work != 0 && work_done >= work) return StopReason::work;
    if (seconds > 0 && elapsed() >= seconds) return StopReason::time;
    return StopReason::none;
  }
};

}  // namespace moccasin::search
