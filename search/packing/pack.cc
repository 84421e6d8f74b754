// SPDX-License-Identifier: Apache-2.0
#include "search/packing/pack.h"

#include <algorithm>
#include <numeric>

#include "model/verify_placement.h"

namespace moccasin::search {
namespace {

bool meet(const model::ArenaBuffer& a, const model::ArenaBuffer& b) {
  return a.lower < b.upper && b.lower < a.upper;
}

// Each buffer in the lowest gap that it fits in, those that are fixed first, then by birth.
std::vector<std::int64_t> first_fit(std::span<const model::ArenaBuffer> buffers) {
  std::vector<std::size_t> order(buffers.size()), placed;
  std::iota(order.begin(), order.end(), 0);
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    if ((buffers[a].offset >= 0) != (buffers[b].offset >= 0)) return buffers[a].offset >= 0;
    return buffers[a].lower < buffers[b].lower;
  });
  std::vector<std::int64_t> offsets(buffers.size(), 0);
  for (const std::size_t i : order) {
    if (buffers[i].size == 0) continue;
    std::int64_t at = std::max<std::int64_t>(buffers[i].offset, 0);
    for (const std::size_t other : placed) {  // by offset
      if (buffers[i].offset >= 0 || !meet(buffers[i], buffers[other])) continue;
      if (offsets[other] >= at + buffers[i].size) break;
      at = std::max(at, offsets[other] + buffers[other].size);
      at = (at + buffers[i].alignment - 1) / buffers[i].alignment * buffers[i].alignment;
    }
    offsets[i] = at;
    placed.insert(
        std::upper_bound(placed.begin(), placed.end(), i,
                         [&](std::size_t a, std::size_t b) { return offsets[a] < offsets[b]; }),
        i);
  }
  return offsets;
}

std::int64_t live_peak_of(std::span<const model::ArenaBuffer> buffers) {
  std::vector<std::pair<std::int64_t, std::int64_t>> changes;
  for (const model::ArenaBuffer& buffer : buffers) {
    if (buffer.lower >= buffer.upper) continue;
    changes.emplace_back(buffer.lower, buffer.size);
    changes.emplace_back(buffer.upper, -buffer.size);
  }
  std::sort(changes.begin(), changes.end());
  std::int64_t live = 0, peak = 0;
  for (const auto& [time, change] : changes) peak = std::max(peak, live += change);
  return peak;
}

}  // namespace

PackResult pack(std::span<const model::ArenaBuffer> buffers, const PackOptions& options,
                const Share& share) {
  PackResult result;
  result.live_peak = result.bound = live_peak_of(buffers);
  result.bound_by = "live bytes";
  share.meter().charge(buffers.size());
  std::vector<std::int64_t> offsets = first_fit(buffers);
  const model::PlacementVerdict verdict = model::verify_placement(buffers, offsets);
  if (!verdict.valid()) return result;
  result.offsets = std::move(offsets);
  result.height = verdict.arena;
  result.found_by = "first fit";
  result.status = PackStatus::placed;
  if (result.height <= options.capacity) result.status = PackStatus::fits;
  if (result.height <= result.bound) result.status = PackStatus::optimal;
  if (options.capacity > 0 && options.capacity < result.bound) {
    result.status = PackStatus::impossible;
  }
  return result;
}

}  // namespace moccasin::search
