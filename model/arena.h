// SPDX-License-Identifier: Apache-2.0
// Buffers in one block of memory, the arena. A schedule fixes when each of its buffers is live; a
// placement gives each an offset, such that no two overlap that are live at once:
//
//   offset  5 |      +-----+         buffer  lower  upper  size
//           4 |   +--+  y  +--+      x       0      2      3      lower, upper: steps; the step
//           3 +---+--+-----+  |      y       2      4      2      `upper` is the first that it is
//             |  x   |  z     |      z       2      5      3      not live in
//           0 +------+--------+
//        step 0  1   2  3  4  5
//
// The block holds every copy of a tensor and every workspace, the latter for one step; resident
// bytes are not in it. Inputs and outputs of a step are live at once and never share memory.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "model/graph.h"
#include "model/schedule.h"

namespace moccasin::model {

inline constexpr std::int64_t kToBePlaced = -1;

// A rectangle of steps by bytes.
struct ArenaBuffer {
  std::int64_t lower = 0, upper = 0;  // live during [lower, upper); empty: never
  std::int64_t size = 0;              // bytes, >= 0
  std::int64_t alignment = 1;         // the offset is a multiple of it; >= 1
  std::int64_t offset = kToBePlaced;  // >= 0: where it lies already, and has to stay
  friend bool operator==(const ArenaBuffer&, const ArenaBuffer&) = default;
};

// Where the buffers of a schedule lie.
struct Placement {
  // Of every buffer in the order in which the steps write them, outputs of a step in their order:
  // that of Profile::lifetimes.
  std::vector<std::int64_t> buffers;
  std::vector<std::int64_t> workspaces;  // by step; 0 where its operation has none
  std::int64_t alignment = 1;            // all offsets are multiples of it
  std::int64_t arena = 0;                // bytes: where the highest buffer ends
  friend bool operator==(const Placement&, const Placement&) = default;
};

// The buffers of a schedule, in the order of Placement::buffers, then the workspace of every step,
// those of no bytes too. Pre-condition: that of make_profile.
[[nodiscard]] std::vector<ArenaBuffer> arena_buffers(const Graph& graph, const Schedule& schedule,
                                                     std::int64_t alignment);

// The placement that has `offsets` for arena_buffers(graph, schedule, alignment).
[[nodiscard]] Placement to_placement(const Schedule& schedule, std::int64_t alignment,
                                     std::span<const ArenaBuffer> buffers,
                                     std::span<const std::int64_t> offsets);

// Where the highest of `buffers` ends at `offsets`.
[[nodiscard]] std::int64_t arena_height(std::span<const ArenaBuffer> buffers,
                                        std::span<const std::int64_t> offsets);

// How much larger an arena is than it would have to be if only live bytes counted: arena / live
// peak - 1; 0 where nothing is live.
[[nodiscard]] double fragmentation(std::int64_t arena, std::int64_t live_peak);

}  // namespace moccasin::model
