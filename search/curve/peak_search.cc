// SPDX-License-Identifier: Apache-2.0
#include "search/curve/peak_search.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "base/assert.h"
#include "base/checked_int.h"
#include "model/floor.h"
#include "model/profile.h"
#include "model/verify.h"
#include "search/curve/attempts.h"
#include "search/curve/peak_grid.h"

namespace moccasin::search {
namespace {

// What an attempt has in the first pass: greedy, a quench and some cycles of annealing; and how
// much more in the next.
constexpr std::uint64_t kFirstTicksAnOp = 4000, kFewestTicks = 300'000, kGrowth = 4,
                        kMostTicks = std::uint64_t{1} << 60;
// A pass ends when the interval is so small a part of the peak; the next goes on to half of it.
constexpr std::int64_t kFirstPart = 128, kMostParts = std::int64_t{1} << 40;
// A given-up attempt goes on if its budget is not farther off than this part of the interval.
constexpr std::int64_t kNearby = 6;

class PeakSearch {
 public:
  PeakSearch(const model::Problem& problem, const PeakOptions& options)
      : problem_(problem), options_(options) {}

  PeakResult run();

 private:
  void begin();
  void passes();
  void pass_down(std::uint64_t ticks, std::int64_t tolerance);
  void pass_up(std::uint64_t ticks, std::int64_t tolerance);
  void raise_floor(std::uint64_t ticks);
  Attempts::Outcome attempt(std::int64_t budget, std::int64_t interval, Attempts::By by,
                            std::uint64_t ticks);
  void take(const model::Schedule& schedule, const std::optional<model::Placement>& placement,
            std::string_view by);
  void refute(std::int64_t budget, std::string_view by);
  void look_at_goals();
  [[nodiscard]] Progress progress(std::string_view phase, std::uint64_t work) const;
  void stop(StopReason reason) {
    if (result_.stop == StopReason::none) result_.stop = reason;
  }
  [[nodiscard]] bool ended() const { return result_.stop != StopReason::none; }
  // The highest peak that is of no use: of the best schedule, or beyond what is allowed.
  [[nodiscard]] std::int64_t upper() const {
    return result_.schedule ? result_.needed : grid_.down(most_) + grid_.step();
  }
  [[nodiscard]] std::int64_t refuted() const { return result_.bound - grid_.step(); }
  [[nodiscard]] std::int64_t tolerance_of(std::int64_t part) const {
    return std::max(grid_.step(), upper() / part);
  }

