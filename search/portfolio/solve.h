// SPDX-License-Identifier: Apache-2.0
// The solver behind the doors (api/): a Problem in, the best verified schedule and a bound out.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "model/certificate.h"
#include "model/problem.h"
#include "model/schedule.h"
#include "search/limits/limits.h"

namespace moccasin::search {

// Which techniques work: all, or one alone, for comparisons.
//   local   annealing; cdcl   proofs by clause learning, from nothing;
//   lns     windows by clause learning, from a greedy schedule
enum class Technique { all, local, cdcl, lns };

enum class Status { unknown, feasible, optimal, infeasible };

// What is known at some moment; handed to the callbacks.
struct Progress {
  double seconds = 0;      // since Limits::start
  std::uint64_t work = 0;  // ticks
  bool has_solution = false;
  std::int64_t duration = 0, peak = 0;  // of the best schedule, if there is one
  std::int64_t bound = 0;               // no schedule in scope is faster
  std::string_view phase;               // static: the technique at work or that found the schedule
};

struct SolveOptions {
  Limits limits;
  std::uint64_t seed = 0;
  int threads = 1;  // at most so many at work at once
  int slots = 0;    // shares of the work, whoever does it; 0: as many as threads
  Technique technique = Technique::all;
  std::int64_t memory = 0;   // stop when so many bytes of this process are in memory; 0: no limit
  double gap = 0;            // stop at (duration - bound) / bound <= gap
  std::int64_t target = -1;  // stop at duration <= target; -1: none
  std::vector<model::OpIndex> warm_start;  // to start from if it is in scope; empty: none
  bool certify = false;                    // make SolveResult::certificate, in time of its own
  // Both are called on the thread that called solve(); false stops the search.
  std::function<bool(const Progress&)> on_progress;                          // a few times a second
  std::function<bool(const Progress&, const model::Schedule&)> on_solution;  // each better one
};

[[nodiscard]] inline int num_slots(const SolveOptions& options) {
  return options.slots > 0 ? options.slots : options.threads;
}

struct SolveResult {
  Status status = Status::unknown;
  StopReason stop = StopReason::none;
  std::optional<model::Schedule> schedule;  // has passed model::verify for the problem
  std::int64_t duration = 0, peak = 0;      // of the schedule
  std::int64_t bound = 0;                   // base duration at least
  // Without a schedule: how low the search came. Of the sequences in scope that it came by, the
  // base order included, the one of least peak; else nothing, and the schedule's peak.
  std::optional<model::Schedule> nearest;
  std::int64_t least_peak = 0;  // as model::verify says
  // Of the closure's bound, which may be below `bound`; nothing unless asked for, or infeasible.
  std::optional<model::Certificate> certificate;
  std::string_view found_by, bound_by;  // static strings
  double seconds = 0, first_solution_seconds = 0, best_seconds = 0;
  std::uint64_t work = 0;
  std::vector<std::pair<std::string_view, std::int64_t>> statistics;  // counters, static names
};

// Pre-conditions: problem.graph outlives the call, threads >= 1. Where an allocation fails the
// search ends, StopReason::memory; outside of it std::bad_alloc is thrown. Nothing else is thrown,
// printed or kept.
[[nodiscard]] SolveResult solve(const model::Problem& problem, const SolveOptions& options);

}  // namespace moccasin::search
