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
#include "model/problem.h"
#include "model/schedule.h"

namespace moccasin::io {

// Everything an answer carries. Optional fields are left out of the file when empty.
struct ScheduleFile {
  std::string status;  // "optimal", "feasible", "infeasible", "unknown"
  std::string stop;    // "proved", "time", "work", "gap", "target", "user", "memory"
  model::Order order = model::Order::free;
  std::int32_t max_copies = 0;  // 0: any number
  std::int64_t budget = 0;
  std::optional<model::Schedule> schedule;
  std::int64_t bound = 0;
  std::int64_t base_peak = 0;  // set by the reader; the writer computes it, as it does the base
                               // duration, peak, duration, floor, live and free
  double time = 0;             // seconds, reading included
  std::optional<double> first_solution_time, time_to_best;
  std::string found_by, bound_by;
  std::string version, commit;  // of the program
  std::uint64_t seed = 0;
  int threads = 1;
  std::uint64_t work = 0;
  std::vector<std::pair<std::string, std::string>> options;      // as given
  std::vector<std::pair<std::string, std::int64_t>> statistics;  // counters
};

// Writes `file` for `graph`; steps with their "free" lists ("id" or "id:output" for an operation of
// several outputs, with "#copy" for copies after the first) and "live" bytes. A free list names the
// buffers whose last step it is; what is retained to the end is in none. Pre-condition: every read
// of the schedule finds an earlier run of its producer.
void write_schedule(std::ostream& out, const GraphFile& graph, const ScheduleFile& file);

// Reads a schedule of `graph`: its steps, and of the rest what is there; an error if the
// fingerprint is another graph's, an id is unknown or a copy number is not the running count.
[[nodiscard]] Result<ScheduleFile> read_schedule_file(const std::string& path,
                                                      const GraphFile& graph);
[[nodiscard]] Result<ScheduleFile> parse_schedule(std::string_view text, const std::string& source,
                                                  const GraphFile& graph);

}  // namespace moccasin::io
