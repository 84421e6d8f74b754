// SPDX-License-Identifier: Apache-2.0
#include "search/curve/attempts.h"

#include <algorithm>
#include <utility>

#include "base/random.h"
#include "search/portfolio/solve.h"

namespace moccasin::search {

// Any schedule will do that is fast enough: the first ends the attempt.
SolveOptions Attempts::options_of(By by, const std::vector<model::OpIndex>& from) const {
  const SolveOptions& all = options_.solve;
  SolveOptions options;
  options.limits = all.limits;
  options.limits.work = 0;  // go_on() says
  options.memory = all.memory;
  options.seed = base::derived_seed(all.seed, static_cast<std::uint64_t>(made_));
  options.threads = all.threads;
  options.workers = all.workers;
  options.arena = all.arena;
  options.target = options_.max_duration;
  if (options_.max_duration < PeakOptions::kAnyDuration) options.ceiling = options_.max_duration;
  if (by == By::bound) options.techniques = Techniques::bound;
  options.warm_start = from;
  options.on_progress = on_progress_;
  return options;
}

Attempts::Attempt& Attempts::attempt_near(std::int64_t budget, std::int64_t nearby, By by,
                                          const std::vector<model::OpIndex>& from) {
  const auto near = std::find_if(open_.begin(), open_.end(), [&](const Attempt& attempt) {
    return attempt.by == by && std::abs(attempt.budget - budget) <= nearby;
  });
  if (near != open_.end()) {
    std::rotate(near, near + 1, open_.end());
    return open_.back();
  }
  if (open_.size() >= kMostKept) open_.pop_front();
  model::Problem problem = problem_;
  problem.budget = budget;
  open_.push_back({budget, by, std::make_unique<Solver>(problem, options_of(by, from), &solve)});
  ++made_;
  return open_.back();
}

Attempts::Outcome Attempts::make(std::int64_t budget, std::int64_t nearby, By by,
                                 std::uint64_t work, const std::vector<model::OpIndex>& from) {
  Attempt& attempt = attempt_near(budget, nearby, by, from);
  budget_ = attempt.budget;
  Solver& solver = *attempt.solver;
  const std::uint64_t before = solver.work(), left = work_left();
  if (left == 0) return outcome_of(solver, StopReason::work);
  const std::uint64_t more = std::min(work > before ? work - before : 1, left);
  const StopReason reason = solver.go_on(before + more);
  work_ += solver.work() - before;
  Outcome outcome = outcome_of(solver, reason);
  if (outcome.end != End::open) open_.pop_back();
  return outcome;
}

// A schedule within the duration comes before a proof that there is none: verify has seen it.
Attempts::Outcome Attempts::outcome_of(const Solver& solver, StopReason reason) const {
  Outcome outcome{.stop = reason, .proved_by = {}, .found = {}, .nearest = {}};
  if (solver.incumbent().exists() && solver.incumbent().duration() <= options_.max_duration) {
    outcome.end = End::found;
    outcome.found = solver.incumbent().record();
  } else if (solver.infeasible() || solver.bound() > options_.max_duration) {
    outcome.end = End::refuted;
    outcome.proved_by = solver.proved_by();
  } else {
    outcome.nearest = solver.nearest();
  }
  return outcome;
}

std::uint64_t Attempts::work_left() const {
  const std::uint64_t limit = options_.solve.limits.work;
  if (limit == 0) return Meter::kUnlimited;
  return limit - std::min(work_, limit);
}

void Attempts::keep_between(std::int64_t refuted, std::int64_t peak) {
  std::erase_if(open_, [&](const Attempt& attempt) {
    return attempt.budget <= refuted || attempt.budget >= peak;
  });
}

}  // namespace moccasin::search
