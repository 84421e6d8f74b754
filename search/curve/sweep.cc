// SPDX-License-Identifier: Apache-2.0
#include "search/curve/sweep.h"

#include <algorithm>
#include <atomic>
#include <exception>
#include <memory>
#include <optional>
#include <thread>
#include <utility>

#include "base/random.h"
#include "model/floor.h"
#include "model/profile.h"
#include "model/verify.h"
#include "search/curve/point_choice.h"
#include "search/curve/read_off.h"
#include "search/portfolio/closure_technique.h"
#include "search/portfolio/solve.h"
#include "search/portfolio/solver.h"
#include "search/threads/thread_pool.h"

namespace moccasin::search {
namespace {

// A first slice: greedy, a quench and some cycles of annealing. Later ones are longer, by a part of
// what the point has had.
constexpr std::uint64_t kFirstTicksAnOp = 4000, kFewestTicks = 300'000, kPartOfWork = 2;
// Points that are there from the start, where budgets are chosen.
constexpr std::size_t kFirstPoints = 5;
// No two points are closer than such a part of an even share of the range.
constexpr std::int64_t kLeastPart = 4, kLeastPartBetween = 16;
// With points that were not asked for there are so many for one that was (decision 033).
constexpr std::size_t kMostTimes = 4;
// With those that are only read off what is known there are so many times as many in the end, but
// no more than `kMostRead` because of them: a picture has no place for more.
constexpr std::size_t kMostTimesRead = 8, kMostRead = 1024;
constexpr std::string_view kEarlier = "an earlier run";

// The runs of the solver at one budget: one, or one more for each further worker that is here.
struct Lane {
  std::unique_ptr<Solver> solver;
  std::uint64_t work = 0;  // ticks
  // What the run has proved of all budgets since others were told; it must not move.
  std::unique_ptr<std::vector<BoundLine>> lines = std::make_unique<std::vector<BoundLine>>();
};
struct Runs {
  std::vector<Lane> lanes;
  std::uint64_t work = 0;  // ticks of all
  double seconds = 0;      // for them
  bool exhausted = false;  // it has nothing left to find, whatever work it gets
};

struct Task {
  std::size_t point, lane;
  std::uint64_t until = 0;  // ticks
  StopReason reason = StopReason::none;
  double seconds = 0;
};

class Sweep {
 public:
  Sweep(const model::Problem& problem, const SweepOptions& options);

  SweepResult run();

 private:
  void begin();
  bool add_next();
  void add_points();
  void begin_points();
  void add(std::int64_t budget, CurvePoint::Kind kind = CurvePoint::Kind::asked);
  [[nodiscard]] std::vector<Task> plan();
  void run_tasks(std::vector<Task>& tasks);
  void run_task(Task& task);
  void merge(const std::vector<Task>& tasks);
  void make_lane(std::size_t point, std::size_t lane);
  [[nodiscard]] std::uint64_t slice_of(const Runs& runs) const;
  [[nodiscard]] bool done(std::size_t point) const;
  [[nodiscard]] bool all_done() const;
  [[nodiscard]] StopReason end_reached() const;
  bool report();
  [[nodiscard]] std::vector<CurvePoint> all_points() const;

