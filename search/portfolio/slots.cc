// SPDX-License-Identifier: Apache-2.0
#include "search/portfolio/slots.h"

#include <algorithm>
#include <cmath>
#include <exception>
#include <limits>

#include "base/assert.h"
#include "base/random.h"
#include "search/local/unread.h"
#include "search/portfolio/crew.h"
#include "search/portfolio/polled_meter.h"

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

// Whatever the other jobs have yet to do.
bool ends_the_run(StopReason reason) {
  return reason != StopReason::none && reason != StopReason::work;
}

// Streams of random numbers that are no annealing slot's.
constexpr std::uint64_t kClosureStream = 2000, kRestartsStream = 3000, kPolishStream = 4000;

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
  MOCCASIN_ASSERT(keeps_order() || options.technique == Technique::all ||
                  options.technique == Technique::local);
  const Technique technique = options.technique;
  const bool all = technique == Technique::all;
  // What would be proved of rounded sizes need not hold.
  const bool exact =
      graph_.exact() && (all ? useful_by_default(problem, graph_) : technique != Technique::local);
  if (exact) exact_.emplace(graph_, problem, options, bound);
  if (all && graph_.exact() && graph_.num_ops() <= kMostOpsForClosure) {
    closure_.emplace(graph_, annealed(), problem, base::derived_seed(options.seed, kClosureStream),
                     bound);
    if (options.certify) closure_->keep_proof();
  }
  if (all && !keeps_order()) {
    polish_.emplace(problem_, options, base::derived_seed(options.seed, kPolishStream));
  }
  std::size_t annealers = technique == Technique::cdcl && exact ? 0
                          : technique == Technique::lns
                              ? 1
                              : static_cast<std::size_t>(num_slots(options));
  if (all && (exact || polish_) && annealers > 1) --annealers;
  if (closure_ && annealers > 2) --annealers;
  for (std::size_t slot = 0; slot < annealers; ++slot) {
    slots_.emplace_back(annealed(), problem.order, base::derived_seed(options.seed, slot));
    jobs_.push_back(Kind::annealing);
  }
  if (closure_) jobs_.push_back(Kind::closure);
  if (polish_) jobs_.push_back(Kind::polish);
  if (exact_) jobs_.push_back(Kind::exact);
  if (slot_limits_.work > 0 && !take_turns()) {
    slot_limits_.work = std::max<std::uint64_t>(slot_limits_.work / jobs_.size(), 1);
  }
}

