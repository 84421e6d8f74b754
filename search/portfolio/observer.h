// SPDX-License-Identifier: Apache-2.0
// The one place where a run is watched: hands better schedules and progress to the caller, on the
// caller's thread, and says when a goal is reached.
#pragma once

#include <atomic>
#include <cstdint>
#include <string_view>

#include "search/portfolio/bound.h"
#include "search/portfolio/incumbent.h"
#include "search/portfolio/options.h"

namespace moccasin::search {

class Observer {
 public:
  Observer(const SolveOptions& options, const Incumbent& incumbent, const Bound& bound)
      : options_(options), incumbent_(incumbent), bound_(bound) {}

  // From any thread: why a worker that has found `own_duration` must stop, or none. Limits of time
  // and work are for its meter. Under a limit of work it does not matter to a worker what others
  // have found, or how small the gap is by now: when that is would depend on the scheduler.
  [[nodiscard]] StopReason check(std::int64_t own_duration) const;
  // Whether somebody outside says stop, or memory does, and why.
  [[nodiscard]] StopReason stopped() const;
  // Whether a schedule of `duration` is good enough to stop, and why.
  [[nodiscard]] StopReason goal_reached(std::int64_t duration) const;

  // On the caller's thread, often: calls back if there is something new, and looks at how much
  // memory there is left. `work` of all workers.
  void report(std::uint64_t work, std::string_view phase);

 private:
  [[nodiscard]] StopReason end_reached(std::int64_t duration) const;  // proved or target
  void look_at_memory();
  [[nodiscard]] Progress progress(std::uint64_t work, std::string_view phase) const;

  const SolveOptions& options_;
  const Incumbent& incumbent_;
  const Bound& bound_;
  std::atomic<StopReason> stopped_{StopReason::none};  // by report()
  std::int64_t reported_duration_ = Incumbent::kNoDuration;
  double reported_at_ = 0;          // seconds
  double looked_at_memory_at_ = 0;  // seconds
};

}  // namespace moccasin::search
