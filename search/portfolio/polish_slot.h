// SPDX-License-Identifier: Apache-2.0
// The slot that takes an order for granted where it is free, and asks the search that keeps the
// order (its moves, its bound, its windows) for the best recomputations.
//
//   best     b a d b a c e     first runs b a d c e
//   staged   b a d b a c e     between d and c: b a, each once, in the order of the first runs
//   kept     b a d a c e       the best that the other search finds; in scope here as well
//
// It begins with the given base order, and stays with it as long as nothing better is known in any
// other; then it follows the best. How often it works depends on how often that was of use.
#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "model/graph.h"
#include "model/schedule.h"
#include "search/limits/limits.h"
#include "search/portfolio/incumbent.h"
#include "search/portfolio/solve.h"

namespace moccasin::search {

// The order in which operations first run. Pre-condition: every operation of the graph runs.
[[nodiscard]] std::vector<model::OpIndex> first_runs(const model::Graph& graph,
                                                     const model::Schedule& schedule);

// `schedule` with the recomputations between two first runs each once and in the order of first
// runs, none after the last: what a schedule that keeps that order looks like. It may not fit any
// more, or lack what is retained.
[[nodiscard]] model::Schedule staged(const model::Graph& graph, const model::Schedule& schedule);

class PolishSlot {
 public:
  // Asked a few times a second and after every better schedule, with all ticks done so far;
  // anything but none stops.
  using Poll = std::function<StopReason(std::uint64_t work)>;
  // Told a schedule faster than all before; whether it is valid is for the caller to check and say.
  using OnBetter = std::function<bool(const model::Schedule&)>;

  // Both outlive this; the problem's order is free. `seed` is its own.
  PolishSlot(const model::Problem& problem, const SolveOptions& options, std::uint64_t seed)
      : problem_(problem), options_(options), seed_(seed) {}

  // A schedule that fits.
  void learn_of(const model::Schedule& schedule);

  // If its share allows it, works on one order. `others`: ticks of the annealing beside it; `left`:
  // what it may work at most. Does nothing before it knows a schedule.
  StopReason run(std::uint64_t others, std::uint64_t left, const Poll& poll,
                 const OnBetter& on_better);

  // The best it knows, and its duration.
  [[nodiscard]] const model::Schedule& best() const { return best_; }
  [[nodiscard]] std::int64_t duration() const { return duration_; }
  [[nodiscard]] std::uint64_t work() const { return work_; }
  [[nodiscard]] std::uint64_t attempts() const { return attempts_; }
  [[nodiscard]] std::uint64_t improvements() const { return improvements_; }

 private:
  [[nodiscard]] double seconds_of_attempt() const;
  [[nodiscard]] std::uint64_t next_ticks(std::uint64_t others, std::uint64_t left) const;
  StopReason attempt(std::uint64_t ticks, const Poll& poll, const OnBetter& on_better);
  [[nodiscard]] bool given_is_best() const { return given_duration_ <= duration_; }

  const model::Problem& problem_;
  const SolveOptions& options_;
  const std::uint64_t seed_;
  model::Schedule best_, best_of_given_;  // the latter: of those in the given order
  std::int64_t duration_ = Incumbent::kNoDuration, given_duration_ = Incumbent::kNoDuration;
  bool given_ = true;       // the given order is not beaten by any other, nor done
  bool best_done_ = false;  // nothing is better in the order of the best, as was proved
  double share_ = 0.5;      // of the annealing's ticks, that it may have had before it begins
  std::uint64_t work_ = 0, attempts_ = 0, improvements_ = 0;
};

}  // namespace moccasin::search