  const model::Problem problem_;
  const SweepOptions& options_;
  const std::size_t num_workers_;
  Curve curve_;
  std::vector<Runs> runs_;                      // by point
  std::int64_t floor_ = 0, from_ = 0, to_ = 0;  // bytes
  std::atomic<bool> over_{false};
  const std::thread::id caller_ = std::this_thread::get_id();
  double reported_at_ = -1;  // seconds
  ThreadPool pool_;
  std::uint64_t work_ = 0;
  StopReason stop_ = StopReason::none;
};

Sweep::Sweep(const model::Problem& problem, const SweepOptions& options)
    : problem_(problem),
      options_(options),
      num_workers_(static_cast<std::size_t>(options.solve.num_workers())),
      curve_(problem.graph->base_duration(), "base duration"),
      pool_(static_cast<std::size_t>(options.solve.threads)) {}

void Sweep::add(std::int64_t budget, CurvePoint::Kind kind) {
  const std::size_t before = curve_.points().size();
  const std::size_t index = curve_.add(budget, kind);
  if (curve_.points().size() == before) return;
  runs_.insert(runs_.begin() + static_cast<std::ptrdiff_t>(index), Runs());
}

// Those that are given, or that an earlier run had, with the ends; else the ends and some between.
void Sweep::begin_points() {
  for (const std::int64_t budget : options_.budgets) add(budget);
  if (!options_.budgets.empty()) return;
  bool earlier = false;
  for (const SweepOptions::Bound& known : options_.known_bounds) {
    if (known.between || known.budget < from_ || known.budget > to_) continue;
    add(known.budget);
    earlier = true;
  }
  const std::size_t most = earlier ? 2 : kFirstPoints;
  const std::size_t first = std::min(std::max<std::size_t>(options_.points, 1), most);
  for (std::size_t i = 0; i < first; ++i) {
    const auto share = first == 1 ? 1.0 : static_cast<double>(i) / static_cast<double>(first - 1);
    add(from_ + static_cast<std::int64_t>(share * static_cast<double>(to_ - from_)));
  }
}

// The base order and what the caller knows are the first schedules; below the floor nothing fits.
void Sweep::begin() {
  const model::Graph& graph = *problem_.graph;
  floor_ = options_.solve.floor_of(graph);
  const std::int64_t base_peak = model::make_profile(graph, model::base_schedule(graph)).peak;
  from_ = options_.from >= 0 ? options_.from : floor_;
  to_ = std::max(options_.to >= 0 ? options_.to : base_peak, from_);
  begin_points();
  curve_.refute(floor_ - 1, "floor");
  for (const SweepOptions::Bound& known : options_.known_bounds) {
    if (known.infeasible) curve_.refute(known.budget, kEarlier);
    curve_.raise(known.budget, known.bound, kEarlier);
  }
  std::vector<std::pair<model::Schedule, std::string_view>> known = {
      {model::base_schedule(graph), "base order"}};
  for (const model::Schedule& schedule : options_.known) known.emplace_back(schedule, kEarlier);
  for (auto& [schedule, by] : known) {
    model::Problem any = problem_;
    any.budget = INT64_MAX;
    const model::Verdict verdict = model::verify(any, schedule);
    if (!verdict.valid()) continue;
    curve_.take(
        {std::move(schedule), verdict.duration, verdict.peak, by, options_.solve.limits.elapsed()});
  }
}

// One that was asked for, or else one between those, where it shows most. False: there are enough,
// or there is no place for one.
bool Sweep::add_next() {
  if (runs_.size() >= kMostTimes * options_.points) return false;
  const bool asked = runs_.size() < options_.points;
  const std::int64_t part = asked ? kLeastPart : kLeastPartBetween;
  const auto parts = part * static_cast<std::int64_t>(options_.points);
  const std::int64_t least = std::max<std::int64_t>(2 * (to_ - from_) / parts, 2);
  const std::optional<std::int64_t> budget = next_budget(curve_.points(), least);
  if (!budget) return false;
  add(*budget, asked ? CurvePoint::Kind::asked : CurvePoint::Kind::between);
  return true;
}

// One a worker and round: where to put the next depends on what the last has shown, and one that is
// closed as it comes has shown all there is.
void Sweep::add_points() {
  if (!options_.budgets.empty()) return;
  const auto is_begun = [this](const Runs& runs) {
    return runs.work > 0 || done(static_cast<std::size_t>(&runs - runs_.data()));
  };
  if (!std::all_of(runs_.begin(), runs_.end(), is_begun)) return;
  while (all_done() && add_next()) {
  }
  for (std::size_t i = 0; i < num_workers_; ++i) {
    if (!add_next()) return;
  }
}

bool Sweep::all_done() const {
  for (std::size_t i = 0; i < runs_.size(); ++i) {
    if (!done(i)) return false;
  }
  return true;
}

bool Sweep::done(std::size_t point) const {
  const CurvePoint& at = curve_.points()[point];
  if (at.closed() || runs_[point].exhausted) return true;
  const double gap = options_.solve.gap;
  return gap > 0 && at.best &&
         static_cast<double>(at.duration() - at.bound) <= gap * static_cast<double>(at.bound);
}

// Near the end of the time a slice is no longer than what is left, so that its annealing cools.
std::uint64_t Sweep::slice_of(const Runs& runs) const {
  const std::uint64_t first =
      std::max(kFewestTicks, kFirstTicksAnOp * problem_.graph->num_operations());
  std::uint64_t slice = std::max(first, runs.work / kPartOfWork);
  const double left = options_.solve.limits.seconds_left();
  if (runs.seconds > 0 && left < 1e9) {
    const double most = std::max(left, 0.0) * static_cast<double>(runs.work) / runs.seconds;
    slice = std::min(slice, std::max(kFewestTicks, static_cast<std::uint64_t>(most)));
  }
  return slice;
}

std::vector<Task> Sweep::plan() {
  std::vector<std::uint64_t> work;
  std::vector<CurvePoint> open = curve_.points();
  for (std::size_t i = 0; i < runs_.size(); ++i) {
    work.push_back(runs_[i].work);
    open[i].infeasible = open[i].infeasible || done(i);  // closed, for the choice
  }
  std::vector<int> busy(runs_.size(), 0);
  std::vector<Task> tasks;
  const std::uint64_t limit = options_.solve.limits.work;
  const std::uint64_t left =
      limit == 0 ? Meter::kUnlimited : (limit - std::min(work_, limit)) / num_workers_ + 1;
  while (tasks.size() < num_workers_) {
    const std::optional<std::size_t> point = next_point(open, work, busy);
    if (!point) break;
    const auto lane = static_cast<std::size_t>(busy[*point]++);
    make_lane(*point, lane);
    const std::uint64_t slice = std::min(slice_of(runs_[*point]), left);
    tasks.push_back({*point, lane, runs_[*point].lanes[lane].work + slice});
  }
  return tasks;
}

// From what is known: the best that fits, else the best of the next larger budget, which greedy
// repairs. Beside the first of a point the others have other random numbers, and no proofs to make.
void Sweep::make_lane(std::size_t point, std::size_t lane) {
  Runs& runs = runs_[point];
  if (lane < runs.lanes.size()) return;
  const auto& points = curve_.points();
  SolveOptions options;
  options.limits = options_.solve.limits;
  options.limits.work = 0;  // go_on() says
  options.limits.over = &over_;
  options.memory = options_.solve.memory;
  options.floor = floor_;
  options.techniques = lane == 0 ? options_.solve.techniques : Techniques::local;
  const auto stream = static_cast<std::uint64_t>(points[point].budget) + lane;
  options.seed = base::derived_seed(options_.solve.seed, stream);
  options.on_progress = [this](const Progress&) { return report(); };
  for (std::size_t i = point; i < points.size() && options.warm_start.empty(); ++i) {
    if (points[i].best) options.warm_start = points[i].best->schedule.steps;
  }
  model::Problem problem = problem_;
  problem.budget = points[point].budget;
  Lane made;
  options.on_line = [lines = made.lines.get()](const BoundLine& line) { lines->push_back(line); };
  made.solver = std::make_unique<Solver>(problem, std::move(options), &solve);
  runs.lanes.push_back(std::move(made));
}

void Sweep::run_task(Task& task) {
  const Limits& limits = options_.solve.limits;
  const double before = limits.elapsed();
  const CurvePoint& point = curve_.points()[task.point];
  Solver& solver = *runs_[task.point].lanes[task.lane].solver;
  solver.raise(point.bound, point.bound_by);
  if (point.best && point.duration() < solver.incumbent().duration()) {
    solver.offer(point.best->schedule, point.best->found_by);
  }
  task.reason = solver.go_on(task.until);
  task.seconds = limits.elapsed() - before;
}

void Sweep::run_tasks(std::vector<Task>& tasks) {
  std::vector<std::exception_ptr> failures(tasks.size() + 1);
  const auto guarded = [&](std::size_t index, const auto& call) {
    try {
      call();
    } catch (...) {
      failures[index] = std::current_exception();
      over_ = true;
    }
  };
  pool_.run(
      tasks.size(), [&](std::size_t i) { guarded(i, [&] { run_task(tasks[i]); }); },
      [&] {
        if (!failures.back()) guarded(tasks.size(), [&] { report(); });
      });
  for (const std::exception_ptr& failure : failures) {
    if (failure) std::rethrow_exception(failure);
  }
}

// In the order of the tasks, so that the outcome does not depend on who was quicker.
void Sweep::merge(const std::vector<Task>& tasks) {
  for (const Task& task : tasks) {
    Runs& runs = runs_[task.point];
    Lane& lane = runs.lanes[task.lane];
    const Solver& solver = *lane.solver;
    const std::uint64_t done = solver.work() - lane.work;
    lane.work += done;
    runs.work += std::max<std::uint64_t>(done, 1);
    runs.seconds += task.seconds;
    work_ += done;
    const std::int64_t budget = curve_.points()[task.point].budget;
    if (solver.incumbent().exists()) {
      Incumbent::Record record = solver.incumbent().record();
      curve_.take({std::move(record.schedule), record.duration, record.peak, record.found_by,
                   options_.solve.limits.elapsed()});
    }
    if (solver.infeasible()) curve_.refute(budget, solver.proved_by());
    curve_.raise(budget, solver.bound(), solver.proved_by());
    for (const BoundLine& line : *lane.lines) curve_.raise(line, ClosureTechnique::kName);
    lane.lines->clear();
    if (task.reason == StopReason::work) {
      // With nothing to do for anybody, it would say so for ever.
      if (done == 0) runs.exhausted = true;
    } else if (ends_everything(task.reason)) {
      if (stop_ == StopReason::none) stop_ = task.reason;
    }
  }
}

StopReason Sweep::end_reached() const {
  if (stop_ != StopReason::none) return stop_;
  const StopReason limit = options_.solve.limits.reached(
      work_, options_.solve.limits.work > 0 ? options_.solve.limits.work : Meter::kUnlimited);
  if (limit != StopReason::none) return limit;
  if (!all_done()) return StopReason::none;
  const auto& points = curve_.points();
  const bool all_closed = std::all_of(points.begin(), points.end(),
                                      [](const CurvePoint& point) { return point.closed(); });
  if (all_closed) return StopReason::proved;
  return options_.solve.gap > 0 ? StopReason::gap : StopReason::work;
}

// From any thread; only the caller's calls back.
bool Sweep::report() {
  constexpr double kEvery = 0.2;  // seconds
  if (std::this_thread::get_id() != caller_ || !options_.on_progress) return !over_;
  const double now = options_.solve.limits.elapsed();
  if (now - reported_at_ < kEvery) return !over_;
  reported_at_ = now;
  const SweepProgress progress{now, work_, curve_.points()};
  if (!options_.on_progress(progress)) over_ = true;
  return !over_;
}

// Where budgets are chosen, also what is known of others without work of their own.
std::vector<CurvePoint> Sweep::all_points() const {
  if (!options_.budgets.empty()) return curve_.points();
  std::vector<std::int64_t> earlier;
  for (const SweepOptions::Bound& known : options_.known_bounds) {
    if (known.budget >= from_ && known.budget <= to_) earlier.push_back(known.budget);
  }
  return read_off(curve_, earlier, std::min(kMostTimesRead * options_.points, kMostRead));
}

SweepResult Sweep::run() {
  begin();
  for (;;) {
    add_points();
    stop_ = end_reached();
    if (stop_ != StopReason::none) break;
    std::vector<Task> tasks = plan();
    if (tasks.empty()) break;
    run_tasks(tasks);
    merge(tasks);
    report();
  }
  return {.stop = stop_,
          .points = all_points(),
          .seconds = options_.solve.limits.elapsed(),
          .work = work_};
}

}  // namespace

SweepResult sweep(const model::Problem& problem, const SweepOptions& options) {
  return Sweep(problem, options).run();
}

}  // namespace moccasin::search
