// SPDX-License-Identifier: Apache-2.0
// An address for every buffer: offsets in one block of memory, the arena, as small as can be found.
// A schedule fixes from which step to which each of its buffers is live; two that are live at once
// must not overlap:
//
//   offset  5 |      +-----+         buffer  lower  upper  size  offset
//           4 |   +--+  y  +--+      x       0      2      3     0
//           3 +---+--+-----+  |      y       2      4      2     3
//             |  x   |  z     |      z       2      5      3     0
//           0 +------+--------+
//        step 0  1   2  3  4  5      5 bytes, as many as are live at once: no arena is smaller
//
//   const moccasin::PlaceResult placed = moccasin::place(graph, result.schedule);
//   if (!placed.has_placement()) return fail();
//   char* const block = static_cast<char*>(std::malloc(placed.placement.arena));
//   // Buffer i of moccasin::lifetimes(graph, result.schedule) is block +
//   placed.placement.offsets[i].
//
// C++17, works with -fno-exceptions and -fno-rtti. Functions not marked noexcept may throw
// std::bad_alloc and nothing else.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "moccasin/export.h"
#include "moccasin/moccasin.hpp"

namespace moccasin {
inline namespace v0 {

// How to place; the program calls these --alignment, --capacity, --time-limit, --work-limit,
// --seed.
struct PlaceOptions {
  std::int64_t alignment = 1;  // bytes, >= 1: every offset is a multiple of it
  // Bytes that the arena may have: the search ends with the first placement within them, or with a
  // proof that there is none. 0: as few as can be found.
  std::int64_t capacity = 0;
  double time_limit = 60.0;  // seconds; 0: none
  // When time_limit began to run; not set: when place() is called.
  std::chrono::steady_clock::time_point start{};
  std::uint64_t work_limit = 0;  // deterministic ticks; 0: none. With time_limit = 0 the result
                                 // depends on buffers and options alone
  std::uint64_t seed = 0;
};

struct PlaceResult {
  // feasible: a placement, within the capacity if one was asked for; optimal: one whose arena is as
  // small as `bound`; infeasible: proved, there is none within the capacity; unknown: none found;
  // invalid: see `issues`.
  Status status = Status::unknown;
  // proved; target: a placement within the capacity; time, work, user, memory; none: there was
  // nothing more to try.
  Stop stop = Stop::none;
  // The smallest found. Where none is within the capacity it is a larger one, or empty: nothing was
  // found at all.
  Placement placement;
  std::int64_t bound = 0;          // bytes: no arena is smaller
  std::int64_t live_peak = 0;      // bytes that are live at once at most
  std::string found_by, bound_by;  // the techniques behind placement and bound
  std::vector<Issue> issues;       // when status == invalid
  double wall_seconds = 0;         // since PlaceOptions::start
  std::uint64_t work = 0;          // ticks

  bool has_placement() const noexcept {
    return status == Status::feasible || status == Status::optimal;
  }
};

// Places every buffer of lifetimes(), and each step's workspace. Every placement has passed a check
// that shares no code with the search. Never throws, prints or exits; works on the thread that
// calls, and keeps nothing. Out of memory: Stop::memory. A schedule that evaluate() does not find
// valid is Status::invalid, and so is one whose sizes, each rounded up to the alignment, add up to
// more than 2^62 over all its buffers.
[[nodiscard]] MOCCASIN_EXPORT PlaceResult place(const Graph& graph,
                                                const std::vector<OpId>& schedule,
                                                const PlaceOptions& options = {},
                                                const StopFlag* stop = nullptr) noexcept;

// What is wrong with a placement of that schedule, by code that the search does not use; empty:
// nothing is. `capacity`: bytes that the arena may have at most. The first issue alone; one of the
// placement is IssueCode::bad_placement, numbers buffers as lifetimes() does, and has the
// operations that write them.
[[nodiscard]] MOCCASIN_EXPORT std::vector<Issue> verify_placement(
    const Graph& graph, const std::vector<OpId>& schedule, const Placement& placement,
    std::int64_t capacity = std::numeric_limits<std::int64_t>::max());

// For who has buffers and no graph: a stretch of time by bytes.
struct ArenaBuffer {
  std::int64_t lower = 0, upper = 0;  // live during [lower, upper), in any unit, each within
                                      // +-2^62; never if they are equal
  std::int64_t size = 0;              // bytes, >= 0
  std::int64_t alignment = 1;         // bytes, >= 1: the offset is a multiple of it, and of
                                      // PlaceOptions::alignment
  std::int64_t offset = -1;           // >= 0: where it lies already, and stays; -1: to be placed
};

// The same of buffers: Placement::offsets has one for each, in their order. A buffer that no arena
// can hold is Status::invalid, with IssueCode::bad_buffer, and so are two that overlap where they
// lie already.
[[nodiscard]] MOCCASIN_EXPORT PlaceResult place(const std::vector<ArenaBuffer>& buffers,
                                                const PlaceOptions& options = {},
                                                const StopFlag* stop = nullptr) noexcept;
[[nodiscard]] MOCCASIN_EXPORT std::vector<Issue> verify_placement(
    const std::vector<ArenaBuffer>& buffers, const std::vector<std::int64_t>& offsets,
    std::int64_t capacity = std::numeric_limits<std::int64_t>::max());

}  // namespace v0
}  // namespace moccasin
