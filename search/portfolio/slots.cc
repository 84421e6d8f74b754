// SPDX-License-Identifier: Apache-2.0
#include "search/portfolio/slots.h"

#include <algorithm>
#include <cmath>
#include <exception>
#include <limits>
#include <system_error>
#include <thread>

#include "base/random.h"

namespace moccasin::search {

Slots::Slots(const model::Problem& problem, const SolveOptions& options, Incumbent& incumbent,
             Observer& observer)
    : options_(options),
      incumbent_(incumbent),
      observer_(observer),
      graph_(problem),
      slot_limits_(options.limits) {
  const auto count = static_cast<std::size_t>(options.threads);
  if (slot_limits_.work > 0)
    slot_limits_.work = std::max<std::uint64_t>(slot_limits_.work / count, 1);
  for (std::size_t slot = 0; slot < count; ++slot) {
    slots_.emplace_back(graph_, base::derived_seed(options.seed, slot));
  }
}

StopReason Slots::run(const std::vector<Op>& start) {
  snapshot_ = start;
  for (int round = 0;; ++round) {
    const StopReason reason = run_round(round);
    if (reason != StopReason::none) return reason;
    for (const Annealing& slot : slots_) {
      if (slot.best_duration() >= snapshot_duration_) continue;
      snapshot_duration_ = slot.best_duration();
      snapshot_ = slot.best();
    }
  }
}

// Rounds double in length; one that would leave too little for the next takes all there is. Hot
// cycles, which forget where they came from, alternate with warm ones, which refine it.
Cooling Slots::plan(int round) const {
  constexpr double kQuench = 50, kFirst = 200, kTooFewForHot = 100;  // proposals an operation
  constexpr double kHot = 3, kWarm = 1, kQuenched = 0.3;             // mean durations
  const auto n = static_cast<double>(graph_.num_ops());
  if (round == 0) return {.hot = kQuenched, .proposals = static_cast<std::uint64_t>(kQuench * n)};
  const double used = std::min(slot_limits_.used(slots_[0].work()), 1.0);
  const double left = used > 0 ? static_cast<double>(slots_[0].proposals()) * (1 - used) / used
                               : std::numeric_limits<double>::infinity();
  double length = kFirst * n * std::exp2(static_cast<double>(std::min(round - 1, 40)));
  if (left < 3 * length) length = std::max(left, n);
  double hot = round % 2 == 1 ? kHot : kWarm;
  if (length < kTooFewForHot * n) hot = kQuenched;
  return {.hot = hot, .proposals = static_cast<std::uint64_t>(std::min(length, 1e18))};
}

StopReason Slots::run_round(int round) {
  const Cooling cooling = plan(round);
  std::vector<StopReason> reasons(slots_.size(), StopReason::none);
  std::vector<std::exception_ptr> failures(slots_.size());
  const auto run = [&](std::size_t slot) {
    try {
      reasons[slot] = run_slot(slot, round, cooling);
    } catch (...) {
      failures[slot] = std::current_exception();
      failed_ = true;
    }
  };
  std::vector<std::size_t> left;  // slots that the system has no thread for
  {
    std::vector<std::jthread> threads;
    for (std::size_t slot = 1; slot < slots_.size(); ++slot) {
      try {
        threads.emplace_back(run, slot);
      } catch (const std::system_error&) {
        left.push_back(slot);
      }
    }
    run(0);  // the caller's thread: calls back
    for (const std::size_t slot : left) run(slot);
  }
  for (const std::exception_ptr& failure : failures) {
    if (failure) std::rethrow_exception(failure);
  }
  const StopReason goal = observer_.goal_reached(incumbent_.duration());
  if (goal != StopReason::none) return goal;
  const auto stopped = std::find_if(reasons.begin(), reasons.end(),
                                    [](StopReason r) { return r != StopReason::none; });
  return stopped == reasons.end() ? StopReason::none : *stopped;
}

StopReason Slots::run_slot(std::size_t slot, int round, const Cooling& cooling) {
  Annealing& annealing = slots_[slot];
  const Annealing::Poll poll = [&](std::uint64_t work) {
    if (slot == 0) observer_.report(work * slots_.size(), "annealing");
    if (failed_.load(std::memory_order_relaxed)) return StopReason::user;
    return observer_.poll(work, slot_limits_.work, annealing.best_duration());
  };
  // Among equals the earlier round wins, then the lower slot.
  const Incumbent::Rank rank = 1 + static_cast<Incumbent::Rank>(round) * slots_.size() + slot;
  annealing.start_from(snapshot_);
  if (round == 0) {
    const StopReason reason = annealing.greedy(
        poll, [&](const std::vector<Op>& steps) { return offer(steps, "greedy", rank); });
    if (reason != StopReason::none) return reason;
  }
  return annealing.cycle(cooling, slot_limits_, poll, [&](const std::vector<Op>& steps) {
    return offer(steps, "annealing", rank);
  });
}

Annealing::Reception Slots::offer(const std::vector<Op>& steps, std::string_view found_by,
                                  Incumbent::Rank rank) {
  model::Schedule schedule;
  schedule.steps.reserve(steps.size());
  for (const Op op : steps) schedule.steps.push_back(graph_.original(op));
  const Offer outcome = incumbent_.offer(std::move(schedule), found_by, rank);
  MOCCASIN_ASSERT(outcome != Offer::refused);
  return outcome == Offer::refused ? Annealing::Reception::refused : Annealing::Reception::kept;
}

std::uint64_t Slots::work() const {
  std::uint64_t total = 0;
  for (const Annealing& slot : slots_) total += slot.work();
  return total;
}

std::uint64_t Slots::proposals() const {
  std::uint64_t total = 0;
  for (const Annealing& slot : slots_) total += slot.proposals();
  return total;
}

std::uint64_t Slots::accepted() const {
  std::uint64_t total = 0;
  for (const Annealing& slot : slots_) total += slot.accepted();
  return total;
}

}  // namespace moccasin::search
