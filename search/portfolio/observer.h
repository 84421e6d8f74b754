// SPDX-License-Identifier: Apache-2.0
// The one place where a run is watched: hands better schedules and progress to the caller, on the
// caller's thread, and says when to stop.
#pragma once

#include <atomic>
#include <cstdint>
#include <string_view>

#include "search/portfolio/bound.h"
#include "search/portfolio/incumbent.h"
#include "search/portfolio/solve.h"

namespace moccasin::search {

class Observer {
 public:
  Observer(const SolveOptions& options, const Incumbent& incumbent, const Bound& bound)
      : options_(options), incumbent_(incumbent), bound_(bound) {}

  // From any thread: why a worker that has done `work` ticks of its `share` (0: no limit) and has
  // found `own_duration` must stop, or none. Under a limit of work it does not matter to a worker
  // what others have found: when that is would depend on the scheduler.
  [[nodiscard]] StopReason poll(std::uint64_t work, std::uint64_t share,
                                std::int64_t own_duration) const;
  // Whether somebody outside says stop, or memory does; not whether a limit of time or work does.
  [[nodiscard]] bool stopped() const;
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
