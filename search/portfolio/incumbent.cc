// SPDX-License-Identifier: Apache-2.0
#include "search/portfolio/incumbent.h"

#include <utility>

#include "model/verify.h"
#include "model/verify_placement.h"

namespace moccasin::search {

// Nothing becomes the incumbent that the naive verifier has not accepted, whoever found it. That is
// linear in the schedule and done outside of the lock, so that workers do not wait for one another.
// Among equally fast schedules the lower rank wins, whenever it comes: which thread was first must
// not show in the result.
Offer Incumbent::offer(model::Schedule schedule, std::string_view found_by, Rank rank) {
  return offer(std::move(schedule), std::nullopt, found_by, rank);
}

Offer Incumbent::offer(model::Schedule schedule, std::optional<model::Placement> placement,
                       std::string_view found_by, Rank rank) {
  const model::Verdict verdict = model::verify(problem_, schedule);
  if (!verdict.valid() || !is_placed(schedule, placement)) {
    ++refused_;
    return Offer::refused;
  }
  const std::lock_guard lock(mutex_);
  if (verdict.duration > record_.duration) return Offer::slower;
  if (verdict.duration == record_.duration && rank >= record_.rank) return Offer::slower;
  const double now = limits_.elapsed();
  const bool first = record_.duration == kNoDuration;
  record_ = {.schedule = std::move(schedule),
             .placement = std::move(placement),
             .duration = verdict.duration,
             .peak = verdict.peak,
             .rank = rank,
             .found_by = found_by,
             .seconds = now,
             .first_seconds = first ? now : record_.first_seconds};
  duration_.store(verdict.duration, std::memory_order_release);
  return Offer::accepted;
}

bool Incumbent::is_placed(const model::Schedule& schedule,
                          const std::optional<model::Placement>& placement) const {
  if (place_ == Place::anywhere) return true;
  const std::int64_t capacity = problem_.budget - problem_.graph->resident();
  return placement &&
         model::verify_placement(*problem_.graph, schedule, *placement, capacity).valid();
}

Incumbent::Summary Incumbent::summary() const {
  const std::lock_guard lock(mutex_);
  return {.duration = record_.duration, .peak = record_.peak};
}

Incumbent::Record Incumbent::record() const {
  const std::lock_guard lock(mutex_);
  return record_;
}

}  // namespace moccasin::search
