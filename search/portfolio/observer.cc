// SPDX-License-Identifier: Apache-2.0
#include "search/portfolio/observer.h"

#include "base/process_memory.h"

namespace moccasin::search {

StopReason Observer::end_reached(std::int64_t duration) const {
  if (options_.ceiling >= 0 && bound_.value() > options_.ceiling) return StopReason::proved;
  if (duration == Incumbent::kNoDuration) return StopReason::none;
  if (duration <= bound_.value()) return StopReason::proved;
  return duration <= options_.target ? StopReason::target : StopReason::none;
}

StopReason Observer::goal_reached(std::int64_t duration) const {
  const StopReason end = end_reached(duration);
  if (end != StopReason::none || duration == Incumbent::kNoDuration) return end;
  const std::int64_t bound = bound_.value();
  const auto gap = static_cast<double>(duration - bound);
  if (options_.gap > 0 && gap <= options_.gap * static_cast<double>(bound)) return StopReason::gap;
  return StopReason::none;
}

// Without a limit of work everybody stops as soon as anybody has reached a goal. With one, a worker
// goes by what it has found itself: when it hears of the others depends on the scheduler.
StopReason Observer::check(std::int64_t own_duration) const {
  const StopReason stopped = stopped_.load(std::memory_order_relaxed);
  if (stopped != StopReason::none) return stopped;
  return options_.limits.work > 0 ? end_reached(own_duration) : goal_reached(incumbent_.duration());
}

StopReason Observer::stopped() const {
  const StopReason stopped = stopped_.load(std::memory_order_relaxed);
  if (stopped != StopReason::none) return stopped;
  return options_.limits.stopped_from_outside() ? StopReason::user : StopReason::none;
}

// Callbacks are made here and nowhere else, so they are all on the caller's thread and one after
// the other. A schedule is told before the progress that mentions it. Memory is looked at even
// where nobody listens.
void Observer::report(std::uint64_t work, std::string_view phase) {
  constexpr double kProgressEvery = 0.2;  // seconds
  if (stopped_.load(std::memory_order_relaxed) == StopReason::user) return;
  look_at_memory();
  if (const std::int64_t duration = incumbent_.duration(); duration < reported_duration_) {
    reported_duration_ = duration;
    if (options_.on_solution) {
      const Incumbent::Record record = incumbent_.record();
      reported_duration_ = record.duration;
      Progress now = progress(work, record.found_by);
      now.duration = record.duration;
      now.peak = record.peak;
      if (record.placement) now.placement = &*record.placement;
      if (!options_.on_solution(now, record.schedule)) {
        stopped_ = StopReason::user;
        return;
      }
    }
  }
  if (!options_.on_progress) return;
  const double now = options_.limits.elapsed();
  if (now - reported_at_ < kProgressEvery) return;
  reported_at_ = now;
  if (!options_.on_progress(progress(work, phase))) stopped_ = StopReason::user;
}

void Observer::look_at_memory() {
  constexpr double kEvery = 0.005;  // seconds
  if (options_.memory == 0) return;
  const double now = options_.limits.elapsed();
  if (now - looked_at_memory_at_ < kEvery) return;
  looked_at_memory_at_ = now;
  if (base::resident_bytes() >= options_.memory) stopped_ = StopReason::memory;
}

Progress Observer::progress(std::uint64_t work, std::string_view phase) const {
  Progress progress{.seconds = options_.limits.elapsed(), .work = work, .phase = phase};
  progress.bound = bound_.value();
  if (incumbent_.exists()) {
    const Incumbent::Summary best = incumbent_.summary();
    progress.has_solution = true;
    progress.duration = best.duration;
    progress.peak = best.peak;
  }
  return progress;
}

}  // namespace moccasin::search