StopReason Slots::run(const std::vector<Op>& start) {
  caller_ = std::this_thread::get_id();
  snapshot_ = start;
  if (keeps_order()) {
    const auto ops = graph_.ops();
    orders_.emplace_back(ops.begin(), ops.end());
  } else {
    StartingOrders starting = starting_orders(*problem_.graph, annealed());
    orders_ = std::move(starting.orders);
    nearest_order_ = std::move(starting.nearest);
    for (std::size_t slot = 0; slot < slots_.size(); ++slot) {
      const std::uint64_t seed = base::derived_seed(options_.seed, kRestartsStream + slot);
      restarts_.emplace_back(annealed(), orders_, slot, seed);
    }
  }
  if (snapshot_.empty()) snapshot_ = orders_.front();
  for (;; ++round_) {
    const StopReason reason = run_round();
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
  if (polish_ && polish_->duration() < snapshot_duration_) {
    std::vector<Op> steps;
    steps.reserve(polish_->best().steps.size());
    for (const model::OpIndex op : polish_->best().steps) {
      steps.emplace_back(problem_.graph->base_position(op));
    }
    take(polish_->duration(), steps);
  }
}

// With the order kept rounds grow in length; one that would leave too little for the next takes all
// there is. Hot cycles, which forget where they came from, alternate with warm ones, which refine
// it.
Cooling Slots::plan() const {
  constexpr double kQuench = 50, kTooFewForHot = 100;     // proposals an operation
  constexpr double kHot = 3, kWarm = 1, kQuenched = 0.3;  // mean durations
  const double first_length = keeps_order() ? 200 : 300;
  const double growth = keeps_order() ? 2 : 1;
  const auto n = static_cast<double>(graph_.num_ops());
  if (round_ == 0) return {.hot = kQuenched, .proposals = static_cast<std::uint64_t>(kQuench * n)};
  if (slots_.empty()) return {.proposals = 0};
  const double used = std::min(slot_limits_.used(take_turns() ? work() : annealing_work()), 1.0);
  const double left = used > 0 ? static_cast<double>(slots_[0].proposals()) * (1 - used) / used
                               : std::numeric_limits<double>::infinity();
  double length =
      first_length * n * std::pow(growth, static_cast<double>(std::min(round_ - 1, 40)));
  if (left < 3 * length) length = std::max(left, n);
  double hot = round_ % 2 == 1 ? kHot : kWarm;
  if (length < kTooFewForHot * n) hot = kQuenched;
  return {.hot = hot, .proposals = static_cast<std::uint64_t>(std::min(length, 1e18))};
}

StopReason Slots::run_round() {
  cooling_ = plan();
  reasons_.assign(jobs_.size(), StopReason::none);
  if (!take_turns()) {
    if (closure_) plan_closure();
    if (polish_) plan_polish();
    if (exact_) plan_exact();
  }
  run_jobs();
  const StopReason goal = observer_.goal_reached(incumbent_.duration());
  if (goal != StopReason::none) return goal;
  if (infeasible()) return StopReason::proved;
  // A slot that has had its share of the work waits for the others to have theirs.
  for (const StopReason reason : reasons_) {
    if (ends_the_run(reason)) return reason;
  }
  const bool all = std::all_of(reasons_.begin(), reasons_.end(),
                               [](StopReason reason) { return reason == StopReason::work; });
  return all ? StopReason::work : StopReason::none;
}

void Slots::run_job(std::size_t job) {
  Limits others = options_.limits;
  others.work = 0;
  reasons_[job] = others.reached(0);  // it may have had to wait for a thread
  if (reasons_[job] != StopReason::none) return;
  const std::uint64_t before = work_of(job);
  if (take_turns()) elsewhere_ = work() - before;
  // Its first step may be long: nothing is begun where nothing is left.
  if (slot_limits_.work > 0 && elsewhere_ + before >= slot_limits_.work) {
    reasons_[job] = StopReason::work;
    return;
  }
  const auto run = [&] {
    switch (jobs_[job]) {
      case Kind::annealing:
        return run_annealing(job);
      case Kind::closure:
        return run_closure(job);
      case Kind::polish:
        return run_polish(job);
      case Kind::exact:
        return run_exact(job);
    }
    return StopReason::none;
  };
  reasons_[job] = run();
  const bool idle = work_of(job) == before;  // it has all the share it wants
  if (reasons_[job] == StopReason::none && idle && slot_limits_.work > 0) {
    reasons_[job] = StopReason::work;
  }
}

// Runs all jobs; if they take turns, until one ends the run.
void Slots::run_jobs() {
  std::vector<std::exception_ptr> failures(jobs_.size());
  const auto run = [&](std::size_t index) {
    try {
      run_job(index);
    } catch (...) {
      failures[index] = std::current_exception();
      failed_ = true;
    }
  };
  if (take_turns()) {
    for (std::size_t index = 0; index < jobs_.size(); ++index) {
      if (index > 0 && (failed_ || ends_the_run(reasons_[index - 1]))) break;
      run(index);
    }
  } else {
    std::exception_ptr failed_call;
    const auto report = [&] {
      if (failed_call) return;
      try {
        observer_.report(reported_work_, reported_phase_);
      } catch (...) {
        failed_call = std::current_exception();
        failed_ = true;
      }
    };
    run_with_crew(static_cast<std::size_t>(options_.threads), jobs_.size(), run, report);
    failures.push_back(failed_call);
  }
  for (const std::exception_ptr& failure : failures) {
    if (failure) std::rethrow_exception(failure);
  }
}

StopReason Slots::run_annealing(std::size_t slot) {
  Annealing& annealing = slots_[slot];
  PollWatch watch([&](std::uint64_t work) {
    return this->watch(slot, work, annealing.best_duration(), "annealing");
  });
  const Limits limits = limits_of_job();
  Meter meter(limits, watch);
  meter.charge(annealing.work());
  const bool restart = !keeps_order() && round_ > 0;
  annealing.start_from(restart ? restarts_[slot].next(snapshot_) : snapshot_);
  if (round_ == 0) {
    annealing.greedy(meter, [&](const std::vector<Op>& steps) {
      return offer(schedule_of(steps), "greedy", slot);
    });
    if (meter.reason() != StopReason::none) return meter.reason();
  }
  if (options_.technique == Technique::lns) {  // it was there for the greedy schedule only
    return slot_limits_.work > 0 ? StopReason::work : StopReason::none;
  }
  annealing.cycle(cooling_, meter, [&](const std::vector<Op>& steps) {
    return offer(schedule_of(steps), "annealing", slot);
  });
  if (restart) restarts_[slot].tell(annealing.found());
  return meter.reason();
}

StopReason Slots::watch(std::size_t job, std::uint64_t work, std::int64_t duration,
                        std::string_view phase) {
  if (std::this_thread::get_id() == caller_) {
    if (take_turns()) {
      reported_work_ = elsewhere_ + work;
    } else if (job == 0) {  // the others may have done more, or less
      reported_work_ = work * jobs_.size();
    }
    reported_phase_ = phase;
    observer_.report(reported_work_, phase);
  }
  if (failed_.load(std::memory_order_relaxed)) return StopReason::user;
  return observer_.poll(work, limits_of_job().work,
                        take_turns() ? incumbent_.duration() : duration);
}

// Of all the work, what is left by the other jobs, if they take turns; else an equal share.
Limits Slots::limits_of_job() const {
  Limits limits = slot_limits_;
  if (limits.work > 0) limits.work -= std::min(elsewhere_, limits.work - 1);
  return limits;
}

model::Schedule Slots::schedule_of(const std::vector<Op>& steps) const {
  model::Schedule schedule;
  schedule.steps.reserve(steps.size());
  for (const Op op : steps) schedule.steps.push_back(graph_.original(op));
  if (problem_.order == model::Order::free) schedule = without_unread(*problem_.graph, schedule);
  return schedule;
}

Offer Slots::offer(model::Schedule schedule, std::string_view found_by, std::size_t job) {
  const Offer outcome = incumbent_.offer(std::move(schedule), found_by, rank(job));
  MOCCASIN_ASSERT(outcome != Offer::refused);
  return outcome;
}

std::optional<model::Schedule> Slots::nearest() const {
  const Nearest* nearest = &nearest_order_;
  for (const Annealing& slot : slots_) {
    if (slot.nearest().peak < nearest->peak) nearest = &slot.nearest();
  }
  if (nearest->steps.empty()) return std::nullopt;
  return schedule_of(nearest->steps);
}

std::uint64_t Slots::work_of(std::size_t job) const {
  switch (jobs_[job]) {
    case Kind::annealing:
      return slots_[job].work();
    case Kind::closure:
      return closure_->work();
    case Kind::polish:
      return polish_->work();
    case Kind::exact:
      return exact_->work();
  }
  return 0;
}

std::uint64_t Slots::work() const {
  std::uint64_t total = 0;
  for (std::size_t job = 0; job < jobs_.size(); ++job) total += work_of(job);
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
