// SPDX-License-Identifier: Apache-2.0
#include "moccasin/sweep.hpp"

#include <algorithm>
#include <new>
#include <span>
#include <utility>
#include <variant>

#include "api/graph_access.h"
#include "api/guarded_call.h"
#include "api/search_options.h"
#include "api/stop_reason.h"
#include "model/floor.h"
#include "model/profile.h"
#include "search/curve/point_choice.h"
#include "search/curve/sweep.h"

namespace moccasin {
inline namespace v0 {
namespace {

std::vector<Issue> check(const SweepOptions& options) {
  std::vector<Issue> issues = check_options(options.solve);
  const auto require = [&issues](bool fine, const char* message) {
    if (!fine) issues.push_back({IssueCode::bad_option, message, {}});
  };
  const Options& solve = options.solve;
  require(solve.objective == Objective::duration, "a sweep minimizes durations");
  require(solve.arena == 0, "a sweep has no arena");
  require(solve.technique == Technique::all, "a sweep needs all techniques");
  require(solve.target < 0, "a sweep has no target");
  require(solve.warm_start.empty(), "a sweep starts from its known points, not from warm_start");
  require(!solve.certify, "a sweep makes no certificate");
  require(!solve.on_progress && !solve.on_solution, "a sweep calls SweepOptions::on_progress");
  require(options.points >= 2, "points is below 2");
  require(options.from >= -1 && options.to >= -1, "from or to is below -1");
  require(options.from < 0 || options.to < 0 || options.from <= options.to, "from is above to");
  for (const std::int64_t budget : options.budgets) {
    require(budget >= 0, "a budget is negative");
  }
  return issues;
}

enum class Steps { with, without };

SweepPoint point_of(const search::CurvePoint& point, Steps steps) {
  SweepPoint converted;
  converted.budget = point.budget;
  converted.bound = point.bound;
  converted.bound_by = point.bound_by;
  converted.between = point.kind != search::CurvePoint::Kind::asked;
  converted.read_off = point.kind == search::CurvePoint::Kind::read_off;
  if (point.best) {
    converted.status = point.optimal() ? Status::optimal : Status::feasible;
    if (steps == Steps::with) converted.schedule = to_public(point.best->schedule);
    converted.duration = point.best->duration;
    converted.peak = point.best->peak;
    converted.found_by = point.best->found_by;
    converted.found_seconds = point.best->seconds;
  } else if (point.infeasible) {
    converted.status = Status::infeasible;
  }
  return converted;
}

std::vector<SweepPoint> points_of(std::span<const search::CurvePoint> points, Steps steps) {
  std::vector<SweepPoint> converted;
  converted.reserve(points.size());
  for (const search::CurvePoint& point : points) converted.push_back(point_of(point, steps));
  return converted;
}

// Lets no exception of the caller's into the search.
class Listener {
 public:
  explicit Listener(const SweepOptions& options) : options_(&options) {}

  bool on_progress(const search::SweepProgress& progress) {
    if (!options_->on_progress) return true;
    try {
      const std::vector<SweepPoint> points = points_of(progress.points, Steps::without);
      return options_->on_progress({progress.seconds, progress.work, &points});
    } catch (const std::bad_alloc&) {
      thrown_ = Stop::memory;
    } catch (...) {
      thrown_ = Stop::error;
    }
    return false;
  }
  [[nodiscard]] Stop thrown() const { return thrown_; }

 private:
  const SweepOptions* options_;
  Stop thrown_ = Stop::none;
};

search::SweepOptions searched(const SweepOptions& options, const search::Limits& limits,
                              std::int64_t resident) {
  search::SweepOptions converted;
  converted.solve = to_search(options.solve, limits, resident);
  converted.budgets = options.budgets;
  std::sort(converted.budgets.begin(), converted.budgets.end());
  converted.points = static_cast<std::size_t>(options.points);
  converted.from = options.from;
  converted.to = options.to;
  for (const SweepPoint& point : options.known) {
    converted.known_bounds.push_back(
        {point.budget, point.bound, point.status == Status::infeasible, point.between});
    if (!point.schedule.empty()) converted.known.push_back(to_model(point.schedule));
  }
  return converted;
}

void sweep_into(SweepResult& result, const Graph& graph, const SweepOptions& options,
                const search::Limits& limits, std::int64_t resident) {
  result.issues = check(options);
  auto built = GraphAccess::build(graph);
  if (auto* const issues = std::get_if<std::vector<Issue>>(&built)) {
    result.issues.insert(result.issues.end(), issues->begin(), issues->end());
  }
  if (!result.issues.empty()) return;
  const model::Graph& model = *std::get<ModelGraph>(built);
  result.base_duration = model.base_duration();
  result.base_peak = model::make_profile(model, model::base_schedule(model)).peak;
  result.budget_floor = model::make_strong_floor(model).bytes;

  Listener listener(options);
  search::SweepOptions converted = searched(options, limits, resident);
  converted.on_progress = [&listener](const search::SweepProgress& progress) {
    return listener.on_progress(progress);
  };
  const model::Order order =
      options.solve.order == Order::kept ? model::Order::kept : model::Order::free;
  const model::Problem problem{&model, 0, order, options.solve.max_copies};
  converted.solve.floor = result.budget_floor;
  const search::SweepResult found = search::sweep(problem, converted);
  result.points = points_of(found.points, Steps::with);
  if (const auto knee = search::knee_of(found.points)) {
    result.knee = static_cast<std::int32_t>(*knee);
  }
  result.stop = listener.thrown() == Stop::none ? to_public(found.stop) : listener.thrown();
  result.wall_seconds = found.seconds;
  result.work = found.work;
}

}  // namespace

SweepResult sweep(const Graph& graph, const SweepOptions& options, const StopFlag* stop) noexcept {
  return guarded_call<SweepResult>(
      options.solve, stop, [&](SweepResult& result, const search::Limits& limits) {
        sweep_into(result, graph, options, limits, resident_before(options.solve));
      });
}

}  // namespace v0
}  // namespace moccasin
