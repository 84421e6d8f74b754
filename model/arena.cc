// SPDX-License-Identifier: Apache-2.0
#include "model/arena.h"

#include <algorithm>

#include "base/assert.h"
#include "model/profile.h"

namespace moccasin::model {

std::vector<ArenaBuffer> arena_buffers(const Graph& graph, const Schedule& schedule,
                                       std::int64_t alignment) {
  const Profile profile = make_profile(graph, schedule);
  std::vector<ArenaBuffer> buffers;
  buffers.reserve(profile.lifetimes.size() + schedule.steps.size());
  for (const Lifetime& life : profile.lifetimes) {
    buffers.push_back({.lower = life.first,
                       .upper = std::int64_t{life.last} + 1,
                       .size = graph.tensor(life.tensor).size,
                       .alignment = alignment});
  }
  for (std::size_t step = 0; step < schedule.steps.size(); ++step) {
    const auto at = static_cast<std::int64_t>(step);
    buffers.push_back({.lower = at,
                       .upper = at + 1,
                       .size = graph.operation(schedule.steps[step]).workspace,
                       .alignment = alignment});
  }
  return buffers;
}

Placement to_placement(const Schedule& schedule, std::int64_t alignment,
                       std::span<const ArenaBuffer> buffers,
                       std::span<const std::int64_t> offsets) {
  MOCCASIN_ASSERT(offsets.size() == buffers.size());
  MOCCASIN_ASSERT(offsets.size() >= schedule.steps.size());
  const auto workspaces = offsets.last(schedule.steps.size());
  const auto written = offsets.first(offsets.size() - workspaces.size());
  return {.buffers = {written.begin(), written.end()},
          .workspaces = {workspaces.begin(), workspaces.end()},
          .alignment = alignment,
          .arena = arena_height(buffers, offsets)};
}

std::int64_t arena_height(std::span<const ArenaBuffer> buffers,
                          std::span<const std::int64_t> offsets) {
  std::int64_t height = 0;
  for (std::size_t i = 0; i < buffers.size(); ++i) {
    if (buffers[i].size > 0) height = std::max(height, offsets[i] + buffers[i].size);
  }
  return height;
}

double fragmentation(std::int64_t arena, std::int64_t live_peak) {
  if (live_peak == 0) return 0;
  return static_cast<double>(arena - live_peak) / static_cast<double>(live_peak);
}

}  // namespace moccasin::model
