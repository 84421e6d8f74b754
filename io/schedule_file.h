// SPDX-License-Identifier: Apache-2.0
// Schedules in files: moccasin-schedule version 1 (data/schedule.schema.json).
#pragma once

#include <cstdint>
#include <iosfwd>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "io/error.h"
#include "io/graph_file.h"
#include "io/schedule_claims.h"
#include "model/arena.h"
#include "model/problem.h"
#include "model/schedule.h"

namespace moccasin::io {

// Everything an answer carries. Optional fields are left out of the file when empty.
struct ScheduleFile {
  std::string status;  // "optimal", "feasible", "infeasible", "unknown"
  std::string stop;    // "proved", "time", "work", "gap", "target", "user", "memory",
                       // "error"
  model::Order order = model::Order::free;
  std::int32_t max_copies = 0;  // 0: any number
  std::optional<std::int64_t> budget;
  // What was to be least. peak: bytes, of schedules of at most max_duration ticks (none: of any);
  // status and bound_by are about that, and peak_bound says below what it cannot be.
  enum class Objective { duration, peak };
  Objective objective = Objective::duration;
  std::optional<std::int64_t> max_duration = {}, peak_bound = {};
  std::optional<model::Schedule> schedule;
  std::optional<model::Placement> placement = {};  // of the schedule: where its buffers lie
  // Without a schedule: how low the search came, and a schedule of that peak that does not fit.
  std::optional<std::int64_t> least_peak = {};
  std::optional<model::Schedule> least_peak_schedule = {};
  std::optional<std::int64_t> least_arena = {};  // it was placed in so many bytes
  std::int64_t bound = 0;
  std::optional<double> time = 0;  // seconds, reading included
  std::optional<double> first_solution_time, time_to_best;
  std::string found_by, bound_by;
  std::string version, commit;  // of the program
  std::uint64_t seed = 0;
  int threads = 1;
  std::uint64_t work = 0;
  std::vector<std::pair<std::string, std::string>> options;      // as given
  std::vector<std::pair<std::string, std::int64_t>> statistics;  // counters

  // Whoever reads it has taken the schedule from there.
  bool is_near_miss = false;

  // Set by the reader alone: the writer computes what a file claims, and writes its own graph's
  // fingerprint.
  ScheduleClaims claims = {};
  // Of a warm start: the fingerprint of the graph it was made for, if another's.
  std::string made_for = {};
};

// What a schedule is read for.
enum class ScheduleUse {
  verify,      // it is of this very graph, and all it says counts
  warm_start,  // its steps alone count; they may have been made for another version of the graph
};

// Writes `file` for `graph`; steps with their "free" lists ("id" or "id:output" for an operation of
// several outputs, with "#copy" for copies after the first) and "live" bytes. A free list names the
// buffers whose last step it is; what is retained to the end is in none. A placement adds
// "arena", "alignment", and the offsets of every step. Pre-condition: every read of the schedule
// finds an earlier run of its producer; the placement has an offset for each of its buffers.
void write_schedule(std::ostream& out, const GraphFile& graph, const ScheduleFile& file);

// Reads a schedule of `graph`; an error if an id is unknown or a copy number is not the running
// count, and to verify if the fingerprint is another graph's or a part that is known is no such
// thing or stands there twice, or if only some of its buffers have offsets. What it claims is
// io/schedule_audit.h's to judge, where its buffers lie io/placement_breach.h's.
[[nodiscard]] Result<ScheduleFile> read_schedule_file(const std::string& path,
                                                      const GraphFile& graph,
                                                      ScheduleUse use = ScheduleUse::verify);
[[nodiscard]] Result<ScheduleFile> parse_schedule(std::string_view text, const std::string& source,
                                                  const GraphFile& graph,
                                                  ScheduleUse use = ScheduleUse::verify);

}  // namespace moccasin::io