  const model::Problem& problem_;
  const PeakOptions& options_;
  const PeakGrid grid_{*problem_.graph, options_.solve.arena};
  std::int64_t most_ = 0;  // bytes: what a schedule may need, or more than any needs
  model::Floor floor_;
  bool floor_exact_ = false;
  std::optional<Attempts> attempts_;
  PeakResult result_;
};

// More than all tensors at once no schedule needs, and no arena where they lie one above the other;
// that keeps budgets within what the search can add up.
std::int64_t bytes_of_all(const model::Graph& graph, std::int64_t alignment) {
  constexpr std::int64_t kMost = std::int64_t{1} << 62;
  std::int64_t total = graph.resident(), workspace = 0;
  const auto add = [&](std::int64_t bytes) {
    const auto aligned = base::checked_round_up(bytes, std::max<std::int64_t>(alignment, 1));
    total = std::min(base::checked_add(total, aligned.value_or(kMost)).value_or(kMost), kMost);
  };
  for (const model::TensorIndex tensor : graph.tensors()) add(graph.tensor(tensor).size);
  for (const model::OpIndex op : graph.operations()) {
    workspace = std::max(workspace, graph.operation(op).workspace);
  }
  add(workspace);
  return total;
}

PeakResult PeakSearch::run() {
  begin();
  if (!ended()) passes();
  if (result_.schedule) {
    const bool proved = result_.needed <= result_.bound;
    result_.status = proved ? Status::optimal : Status::feasible;
  } else if (result_.bound > most_) {
    result_.status = Status::infeasible;
  }
  result_.work = attempts_ ? attempts_->work() : 0;
  if (attempts_) result_.statistics.emplace_back("budgets attempted", attempts_->made());
  result_.seconds = options_.solve.limits.elapsed();
  return std::move(result_);
}

// What is known without a search: the floor, the base order and the caller's schedule.
void PeakSearch::begin() {
  const model::Graph& graph = *problem_.graph;
  most_ = std::min(problem_.budget, bytes_of_all(graph, options_.solve.arena));
  const std::int64_t known = options_.solve.floor;
  floor_ = known > 0 ? model::Floor{.bytes = known} : model::make_strong_floor(graph);
  result_.bound = grid_.up(floor_.bytes);
  result_.bound_by = "floor";
  if (result_.bound > most_) return stop(StopReason::proved);
  attempts_.emplace(problem_, options_, [this](const Progress& told) {
    const auto& listener = options_.solve.on_progress;
    return !listener || listener(progress(told.phase, attempts_->work() + told.work));
  });
  if (options_.solve.arena == 0) {
    take(model::base_schedule(graph), {}, "base order");
    take({options_.solve.warm_start}, {}, "warm start");
  }
  if (ended()) return;
  if (!result_.schedule) attempt(grid_.down(most_), 0, Attempts::By::all, kFewestTicks);
}

void PeakSearch::passes() {
  const std::uint64_t n = problem_.graph->num_operations();
  std::uint64_t ticks = std::max(kFewestTicks, kFirstTicksAnOp * n);
  for (std::int64_t part = kFirstPart; !ended(); part = std::min(2 * part, kMostParts)) {
    pass_down(ticks, tolerance_of(part));
    if (!ended()) pass_up(ticks, tolerance_of(part));
    if (!ended()) raise_floor(ticks);
    ticks = std::min(kGrowth * ticks, kMostTicks);
  }
}

// Towards the least peak that attempts of so many ticks find.
void PeakSearch::pass_down(std::uint64_t ticks, std::int64_t tolerance) {
  std::int64_t lower = refuted();
  while (!ended() && upper() - lower > tolerance) {
    const std::int64_t interval = upper() - lower;
    const std::int64_t budget = result_.schedule || lower > refuted()
                                    ? grid_.down(lower + interval / 2)
                                    : grid_.down(most_);
    const Attempts::Outcome outcome =
        attempt(std::max(budget, lower + grid_.step()), interval, Attempts::By::all, ticks);
    if (outcome.end != Attempts::End::found) lower = std::max(lower, attempts_->budget());
    lower = std::max(lower, refuted());
  }
}

// Towards the highest budget that the bound refutes in so many ticks. Without a limit on the
// duration nothing can be said about durations, and there is nothing to refute by them.
void PeakSearch::pass_up(std::uint64_t ticks, std::int64_t tolerance) {
  if (options_.max_duration == PeakOptions::kAnyDuration) return;
  std::int64_t higher = upper();
  while (!ended() && higher - refuted() > tolerance) {
    const std::int64_t interval = higher - refuted();
    const std::int64_t budget =
        std::max(grid_.down(refuted() + interval / 2), refuted() + grid_.step());
    if (budget >= higher) break;
    const Attempts::Outcome outcome = attempt(budget, interval, Attempts::By::bound, ticks);
    if (outcome.end != Attempts::End::refuted) higher = attempts_->budget();
    higher = std::min(higher, upper());
  }
}

// What holds in any order and for any number of runs holds here. It knows no durations.
void PeakSearch::raise_floor(std::uint64_t ticks) {
  constexpr std::uint64_t kPart = 4, kMost = 50'000'000;  // of a pass's ticks
  if (floor_exact_) return;
  const SolveOptions& options = options_.solve;
  const std::uint64_t given = std::min({ticks / kPart, kMost, attempts_->work_left()});
  std::uint64_t left = given;
  const model::RaisedFloor raised = model::raise_floor(*problem_.graph, floor_, left, [&] {
    stop(options.limits.reached(0, 1));
    if (options.on_progress && !options.on_progress(progress("floor", attempts_->work()))) {
      stop(StopReason::user);
    }
    return !ended();
  });
  attempts_->add_work(given - left);
  stop(options.limits.reached(0, 1));
  if (attempts_->work_left() == 0) stop(StopReason::work);
  floor_ = raised.floor;
  floor_exact_ = raised.exact;
  if (floor_.bytes > refuted()) refute(floor_.bytes - 1, "floor");
}

Attempts::Outcome PeakSearch::attempt(std::int64_t budget, std::int64_t interval, Attempts::By by,
                                      std::uint64_t ticks) {
  const std::vector<model::OpIndex> from =
      result_.schedule ? result_.schedule->steps : options_.solve.warm_start;
  const Attempts::Outcome outcome = attempts_->make(budget, interval / kNearby, by, ticks, from);
  switch (outcome.end) {
    case Attempts::End::found:
      take(outcome.found.schedule, outcome.found.placement, outcome.found.found_by);
      break;
    case Attempts::End::refuted:
      refute(attempts_->budget(), outcome.proved_by);
      break;
    case Attempts::End::open:
      if (options_.solve.arena == 0) take(outcome.nearest, {}, "annealing");
      break;
  }
  attempts_->keep_between(refuted(), upper());
  if (ends_everything(outcome.stop)) stop(outcome.stop);
  if (attempts_->work_left() == 0) stop(StopReason::work);
  return outcome;
}

// If it is the best by now. Of those that need as much the faster one counts.
void PeakSearch::take(const model::Schedule& schedule,
                      const std::optional<model::Placement>& placement, std::string_view by) {
  model::Problem problem = problem_;
  problem.budget = most_;
  const model::Verdict verdict = model::verify(problem, schedule);
  if (!verdict.valid() || verdict.duration > options_.max_duration) return;
  const std::int64_t needed =
      placement ? problem_.graph->resident() + placement->arena : verdict.peak;
  if (needed > most_) return;
  if (result_.schedule &&
      std::pair(needed, verdict.duration) >= std::pair(result_.needed, result_.duration)) {
    return;
  }
  result_.best_seconds = options_.solve.limits.elapsed();
  if (!result_.schedule) result_.first_solution_seconds = result_.best_seconds;
  result_.schedule = schedule;
  result_.placement = placement;
  result_.duration = verdict.duration;
  result_.peak = verdict.peak;
  result_.needed = needed;
  result_.found_by = by;
  MOCCASIN_ASSERT(needed >= result_.bound);  // or a proof is wrong
  if (options_.solve.on_solution) {
    Progress now = progress(by, attempts_ ? attempts_->work() : 0);
    if (result_.placement) now.placement = &*result_.placement;
    if (!options_.solve.on_solution(now, *result_.schedule)) stop(StopReason::user);
  }
  look_at_goals();
}

void PeakSearch::refute(std::int64_t budget, std::string_view by) {
  const std::int64_t bound = grid_.up(budget + 1);
  if (bound <= result_.bound) return;
  result_.bound = bound;
  result_.bound_by = by;
  look_at_goals();
}

void PeakSearch::look_at_goals() {
  if (!result_.schedule) {
    if (result_.bound > most_) stop(StopReason::proved);
    return;
  }
  const auto gap = static_cast<double>(result_.needed - result_.bound);
  const SolveOptions& options = options_.solve;
  if (gap <= 0) {
    stop(StopReason::proved);
  } else if (options.gap > 0 && gap <= options.gap * static_cast<double>(result_.bound)) {
    stop(StopReason::gap);
  }
}

Progress PeakSearch::progress(std::string_view phase, std::uint64_t work) const {
  return {.seconds = options_.solve.limits.elapsed(),
          .work = work,
          .has_solution = result_.schedule.has_value(),
          .duration = result_.duration,
          .peak = result_.peak,
          .bound = problem_.graph->base_duration(),
          .peak_bound = result_.bound,
          .phase = phase};
}

}  // namespace

PeakResult minimize_peak(const model::Problem& problem, const PeakOptions& options) {
  return PeakSearch(problem, options).run();
}

}  // namespace moccasin::search
