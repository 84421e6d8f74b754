// SPDX-License-Identifier: Apache-2.0
// When to stop: what the caller asks for. Every loop goes by a Meter (meter.h), which has one of
// these.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <limits>

namespace moccasin::search {

enum class StopReason { none, proved, time, work, gap, target, user, memory };

// Whether it ends all that is being done. Any other reason ends a search only, and who began
// it may begin the next: work is given to each part of a run.
[[nodiscard]] constexpr bool ends_everything(StopReason reason) {
  return reason == StopReason::time || reason == StopReason::memory || reason == StopReason::user;
}

struct Limits {
  using Clock = std::chrono::steady_clock;
  Clock::time_point start = Clock::now();
  double seconds = 0;                        // wall clock since start; 0: none
  std::uint64_t work = 0;                    // deterministic ticks; 0: none
  const std::atomic<bool>* stop = nullptr;   // set from any thread or signal handler
  const std::atomic<bool>* over = nullptr;   // the same, by whoever this search is a part of
  Clock::time_point (*now)() = &Clock::now;  // tests have a clock of their own

  [[nodiscard]] double elapsed() const {
    return std::chrono::duration<double>(now() - start).count();
  }
  // How much of the time is used up: 0 to 1 and beyond; 0 without a limit of it.
  [[nodiscard]] double time_used() const { return seconds > 0 ? elapsed() / seconds : 0; }
  // Negative when time is over; infinite without a limit of it.
  [[nodiscard]] double seconds_left() const {
    return seconds > 0 ? seconds - elapsed() : std::numeric_limits<double>::infinity();
  }
  // The limits of a search within this one, which begins now: `part_seconds`, if there is a limit
  // of time, and `part_work`.
  [[nodiscard]] Limits part(double part_seconds, std::uint64_t part_work) const {
    Limits limits = *this;
    limits.work = part_work;
    if (seconds > 0) {
      limits.start = now();
      limits.seconds = part_seconds;
    }
    return limits;
  }
  [[nodiscard]] bool stopped_from_outside() const {
    const auto set = [](const std::atomic<bool>* flag) {
      return flag != nullptr && flag->load(std::memory_order_relaxed);
    };
    return set(stop) || set(over);
  }
  // Why a search that has done `ticks` of `most` must stop now, or none.
  [[nodiscard]] StopReason reached(std::uint64_t ticks, std::uint64_t most) const {
    if (stopped_from_outside()) return StopReason::user;
    if (ticks >= most) return StopReason::work;
    if (seconds > 0 && elapsed() >= seconds) return StopReason::time;
    return StopReason::none;
  }
};

}  // namespace moccasin::search
