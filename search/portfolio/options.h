// SPDX-License-Identifier: Apache-2.0
// What a run is asked for.
#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "model/floor.h"
#include "model/schedule.h"
#include "search/bound/bound_line.h"
#include "search/limits/limits.h"
#include "search/portfolio/progress.h"

namespace moccasin::search {

// Which techniques work: all, or one alone, for comparisons.
//   local   annealing; cdcl   proofs by clause learning, from nothing;
//   lns     windows by clause learning, from a greedy schedule; bound   the closure's bound, with
//   the schedules that it suggests
enum class Techniques { all, local, cdcl, lns, bound };

struct SolveOptions {
  Limits limits;
  std::uint64_t seed = 0;
  int threads = 1;  // at most so many at work at once
  int workers = 0;  // shares of the work (rounds.h); 0: as many as threads
  Techniques techniques = Techniques::all;
  // Not 0: every schedule is placed in an arena, and the budget holds for that and the resident
  // bytes; offsets are multiples of it.
  std::int64_t arena = 0;
  std::int64_t memory = 0;   // stop when so many bytes of this process are in memory; 0: no limit
  double gap = 0;            // stop at (duration - bound) / bound <= gap
  std::int64_t target = -1;  // stop at duration <= target; -1: none
  // Bytes: no schedule of any scope fits in less, as the caller knows, who has looked as far as
  // model::make_floor at least; 0: that says.
  std::int64_t floor = 0;
  // Not -1: slower schedules are of no use: that nothing is as fast is proved, and looked for, from
  // the start, and ends the run as a proof.
  std::int64_t ceiling = -1;
  std::vector<model::OpIndex> warm_start;  // to start from if it is in scope; empty: none
  bool certify = false;                    // make SolveResult::certificate, in time of its own
  // Both are called on the thread that called solve(); false stops the search.
  std::function<bool(const Progress&)> on_progress;                          // a few times a second
  std::function<bool(const Progress&, const model::Schedule&)> on_solution;  // each better one

  // Called on the thread that works, with what is proved of all budgets on the way.
  std::function<void(const BoundLine&)> on_line;

  [[nodiscard]] std::int64_t floor_of(const model::Graph& graph) const {
    return floor > 0 ? floor : model::make_floor(graph).bytes;
  }
  [[nodiscard]] int num_workers() const { return workers > 0 ? workers : threads; }
  // With one share of the work, techniques take turns on it; with more, each worker has its own.
  [[nodiscard]] bool take_turns() const { return num_workers() == 1; }
};

}  // namespace moccasin::search
