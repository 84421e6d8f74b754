// SPDX-License-Identifier: Apache-2.0
#include "search/portfolio/rounds.h"

#include <algorithm>
#include <utility>

#include "base/assert.h"

namespace moccasin::search {
namespace {

// Whatever the other workers have yet to do.
bool ends_the_run(StopReason reason) {
  return reason != StopReason::none && reason != StopReason::work;
}

}  // namespace

Rounds::Rounds(const model::Problem& problem, const SolveOptions& options, Incumbent& incumbent,
               Bound& bound, Observer& observer, const Placer* placer,
               std::vector<std::unique_ptr<Technique>> techniques, Steps start)
    : shared_{problem, options, incumbent, bound, observer, placer},
      take_turns_(options.take_turns()),
      pool_(static_cast<std::size_t>(options.threads)) {
  MOCCASIN_ASSERT(!techniques.empty());
  snapshot_.best = std::move(start);
  for (auto& technique : techniques) {
    workers_.emplace_back(shared_, std::move(technique), workers_.size());
  }
  allow(options.limits.work);
}

void Rounds::allow(std::uint64_t work) {
  limit_ = work > 0 ? work : Meter::kUnlimited;
  if (work > 0 && !take_turns_) limit_ = std::max<std::uint64_t>(limit_ / workers_.size(), 1);
}

StopReason Rounds::run() {
  shared_.caller = std::this_thread::get_id();
  for (merge();;) {
    if (!take_turns_) {
      for (Worker& worker : workers_) worker.technique().plan(snapshot_);
    }
    const std::vector<StopReason> reasons = run_workers();
    merge();
    ++snapshot_.round;
    const StopReason reason = end_of_round(reasons);
    if (reason != StopReason::none) return reason;
  }
}

// Workers publish in their order, and take() wants what is faster, not what is as fast: of two
// equal schedules that of the lower number stays, whichever thread was quicker. This runs while
// nobody works, or between two turns on one pot.
void Rounds::merge() {
  for (const Worker& worker : workers_) worker.technique().publish(snapshot_);
  const std::uint64_t ticks = take_turns_ ? work() : workers_.front().ticks();
  snapshot_.pace = workers_.front().ticks();
  snapshot_.incumbent = shared_.incumbent.duration();
  for (Worker& worker : workers_) {
    snapshot_.waiting.take(worker.waiting());
    worker.know_placed(snapshot_.incumbent);
  }
  snapshot_.waiting.drop(snapshot_.incumbent);
  snapshot_.used = shared_.options.limits.time_used();
  if (limit_ < Meter::kUnlimited) {
    snapshot_.used =
        std::max(snapshot_.used, static_cast<double>(ticks) / static_cast<double>(limit_));
  }
}

// Why the turns of this round ended, worker by worker; if they take turns, until one ends the run.
std::vector<StopReason> Rounds::run_workers() {
  std::vector<StopReason> reasons(workers_.size(), StopReason::none);
  std::vector<std::exception_ptr> failures(workers_.size() + 1);
  const auto guarded = [&](std::size_t failure, const auto& call) {
    try {
      call();
    } catch (...) {
      failures[failure] = std::current_exception();
      shared_.failed = true;
    }
  };
  const auto turn = [&](std::size_t index) {
    guarded(index, [&] { reasons[index] = run_turn(index); });
  };
  if (take_turns_) {
    for (std::size_t index = 0; index < workers_.size(); ++index) {
      turn(index);
      if (shared_.failed || ends_the_run(reasons[index])) break;
    }
  } else {
    pool_.run(workers_.size(), turn, [&] {
      if (failures.back()) return;
      guarded(workers_.size(),
              [&] { shared_.observer.report(shared_.reported_work, shared_.phase); });
    });
  }
  for (const std::exception_ptr& failure : failures) {
    if (failure) std::rethrow_exception(failure);
  }
  return reasons;
}

// Where they take turns, a worker may use what the others have left of the pot, and hears at once
// what was found before it in the same round; else it has its own share, and its own snapshot.
StopReason Rounds::run_turn(std::size_t index) {
  Worker& worker = workers_[index];
  // It may have had to wait for a thread.
  const StopReason late = shared_.options.limits.reached(0, Meter::kUnlimited);
  if (late != StopReason::none) return late;
  const std::uint64_t elsewhere = take_turns_ ? work() - worker.ticks() : 0;
  const std::uint64_t limit =
      limit_ < Meter::kUnlimited ? limit_ - std::min(elsewhere, limit_) : limit_;
  if (take_turns_ && worker.ticks() < limit) {
    merge();
    worker.technique().plan(snapshot_);
  }
  return worker.turn(snapshot_.round, workers_.size(), limit, elsewhere);
}

// A goal comes before a proof that nothing fits, and both before limits: what is reached is said,
// even at the very end of what was allowed.
StopReason Rounds::end_of_round(const std::vector<StopReason>& reasons) const {
  const StopReason goal = shared_.observer.goal_reached(shared_.incumbent.duration());
  if (goal != StopReason::none) return goal;
  if (!snapshot_.infeasible_by.empty()) return StopReason::proved;
  for (const StopReason reason : reasons) {
    if (ends_the_run(reason)) return reason;
  }
  // A worker that has had its share of the work waits for the others to have theirs.
  const bool all = std::all_of(reasons.begin(), reasons.end(),
                               [](StopReason reason) { return reason == StopReason::work; });
  return all ? StopReason::work : StopReason::none;
}

std::uint64_t Rounds::work() const {
  std::uint64_t total = 0;
  for (const Worker& worker : workers_) total += worker.ticks();
  return total;
}

Statistics Rounds::statistics() const {
  Statistics total;
  for (const Worker& worker : workers_) {
    for (const auto& counter : worker.technique().statistics()) {
      const auto known = std::find_if(total.begin(), total.end(), [&](const auto& other) {
        return other.first == counter.first;
      });
      if (known == total.end()) {
        total.push_back(counter);
      } else {
        known->second += counter.second;
      }
    }
  }
  return total;
}

}  // namespace moccasin::search
