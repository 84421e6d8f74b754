// SPDX-License-Identifier: Apache-2.0
// The attempts of a search for the least peak (peak_search.h): runs of the solver at one budget
// each, which end at the first schedule of at most so many ticks, or at a proof that there is none.
// One that came to neither end is kept, and goes on when it is attempted again.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <string_view>
#include <utility>
#include <vector>

#include "search/curve/peak_options.h"
#include "search/portfolio/incumbent.h"
#include "search/portfolio/solver.h"

namespace moccasin::search {

class Attempts {
 public:
  // `by`: everybody works, or the closure's bound alone, which is sooner done with a proof.
  enum class By { all, bound };
  enum class End { found, refuted, open };
  struct Outcome {
    End end = End::open;
    StopReason stop = StopReason::none;  // why it ended or paused
    std::string_view proved_by;          // static; at refuted
    Incumbent::Record found;             // at found
    model::Schedule nearest;             // at open: of least peak; empty: none
  };

  // Problem and options outlive this. `on_progress`: false ends an attempt, StopReason::user.
  Attempts(const model::Problem& problem, const PeakOptions& options,
           std::function<bool(const Progress&)> on_progress)
      : problem_(problem), options_(options), on_progress_(std::move(on_progress)) {}

  // Works on `budget`, or on one near it that was given up, until the attempt has had `work` ticks
  // in all. `from`: where to start; empty: nowhere in particular.
  Outcome make(std::int64_t budget, std::int64_t nearby, By by, std::uint64_t work,
               const std::vector<model::OpIndex>& from);
  // The budget that make() has worked on.
  [[nodiscard]] std::int64_t budget() const { return budget_; }

  // Those of budgets that nothing is to be learned from any more go.
  void keep_between(std::int64_t refuted, std::int64_t peak);

  [[nodiscard]] std::uint64_t work() const { return work_; }  // ticks of all
  // That the limits of all still allow.
  [[nodiscard]] std::uint64_t work_left() const;
  // Work that others have done within these limits.
  void add_work(std::uint64_t ticks) { work_ += ticks; }
  [[nodiscard]] std::int64_t made() const { return made_; }

 private:
  struct Attempt {
    std::int64_t budget;
    By by;
    std::unique_ptr<Solver> solver;
  };

  Attempt& attempt_near(std::int64_t budget, std::int64_t nearby, By by,
                        const std::vector<model::OpIndex>& from);
  [[nodiscard]] SolveOptions options_of(By by, const std::vector<model::OpIndex>& from) const;
  [[nodiscard]] Outcome outcome_of(const Solver& solver, StopReason reason) const;

  // Solvers for so many budgets are kept, and each takes memory as the graph does.
  static constexpr std::size_t kMostKept = 8;

  const model::Problem& problem_;
  const PeakOptions& options_;
  const std::function<bool(const Progress&)> on_progress_;
  std::deque<Attempt> open_;  // the latest last
  std::int64_t budget_ = 0;
  std::uint64_t work_ = 0;
  std::int64_t made_ = 0;
};

}  // namespace moccasin::search
