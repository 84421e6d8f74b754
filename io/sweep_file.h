// SPDX-License-Identifier: Apache-2.0
// Time/memory curves in files: moccasin-sweep version 1 (data/sweep.schema.json), and as
// comma-separated values. Their schedules are files of their own (schedule_file.h).
#pragma once

#include <cstdint>
#include <iosfwd>
#include <optional>
#include <string>
#include <vector>

#include "io/graph_file.h"
#include "model/problem.h"

namespace moccasin::io {

struct SweepRow {
  std::int64_t budget = 0;
  std::string status = {};  // "optimal", "feasible", "infeasible", "unknown"
  std::optional<std::int64_t> duration = {}, peak = {};  // with a schedule
  std::int64_t bound = 0;
  std::string found_by = {}, bound_by = {};
  bool between = false;   // beside those that were asked for
  bool read_off = false;  // and not worked on
};

struct SweepFile {
  std::string stop;  // as in a schedule's file
  model::Order order = model::Order::free;
  std::int32_t max_copies = 0;              // 0: any number
  std::optional<std::int64_t> knee_budget;  // bytes
  std::int64_t base_duration = 0, base_peak = 0, budget_floor = 0;
  double time = 0;              // seconds, reading included
  std::string version, commit;  // of the program
  std::uint64_t seed = 0, work = 0;
  int threads = 1;
  std::vector<SweepRow> rows;  // by ascending budget
};

void write_sweep(std::ostream& out, const GraphFile& graph, const SweepFile& sweep);

// A line a budget, with a header; what a budget does not have is empty.
void write_sweep_csv(std::ostream& out, const SweepFile& sweep);

}  // namespace moccasin::io
