// SPDX-License-Identifier: Apache-2.0
#include "api/c/placement.h"

#include <optional>

#include "api/c/graph.h"
#include "api/c/issues.h"
#include "api/c/result.h"
#include "api/c/status.h"
#include "api/c/stop.h"
#include "api/c/struct_size.h"

namespace {

using moccasin::ArenaBuffer;
using moccasin::OpId;
using moccasin::PlaceOptions;
using moccasin::PlaceResult;
using moccasin::StopFlag;
using moccasin::c_door::guarded;
using moccasin::c_door::Reading;
using moccasin::c_door::require_array;
using moccasin::c_door::taken_from;

std::vector<OpId> schedule_of(const uint32_t* ops, size_t num_steps) {
  require_array(ops, num_steps, "ops");
  return {ops, ops + num_steps};
}

std::vector<std::int64_t> numbers_of(const int64_t* numbers, size_t count,
                                     std::string_view argument) {
  require_array(numbers, count, argument);
  return {numbers, numbers + count};
}

std::int64_t alignment_of(std::int64_t given) { return given == 0 ? 1 : given; }

// In C, none is 0.
std::int64_t most_bytes(std::int64_t capacity) {
  return capacity == 0 ? std::numeric_limits<std::int64_t>::max() : capacity;
}

PlaceOptions options_of(const moc_place_options* options) {
  PlaceOptions converted;
  if (options == nullptr) return converted;
  const moc_place_options given = taken_from(options, "options");
  converted.alignment = alignment_of(given.alignment);
  converted.capacity = given.capacity;
  converted.time_limit = given.time_limit;
  converted.work_limit = given.work_limit;
  converted.seed = given.seed;
  return converted;
}

// Each as far from the next as the first says that it is long.
std::vector<ArenaBuffer> buffers_of(const moc_arena_buffer* buffers, size_t num_buffers) {
  require_array(buffers, num_buffers, "buffers");
  std::vector<ArenaBuffer> converted;
  converted.reserve(num_buffers);
  const auto* const bytes = reinterpret_cast<const unsigned char*>(buffers);
  for (std::size_t i = 0; i < num_buffers; ++i) {
    const auto* const at =
        reinterpret_cast<const moc_arena_buffer*>(bytes + i * buffers->struct_size);
    if (at->struct_size != buffers->struct_size) {
      moccasin::c_door::fail(MOC_E_INVALID_ARG,
                             {"buffers: struct_size is not the same in all of them"});
    }
    const moc_arena_buffer from = taken_from(at, "buffers");
    converted.push_back({from.lower, from.upper, from.size, alignment_of(from.alignment),
                         from.is_fixed != 0 ? from.offset : -1});
  }
  return converted;
}

// What `place` finds, with the stop's flag, in `*out`.
template <class Place>
void place_into(moc_placement** out, const moc_stop* stop, const Place& place) {
  std::optional<Reading<moc_stop>> stop_use;
  if (stop != nullptr) stop_use.emplace(stop, "stop");
  auto made = std::make_unique<moc_placement>();
  // Nothing may fail for want of memory from here on: what was found would be lost.
  made->result = place(stop == nullptr ? nullptr : &stop->flag);
  const PlaceResult& result = made->result;
  *out = made.release();
  moccasin::c_door::fail_if_any(result.issues);
}

}  // namespace

moc_rc moc_place(const moc_graph* graph, const uint32_t* ops, size_t num_steps,
                 const moc_place_options* options, const moc_stop* stop, moc_placement** out) {
  return guarded([&] {
    moccasin::c_door::require(out, "out");
    *out = nullptr;
    const Reading<moc_graph> use(graph, "graph");
    const std::vector<OpId> schedule = schedule_of(ops, num_steps);
    const PlaceOptions given = options_of(options);
    place_into(out, stop, [&](const StopFlag* flag) {
      return moccasin::place(use->graph, schedule, given, flag);
    });
  });
}

moc_rc moc_place_buffers(const moc_arena_buffer* buffers, size_t num_buffers,
                         const moc_place_options* options, const moc_stop* stop,
                         moc_placement** out) {
  return guarded([&] {
    moccasin::c_door::require(out, "out");
    *out = nullptr;
    const std::vector<ArenaBuffer> converted = buffers_of(buffers, num_buffers);
    const PlaceOptions given = options_of(options);
    place_into(out, stop,
               [&](const StopFlag* flag) { return moccasin::place(converted, given, flag); });
  });
}

moc_rc moc_placement_get(const moc_placement* placement, moc_placement_info* info) {
  return guarded([&] {
    const Reading<moc_placement> use(placement, "placement");
    const PlaceResult& from = use->result;
    moc_placement_info to = {};
    to.status = moccasin::c_door::number_of(from.status);
    to.stop = moccasin::c_door::number_of(from.stop);
    to.has_placement = from.has_placement() ? 1 : 0;
    to.offsets = from.placement.offsets.data();
    to.num_offsets = from.placement.offsets.size();
    to.workspaces = from.placement.workspaces.data();
    to.num_workspaces = from.placement.workspaces.size();
    to.alignment = from.placement.alignment;
    to.arena = from.placement.arena;
    to.bound = from.bound;
    to.live_peak = from.live_peak;
    to.found_by = from.found_by.c_str();
    to.bound_by = from.bound_by.c_str();
    to.wall_seconds = from.wall_seconds;
    to.work = from.work;
    to.num_issues = from.issues.size();
    moccasin::c_door::write_to(info, to, "info");
  });
}

moc_rc moc_placement_issue(const moc_placement* placement, size_t i, moc_issue* issue) {
  return guarded([&] {
    const Reading<moc_placement> use(placement, "placement");
    moccasin::c_door::write_issue(use->result.issues, i, issue);
  });
}

moc_rc moc_result_placement(const moc_result* result, moc_placement** out) {
  return guarded([&] {
    moccasin::c_door::require(out, "out");
    *out = nullptr;
    const Reading<moc_result> use(result, "result");
    const moccasin::Result& from = use->result;
    if (from.placement.workspaces.empty()) {
      moccasin::c_door::fail(MOC_E_INVALID_ARG,
                             {"result has no placement; see the option 'arena'"});
    }
    auto made = std::make_unique<moc_placement>();
    made->result.status = moccasin::Status::feasible;
    made->result.placement = from.placement;
    *out = made.release();
  });
}

moc_rc moc_placement_free(moc_placement* placement) {
  return moccasin::c_door::free_handle(placement, "placement");
}

moc_rc moc_verify_placement(const moc_graph* graph, const uint32_t* ops, size_t num_steps,
                            const moc_placement_info* placement, int64_t capacity) {
  return guarded([&] {
    const Reading<moc_graph> use(graph, "graph");
    const std::vector<OpId> schedule = schedule_of(ops, num_steps);
    const moc_placement_info given = taken_from(placement, "placement");
    moccasin::c_door::fail_if_any(moccasin::verify_placement(
        use->graph, schedule,
        {numbers_of(given.offsets, given.num_offsets, "offsets"),
         numbers_of(given.workspaces, given.num_workspaces, "workspaces"),
         alignment_of(given.alignment), given.arena},
        most_bytes(capacity)));
  });
}

moc_rc moc_verify_buffers(const moc_arena_buffer* buffers, size_t num_buffers,
                          const int64_t* offsets, int64_t capacity) {
  return guarded([&] {
    moccasin::c_door::fail_if_any(moccasin::verify_placement(
        buffers_of(buffers, num_buffers), numbers_of(offsets, num_buffers, "offsets"),
        most_bytes(capacity)));
  });
}
