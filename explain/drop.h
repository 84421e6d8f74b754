// SPDX-License-Identifier: Apache-2.0
// What it would take not to have a buffer in memory at one step: its producer runs again just
// before the next reader, and so does whatever that reads and would have to be kept as well.
//
//   before   a  b  c  P  d        x (of a) is live at P for d; a reads w, which died at b
//   after    a  b  c  P  w' a' d  w is made again too: kept up to a', it would be live at P
//
// What is claimed of such a change is measured: the whole schedule is replayed with it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "explain/live_at_step.h"
#include "model/graph.h"
#include "model/problem.h"
#include "model/profile.h"
#include "model/schedule.h"

namespace moccasin::explain {

enum class Obstacle {
  none,
  at_step,     // the step itself reads or writes it
  not_wanted,  // nobody wants it after the step: it is gone by itself
  runs_once,   // its producer, or one that is needed for it, may not run again
  max_copies,  // the same, as the problem's max_copies has it
  order_kept,  // the order is kept, and they would run out of it
  too_many,    // more operations than kMostAgain would have to run again
};

inline constexpr std::size_t kMostAgain = 40;

struct Drop {
  Obstacle obstacle = Obstacle::none;
  std::vector<model::OpIndex> again;  // in the order they run; the producer is the last
  std::size_t before = 0;             // the step that they run before
  // Of the schedule with the change, measured:
  model::Schedule schedule;
  std::int64_t duration = 0, peak = 0;
  std::int64_t live = 0;  // bytes at the step

  [[nodiscard]] bool possible() const { return obstacle == Obstacle::none; }
};

// `buffer` is one of live_at(graph, schedule, profile, step), and `schedule` in the scope of
// `problem`, whose budget counts for nothing here; so is the schedule with the change.
// O(steps + reads).
[[nodiscard]] Drop drop_of(const model::Problem& problem, const model::Schedule& schedule,
                           const model::Profile& profile, std::size_t step,
                           const LiveBuffer& buffer);

// Drops one after the other, each the one that frees most bytes at the peak for the ticks that it
// takes, among the `candidates` largest buffers there; `rounds` of them at most, and no longer than
// the peak falls in the end. O(rounds * candidates * (steps + reads)).
struct Drops {
  // In the order they were dropped, each as it was in the schedule with those before it: that
  // numbers its copy.
  std::vector<LiveBuffer> buffers;
  model::Schedule schedule;             // with all of them
  std::int64_t duration = 0, peak = 0;  // of it, measured
  bool used_all_rounds = false;         // with more of them there may be more to drop
};
[[nodiscard]] Drops drops_in_a_row(const model::Problem& problem, const model::Schedule& schedule,
                                   std::size_t rounds, std::size_t candidates);

}  // namespace moccasin::explain
