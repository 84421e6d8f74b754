// SPDX-License-Identifier: Apache-2.0
// The time/memory curve of a graph: what less memory costs. One search serves all budgets: what is
// found for one fits every larger one, and what is proved of one holds for every smaller one.
//
//   moccasin::SweepOptions options;
//   options.solve.time_limit = 30;                       // seconds, for all points together
//   const moccasin::SweepResult curve = moccasin::sweep(graph, options);
//   for (const moccasin::SweepPoint& point : curve.points) plot(point.budget, point.duration);
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "moccasin/moccasin.hpp"

namespace moccasin {
inline namespace v0 {

// What is known of one budget.
struct SweepPoint {
  std::int64_t budget = 0;              // bytes
  Status status = Status::unknown;      // optimal, infeasible: proved, as of solve()
  std::vector<OpId> schedule;           // one entry a run; empty without a schedule
  std::int64_t duration = 0, peak = 0;  // of the schedule: ticks, bytes
  std::int64_t bound = 0;               // no schedule in scope that fits takes fewer ticks
  std::string found_by, bound_by;       // the techniques behind schedule and bound
  double found_seconds = 0;             // when the schedule was found
  bool between = false;                 // beside those asked for, so that the curve is finer
  bool read_off = false;  // between, and not worked on: told is what other budgets prove and fit

  bool has_schedule() const noexcept {
    return status == Status::feasible || status == Status::optimal;
  }
};

struct SweepProgress {
  double wall_seconds = 0;                          // since Options::start
  std::uint64_t work = 0;                           // deterministic ticks
  const std::vector<SweepPoint>* points = nullptr;  // by ascending budget, without schedules
};

struct SweepOptions {
  // Limits, memory_limit, seed, threads, workers, max_copies, order and gap hold; all limits for
  // all points together. With anything else that is not as it is by default the sweep is invalid.
  Options solve;
  // Bytes. Empty: `points` budgets from `from` to `to`, both included, and the others where the
  // curve falls; and more between them, worked on or read off.
  std::vector<std::int64_t> budgets;
  std::int32_t points = 16;         // at least 2
  std::int64_t from = -1, to = -1;  // bytes; -1: the floor, the base peak
  // Points of an earlier sweep of this graph in this scope: their schedules are checked and their
  // bounds believed. Without `budgets` those from `from` to `to` are points again: of the ones that
  // were `between` it is told what is known of them in the end, the others are asked for.
  std::vector<SweepPoint> known;
  // Called on the thread that called sweep(), a few times a second; false stops the search, and so
  // does an exception (Stop::error, or Stop::memory if that was std::bad_alloc).
  std::function<bool(const SweepProgress&)> on_progress;
};

struct SweepResult {
  Stop stop = Stop::none;          // proved: every point worked on is optimal or infeasible
  std::vector<SweepPoint> points;  // by ascending budget; duration and bound never rise
  // The place in `points` of the knee, where the curve lies farthest below the straight line
  // between its ends, and less memory begins to cost much; -1: there is none.
  std::int32_t knee = -1;
  std::int64_t base_duration = 0, base_peak = 0, budget_floor = 0;
  std::vector<Issue> issues;  // not empty: the graph or an option is wrong
  double wall_seconds = 0;    // since Options::start
  std::uint64_t work = 0;
};

// Every schedule of its points has passed a check that shares no code with the search. As solve():
// never throws, prints or exits.
[[nodiscard]] MOCCASIN_EXPORT SweepResult sweep(const Graph& graph,
                                                const SweepOptions& options = {},
                                                const StopFlag* stop = nullptr) noexcept;

}  // namespace v0
}  // namespace moccasin
