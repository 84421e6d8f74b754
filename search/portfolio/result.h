// SPDX-License-Identifier: Apache-2.0
// What comes of a run.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "model/arena.h"
#include "model/certificate.h"
#include "model/problem.h"
#include "model/schedule.h"
#include "search/limits/limits.h"
#include "search/portfolio/options.h"

namespace moccasin::search {

enum class Status { unknown, feasible, optimal, infeasible };

// Counters by name; the names are static.
using Statistics = std::vector<std::pair<std::string_view, std::int64_t>>;

struct SolveResult {
  Status status = Status::unknown;
  StopReason stop = StopReason::none;
  std::optional<model::Schedule> schedule;  // has passed model::verify for the problem
  std::int64_t duration = 0, peak = 0;      // of the schedule
  // Where it lies in the arena, which has passed model::verify_placement; SolveOptions::arena.
  std::optional<model::Placement> placement;
  std::int64_t bound = 0;  // base duration at least
  // Without a schedule: how low the search came. Of the sequences in scope that it came by, the
  // base order included, the one of least peak; else nothing, and the schedule's peak.
  std::optional<model::Schedule> nearest;
  std::int64_t least_peak = 0;  // as model::verify says
  // Without a schedule, but with SolveOptions::arena: `nearest` is the one with the least arena
  // that was found, in bytes; 0: none was placed.
  std::int64_t least_arena = 0;
  // Proves the closure's bound, which may be below `bound`; nothing unless asked for, or
  // infeasible.
  std::optional<model::Certificate> certificate;
  std::string_view found_by, bound_by;  // static strings
  double seconds = 0, first_solution_seconds = 0, best_seconds = 0;
  std::uint64_t work = 0;
  Statistics statistics;
};

// A technique that searches within the search has the solver injected (solve.h).
using InnerSolve = SolveResult (*)(const model::Problem& problem, const SolveOptions& options);

}  // namespace moccasin::search
