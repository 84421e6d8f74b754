// SPDX-License-Identifier: Apache-2.0
#include <span>
#include <utility>

#include "api/buffer_check.h"
#include "api/guarded_call.h"
#include "api/placement_access.h"
#include "api/schedule_check.h"
#include "api/stop_reason.h"
#include "moccasin/arena.hpp"
#include "search/limits/meter.h"
#include "search/packing/pack.h"

namespace moccasin {
inline namespace v0 {
namespace {

std::vector<Issue> check(const PlaceOptions& options) {
  std::vector<Issue> issues;
  const auto require = [&issues](bool fine, const char* message) {
    if (!fine) issues.push_back({IssueCode::bad_option, message, {}});
  };
  require(options.alignment >= 1 && options.alignment <= kMostBytes,
          "alignment is below 1, or above 2^62");
  require(options.capacity >= 0, "capacity is negative");
  require(options.time_limit >= 0, "time_limit is negative or not a number");  // fails for a NaN
  require(options.start <= search::Limits::Clock::now(), "start is in the future");
  return issues;
}

Status status_of(search::PackStatus status, bool fits) {
  switch (status) {
    case search::PackStatus::optimal:
      return Status::optimal;
    case search::PackStatus::fits:
      return Status::feasible;
    case search::PackStatus::placed:
      return fits ? Status::feasible : Status::unknown;
    case search::PackStatus::impossible:
      return Status::infeasible;
    case search::PackStatus::none:
      break;
  }
  return Status::unknown;
}

// Offsets for `buffers`, or none; all else goes to `result`.
std::vector<std::int64_t> pack(PlaceResult& result, std::span<const model::ArenaBuffer> buffers,
                               const PlaceOptions& options, const search::Limits& limits) {
  if (auto overflow = find_overflow(buffers)) {
    result.issues.push_back(*std::move(overflow));
    return {};
  }
  search::Meter meter(limits);
  const search::Share whole(meter, search::Meter::kUnlimited);
  search::PackResult found =
      search::pack(buffers, {.capacity = options.capacity, .seed = options.seed}, whole);
  const bool fits = options.capacity == 0 || found.height <= options.capacity;
  result.found_by = found.found_by;
  result.bound_by = found.bound_by;
  result.bound = found.bound;
  result.live_peak = found.live_peak;
  result.status = status_of(found.status, fits);
  result.work = meter.ticks();
  if (result.status == Status::optimal || result.status == Status::infeasible) {
    result.stop = Stop::proved;
  } else if (result.status == Status::feasible && options.capacity > 0) {
    result.stop = Stop::target;
  } else {
    meter.look_soon();
    (void)meter.ended();  // for the reason: the packer may have had no time to ask
    result.stop = to_public(meter.reason());
  }
  return std::move(found.offsets);
}

// `fill` places into the result.
template <class Fill>
PlaceResult guarded(const PlaceOptions& options, const StopFlag* stop, const Fill& fill) noexcept {
  auto result = guarded_call<PlaceResult>(options, stop,
                                          [&](PlaceResult& placed, const search::Limits& limits) {
                                            placed.issues = check(options);
                                            if (placed.issues.empty()) fill(placed, limits);
                                            if (!placed.issues.empty())
                                              placed.status = Status::invalid;
                                            placed.wall_seconds = limits.elapsed();
                                          });
  if (result.stop == Stop::memory || result.stop == Stop::error) result.status = Status::unknown;
  return result;
}

}  // namespace

PlaceResult place(const Graph& graph, const std::vector<OpId>& schedule,
                  const PlaceOptions& options, const StopFlag* stop) noexcept {
  return guarded(options, stop, [&](PlaceResult& result, const search::Limits& limits) {
    auto checked = check_schedule(graph, schedule);
    if (auto* const issues = std::get_if<std::vector<Issue>>(&checked)) {
      result.issues = std::move(*issues);
      return;
    }
    const auto& valid = std::get<CheckedSchedule>(checked);
    const auto buffers = arena_buffers(*valid.graph, valid.schedule, options.alignment);
    const std::vector<std::int64_t> offsets = pack(result, buffers, options, limits);
    if (offsets.size() != buffers.size()) return;
    result.placement = to_public(to_placement(valid.schedule, options.alignment, buffers, offsets));
  });
}

PlaceResult place(const std::vector<ArenaBuffer>& buffers, const PlaceOptions& options,
                  const StopFlag* stop) noexcept {
  return guarded(options, stop, [&](PlaceResult& result, const search::Limits& limits) {
    auto checked = check_buffers(buffers, options.alignment);
    if (auto* const issues = std::get_if<std::vector<Issue>>(&checked)) {
      result.issues = std::move(*issues);
      return;
    }
    const auto& valid = std::get<std::vector<model::ArenaBuffer>>(checked);
    if (auto overlap = find_fixed_overlap(valid)) {
      result.issues.push_back(*std::move(overlap));
      return;
    }
    std::vector<std::int64_t> offsets = pack(result, valid, options, limits);
    if (offsets.size() != valid.size()) return;
    const std::int64_t arena = model::arena_height(valid, offsets);
    result.placement = {std::move(offsets), {}, options.alignment, arena};
  });
}

}  // namespace v0
}  // namespace moccasin
