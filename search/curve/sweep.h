// SPDX-License-Identifier: Apache-2.0
// The time/memory curve of a graph: the fastest schedules found for many budgets, and bounds, by
// one search that serves all of them.
//
//   round      0            1            2
//   worker 0   budget 16 |  budget 14 |  budget 9  |    a slice each of a run that goes on where it
//   worker 1   budget 15 |  budget 13 |  budget 9' |    paused (search/portfolio/solver.h)
//
// Between rounds all that was found is shared (curve.h); a run at a budget that was not worked on
// before starts from the best schedule of the next larger one. Work goes where the gap between the
// two curves is largest for what was done there (point_choice.h). Where budgets are chosen, others
// between them are worked on as well, so that the curve is finer than its points. The prices
// of memory at one budget prove something of every other one (search/bound/bound_line.h): that is
// passed on as well, and read off between the points in the end. Where fewer points are open than
// there are workers, some work on one point, with other random numbers.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "model/problem.h"
#include "search/curve/curve.h"
#include "search/portfolio/options.h"

namespace moccasin::search {

struct SweepProgress {
  double seconds = 0;  // since Limits::start
  std::uint64_t work = 0;
  std::span<const CurvePoint> points;  // by ascending budget
};

struct SweepOptions {
  // Limits, seed, memory, gap (of every point) and techniques; `threads` at most are at work at
  // once, on `workers` shares (0: one a thread). Arena, target, ceiling, warm_start, certify and
  // callbacks are not used.
  SolveOptions solve;
  // By ascending budget, each once. Empty: `points` of them from `from` to `to`, the ends included,
  // and the others where the curve bends.
  std::vector<std::int64_t> budgets;
  std::size_t points = 16;
  std::int64_t from = -1, to = -1;  // bytes; -1: the floor, the base peak
  // What is known already, say from an earlier sweep; schedules that are not in scope are not used.
  // Without `budgets` those of the bounds within the range are points again: those that are not
  // `between` are worked on, and of all it is told what is known in the end.
  struct Bound {
    std::int64_t budget = 0, bound = 0;
    bool infeasible = false, between = false;
  };
  std::vector<model::Schedule> known;
  std::vector<Bound> known_bounds;
  // Called on the thread that called, a few times a second; false stops the search.
  std::function<bool(const SweepProgress&)> on_progress;
};

struct SweepResult {
  // proved: every point that was worked on is closed; gap: or close enough.
  StopReason stop = StopReason::none;
  std::vector<CurvePoint> points;  // by ascending budget
  double seconds = 0;
  std::uint64_t work = 0;
};

// `problem.budget` is not used. Pre-conditions and exceptions as of solve().
[[nodiscard]] SweepResult sweep(const model::Problem& problem, const SweepOptions& options);

}  // namespace moccasin::search
