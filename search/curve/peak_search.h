// SPDX-License-Identifier: Apache-2.0
// The other objective: the least memory that a schedule of at most so many ticks fits, and a bound
// below which none does.
//
//   bytes   floor        refuted            given up for now           peak
//     |-------|=============|------- ? --------x-------- ? --------------|
//             bound rises -->                     <-- the best schedule's peak falls
//
// A budget in between is an attempt: a run of the solver (search/portfolio/solver.h) that ends at
// the first schedule within the duration, or at a proof that there is none. The budgets are halved
// between the two ends, of an attempt that came to neither an end for now; when the interval is
// small, all begins anew with more work for each. Attempts that were given up go on where they
// paused.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "model/arena.h"
#include "model/problem.h"
#include "model/schedule.h"
#include "search/curve/peak_options.h"
#include "search/portfolio/result.h"

namespace moccasin::search {

struct PeakResult {
  // optimal: no schedule in scope of at most max_duration needs less; infeasible: none of those
  // fits the budget.
  Status status = Status::unknown;
  StopReason stop = StopReason::none;
  std::optional<model::Schedule> schedule;  // has passed model::verify
  std::optional<model::Placement> placement;
  // Of the schedule. Where an arena is asked for `needed`, which is to be least, is that of arena
  // and resident bytes; else it is the peak.
  std::int64_t duration = 0, peak = 0, needed = 0;
  std::int64_t bound = 0;               // bytes
  std::string_view found_by, bound_by;  // static strings
  double seconds = 0, first_solution_seconds = 0, best_seconds = 0;
  std::uint64_t work = 0;
  Statistics statistics;
};

// `problem.budget`: no schedule may need more. Pre-conditions and exceptions as of solve().
[[nodiscard]] PeakResult minimize_peak(const model::Problem& problem, const PeakOptions& options);

}  // namespace moccasin::search
