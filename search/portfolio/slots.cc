// SPDX-License-Identifier: Apache-2.0
#include "search/portfolio/slots.h"

#include <algorithm>
#include <cmath>
#include <exception>
#include <limits>
#include <system_error>
#include <thread>

#include "base/random.h"
#include "search/local/unread.h"

namespace moccasin::search {
namespace {

// Whether an engine pays: where the order is kept it proves, and below some size it is built fast
// enough not to be noticed at a limit.
bool useful_by_default(const model::Problem& problem, const CompiledGraph& graph) {
  constexpr std::size_t kMostOps = 5000;
  return problem.order == model::Order::kept && graph.num_ops() <= kMostOps;
}

// Beyond it a minimum cut takes too long between two looks at the limits.
constexpr std::size_t kMostOpsForClosure = 20'000;

}  // namespace

Slots::Slots(const model::Problem& problem, const SolveOptions& options, Incumbent& incumbent,
             Bound& bound, Observer& observer)
    : options_(options),
      problem_(problem),
      incumbent_(incumbent),
      observer_(observer),
      graph_(problem),
      free_graph_(problem.order == model::Order::free
                      ? std::optional(CompiledGraph(problem, CompiledGraph::Empty::kept))
                      : std::nullopt),
      slot_limits_(options.limits) {
  const Technique technique = options.technique;
  const bool exact = technique == Technique::all ? useful_by_default(problem, graph_)
                                                 : technique != Technique::local;
  if (exact) exact_.emplace(graph_, problem, options, bound);
  std::size_t annealers = technique == Technique::cdcl  ? 0
                          : technique == Technique::lns ? 1
                                                        : static_cast<std::size_t>(options.threads);
  if (technique == Technique::all) {
    if (graph_.num_ops() <= kMostOpsForClosure) {
      constexpr std::uint64_t kStream = 2000;  // of random numbers: no other slot's
      closure_.emplace(graph_, annealed(), problem, base::derived_seed(options.seed, kStream),
                       bound);
    }
    if (closure_ && options.certify) closure_->keep_proof();
    if (exact && annealers > 1) --annealers;
    if (closure_ && annealers > 2) --annealers;
  }
  for (std::size_t slot = 0; slot < annealers; ++slot) {
    slots_.emplace_back(annealed(), problem.order, base::derived_seed(options.seed, slot));
  }
  if (slot_limits_.work > 0) {
    slot_limits_.work = std::max<std::uint64_t>(slot_limits_.work / num_jobs(), 1);
  }
}

StopReason Slots::run(const std::vector<Op>& start) {
  snapshot_ = start;
  if (keeps_order()) {
    const auto ops = graph_.ops();
    orders_.emplace_back(ops.begin(), ops.end());
  } else {
    orders_ = starting_orders(*problem_.graph, annealed());
    constexpr std::uint64_t kStream = 3000;  // of random numbers: no slot's
    for (std::size_t slot = 0; slot < slots_.size(); ++slot) {
      const std::uint64_t seed = base::derived_seed(options_.seed, kStream + slot);
      restarts_.emplace_back(annealed(), orders_, slot, seed);
    }
  }
  if (snapshot_.empty()) snapshot_ = orders_.front();
  for (int round = 0;; ++round) {
    const StopReason reason = run_round(round);
    if (reason != StopReason::none) return reason;
    merge();
  }
}

void Slots::merge() {
  const auto take = [this](std::int64_t duration, const std::vector<Op>& steps) {
    if (duration >= snapshot_duration_) return;
    snapshot_duration_ = duration;
    snapshot_ = steps;
  };
  for (const Annealing& slot : slots_) take(slot.best_duration(), slot.best());
  if (exact_) take(exact_->duration(), exact_->steps());
  if (closure_) take(closure_->steps_duration(), closure_->steps());
}

// Rounds double in length; one that would leave too little for the next takes all there is. Hot
// cycles, which forget where they came from, alternate with warm ones, which refine it.
Cooling Slots::plan(int round) const {
  constexpr double kQuench = 50, kTooFewForHot = 100;     // proposals an operation
  constexpr double kHot = 3, kWarm = 1, kQuenched = 0.3;  // mean durations
  const double first_length = keeps_order() ? 200 : 300;
  const double growth = keeps_order() ? 2 : 1.1;
  const auto n = static_cast<double>(graph_.num_ops());
  if (round == 0) return {.hot = kQuenched, .proposals = static_cast<std::uint64_t>(kQuench * n)};
  if (slots_.empty()) return {.proposals = 0};
  const double used = std::min(slot_limits_.used(slots_[0].work()), 1.0);
  const double left = used > 0 ? static_cast<double>(slots_[0].proposals()) * (1 - used) / used
                               : std::numeric_limits<double>::infinity();
  double length = first_length * n * std::pow(growth, static_cast<double>(std::min(round - 1, 40)));
  if (left < 3 * length) length = std::max(left, n);
  double hot = round % 2 == 1 ? kHot : kWarm;
  if (length < kTooFewForHot * n) hot = kQuenched;
  return {.hot = hot, .proposals = static_cast<std::uint64_t>(std::min(length, 1e18))};
}

StopReason Slots::run_round(int round) {
  const Cooling cooling = plan(round);
  std::vector<StopReason> reasons(num_jobs(), StopReason::none);
  if (exact_ && !take_turns()) plan_exact(round);
  if (closure_ && !take_turns()) plan_closure();
  run_jobs([&](std::size_t job) {
    reasons[job] = job < slots_.size()                ? run_slot(job, round, cooling)
                   : closure_ && job == slots_.size() ? run_closure(round)
                                                      : run_exact(round);
  });
  const StopReason goal = observer_.goal_reached(incumbent_.duration());
  if (goal != StopReason::none) return goal;
  if (infeasible()) return StopReason::proved;
  // A slot that has had its share of the work waits for the others to have theirs.
  for (const StopReason reason : reasons) {
    if (reason != StopReason::none && reason != StopReason::work) return reason;
  }
  const bool all = std::all_of(reasons.begin(), reasons.end(),
                               [](StopReason reason) { return reason == StopReason::work; });
  return all ? StopReason::work : StopReason::none;
}

// Runs all jobs, job 0 on the caller's thread; the others as well if there is one thread only.
void Slots::run_jobs(const std::function<void(std::size_t)>& job) {
  std::vector<std::exception_ptr> failures(num_jobs());
  const auto run = [&](std::size_t index) {
    try {
      job(index);
    } catch (...) {
      failures[index] = std::current_exception();
      failed_ = true;
    }
  };
  std::vector<std::size_t> left;  // jobs that there is no thread for
  {
    std::vector<std::jthread> threads;
    for (std::size_t index = 1; index < num_jobs(); ++index) {
      if (take_turns()) {
        left.push_back(index);
        continue;
      }
      try {
        threads.emplace_back(run, index);
      } catch (const std::system_error&) {
        left.push_back(index);
      }
    }
    run(0);  // the caller's thread: calls back
    for (const std::size_t index : left) run(index);
  }
  for (const std::exception_ptr& failure : failures) {
    if (failure) std::rethrow_exception(failure);
  }
}

// What the engine is to do next, decided while no annealing slot is at work: it gets a share of the
// ticks that one of them had since, more the longer annealing finds nothing better; much more only
// if its bound has come so far that a proof is in sight.
void Slots::plan_exact(int round) {
  constexpr std::uint64_t kLeast = 500'000;
  constexpr double kMostShare = 16, kModestShare = 0.5, kLeastShare = 0.25, kInSight = 0.2;
  const bool alone = options_.technique == Technique::cdcl || options_.technique == Technique::lns;
  const std::uint64_t others = alone ? exact_->work() + others_work_ : slots_[0].work();
  const auto since = static_cast<double>(others - others_work_);
  others_work_ = others;
  merge();
  const bool improved = round > 0 && snapshot_duration_ < exact_->duration();  // by others
  const double most = round < 2 || exact_->closed() >= kInSight ? kMostShare : kModestShare;
  exact_share_ = std::clamp(improved ? exact_share_ / 2 : 2 * exact_share_, kLeastShare, most);
  exact_ticks_ = std::max(kLeast, static_cast<std::uint64_t>(exact_share_ * since));
  if (snapshot_duration_ != Incumbent::kNoDuration) exact_->learn_of(snapshot_);
  if (closure_ && closure_->closure() != nullptr) exact_->learn_of(*closure_->closure());
}

StopReason Slots::run_exact(int round) {
  if (take_turns()) plan_exact(round);
  const auto poll = [&](std::uint64_t work) {
    if (slots_.empty() || take_turns()) observer_.report(work * num_jobs(), "clause learning");
    if (failed_.load(std::memory_order_relaxed)) return StopReason::user;
    return observer_.poll(work, slot_limits_.work, exact_->duration());
  };
  return exact_->run(exact_ticks_, poll, [&](const Steps& steps, std::string_view found_by) {
    offer(steps, found_by, rank(round, num_jobs() - 1));
  });
}

// The closure is soon done, or does not get far. With the order kept it has as much time as an
// annealing slot, more while its bound rises, or while nobody finds anything better. Where the
// order is free it gets far less often, and annealing has more to do: a quarter of that.
void Slots::plan_closure() {
  constexpr std::uint64_t kLeast = 2'000'000;
  constexpr double kFar = 0.1;  // of the gap
  const std::uint64_t others = slots_.empty() ? 0 : slots_[0].work();
  const std::int64_t base = problem_.graph->base_duration();
  const std::int64_t bound = closure_->closure() ? closure_->closure()->lower_bound() : 0;
  const auto risen = static_cast<double>(bound - closure_bound_);
  const auto gap = static_cast<double>(closure_->duration() - base - bound);
  const bool rising = !closure_->closure() || risen > (keeps_order() ? 0 : kFar * gap);
  merge();
  const bool improved = snapshot_duration_ < closure_known_;
  const double most = keeps_order() ? 4 : 1, least = most / 4;
  const double when_idle = keeps_order() ? most : 2 * least;
  closure_share_ = rising ? most : improved ? least : std::min(2 * closure_share_, when_idle);
  const auto ticks = closure_share_ * static_cast<double>(others - closure_others_);
  closure_ticks_ = std::max(kLeast, static_cast<std::uint64_t>(ticks));
  closure_others_ = others;
  closure_bound_ = bound;
  closure_known_ = snapshot_duration_;
  if (snapshot_duration_ != Incumbent::kNoDuration) closure_->learn_of(incumbent_.duration());
}

StopReason Slots::run_closure(int round) {
  if (take_turns()) plan_closure();
  const auto poll = [&](std::uint64_t work) {
    if (take_turns()) observer_.report(work * num_jobs(), "recompute closure");
    if (failed_.load(std::memory_order_relaxed)) return StopReason::user;
    return observer_.poll(work, slot_limits_.work, closure_->duration());
  };
  const std::uint64_t before = closure_->work();
  const StopReason reason = closure_->run(closure_ticks_, poll, [&](const auto& steps) {
    return offer(steps, "recompute closure", rank(round, slots_.size()));
  });
  const bool idle = closure_->work() == before;  // it has all the share it wants
  return reason == StopReason::none && idle && slot_limits_.work > 0 ? StopReason::work : reason;
}

StopReason Slots::run_slot(std::size_t slot, int round, const Cooling& cooling) {
  Annealing& annealing = slots_[slot];
  const Annealing::Poll poll = [&](std::uint64_t work) {
    if (slot == 0) observer_.report(work * num_jobs(), "annealing");
    if (failed_.load(std::memory_order_relaxed)) return StopReason::user;
    return observer_.poll(work, slot_limits_.work, annealing.best_duration());
  };
  const bool restart = !keeps_order() && round > 0;
  annealing.start_from(restart ? restarts_[slot].next(snapshot_) : snapshot_);
  if (round == 0 && keeps_order()) {
    const StopReason reason = annealing.greedy(poll, [&](const std::vector<Op>& steps) {
      return offer(steps, "greedy", rank(round, slot));
    });
    if (reason != StopReason::none) return reason;
  }
  if (options_.technique == Technique::lns) {  // it was there for the greedy schedule only
    return slot_limits_.work > 0 ? StopReason::work : StopReason::none;
  }
  const StopReason reason = annealing.cycle(
      cooling, slot_limits_, poll,
      [&](const std::vector<Op>& steps) { return offer(steps, "annealing", rank(round, slot)); });
  if (restart) restarts_[slot].tell(annealing.found());
  return reason;
}

Annealing::Reception Slots::offer(const std::vector<Op>& steps, std::string_view found_by,
                                  Incumbent::Rank rank) {
  model::Schedule schedule;
  schedule.steps.reserve(steps.size());
  for (const Op op : steps) schedule.steps.push_back(graph_.original(op));
  if (problem_.order == model::Order::free) schedule = without_unread(*problem_.graph, schedule);
  const Offer outcome = incumbent_.offer(std::move(schedule), found_by, rank);
  MOCCASIN_ASSERT(outcome != Offer::refused);
  return outcome == Offer::refused ? Annealing::Reception::refused : Annealing::Reception::kept;
}

std::uint64_t Slots::work() const {
  std::uint64_t total = 0;
  for (const Annealing& slot : slots_) total += slot.work();
  if (closure_) total += closure_->work();
  return exact_ ? total + exact_->work() : total;
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
