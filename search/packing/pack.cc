// SPDX-License-Identifier: Apache-2.0
#include "search/packing/pack.h"

#include <algorithm>
#include <utility>

#include "base/wide_int.h"
#include "model/verify_placement.h"
#include "search/packing/best_placement.h"
#include "search/packing/constructions.h"
#include "search/packing/height_bound.h"
#include "search/packing/rectangles.h"
#include "search/packing/turns.h"

namespace moccasin::search {
namespace {

// Ticks for each buffer to be made a rectangle, and to be checked.
constexpr std::uint64_t kTicksOfABuffer = 16;

// Where the highest of those ends that are never live: in nobody's way, but in the arena.
std::int64_t end_of_never_live(std::span<const model::ArenaBuffer> buffers) {
  std::int64_t end = 0;
  for (const model::ArenaBuffer& buffer : buffers) {
    if (buffer.lower < buffer.upper || buffer.size == 0) continue;
    end = std::max(end, std::max<std::int64_t>(buffer.offset, 0) + buffer.size);
  }
  return end;
}

std::vector<std::int64_t> in_bytes(std::span<const model::ArenaBuffer> buffers,
                                   const Rectangles& rectangles, const Offsets& offsets) {
  std::vector<std::int64_t> bytes;
  bytes.reserve(buffers.size());
  for (const model::ArenaBuffer& buffer : buffers) {
    bytes.push_back(std::max<std::int64_t>(buffer.offset, 0));
  }
  for (const Rect r : rectangles.all.indices()) {
    bytes[rectangles.buffer[r]] = offsets[r] * rectangles.unit;
  }
  return bytes;
}

PackStatus status_of(const PackResult& result, std::int64_t capacity) {
  if (capacity > 0 && capacity < result.bound) return PackStatus::impossible;
  if (result.height <= result.bound) return PackStatus::optimal;
  return result.height <= capacity ? PackStatus::fits : PackStatus::placed;
}

}  // namespace

PackResult pack(std::span<const model::ArenaBuffer> buffers, const PackOptions& options,
                const Share& share) {
  PackResult result;
  share.meter().charge(kTicksOfABuffer * buffers.size());
  const auto rectangles = make_rectangles(buffers);
  if (!rectangles || !model::verify_fixed(buffers).valid()) return result;
  result.live_peak =
      peak_of(*rectangles, [&](Rect r) { return buffers[rectangles->buffer[r]].size; });
  const std::int64_t first_bound = std::max(height_bound(*rectangles), end_of_never_live(buffers));
  result.bound = first_bound;

  const Quest quest = options.capacity > 0 ? Quest::goal : Quest::least_height;
  BestPlacement best(*rectangles, std::max(options.capacity, result.bound));
  construct(*rectangles, best, share);
  const bool impossible = quest == Quest::goal && options.capacity < result.bound;
  if (!best.reached() && !impossible) {
    search_by_turns(*rectangles, quest, options.seed, best, result.bound, share);
  }

  result.offsets = in_bytes(buffers, *rectangles, best.offsets());
  const model::PlacementVerdict verdict = model::verify_placement(buffers, result.offsets);
  MOCCASIN_ASSERT(verdict.valid());
  result.height = verdict.arena;
  result.found_by = best.found_by();
  result.bound_by = result.bound > first_bound        ? "search"
                    : result.bound > result.live_peak ? "what cannot lie lower"
                                                      : "live bytes";
  result.status = status_of(result, options.capacity);
  return result;
}

}  // namespace moccasin::search
