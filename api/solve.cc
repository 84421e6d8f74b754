// SPDX-License-Identifier: Apache-2.0
#include "search/portfolio/solve.h"

#include <chrono>
#include <limits>
#include <new>
#include <utility>

#include "api/certificate_access.h"
#include "api/graph_access.h"
#include "api/guarded_call.h"
#include "api/placement_access.h"
#include "api/search_options.h"
#include "api/stop_reason.h"
#include "base/checked_int.h"
#include "moccasin/moccasin.hpp"
#include "model/floor.h"
#include "model/profile.h"
#include "search/curve/peak_search.h"

namespace moccasin {
inline namespace v0 {
namespace {

Progress progress_of(const search::Progress& progress) {
  return {progress.seconds,    progress.work,  progress.has_solution,
          progress.duration,   progress.peak,  progress.bound,
          progress.peak_bound, progress.phase, nullptr};
}

// Stands between the search and the caller's callbacks: keeps the best schedule, so that it is
// not lost with the search, and lets no exception of the caller's into it.
class Listener {
 public:
  Listener(const Options& options, Result& result) : options_(&options), result_(&result) {}

  bool on_progress(const search::Progress& progress) {
    result_->bound = progress.bound;
    result_->peak_bound = progress.peak_bound;
    if (!options_->on_progress) return true;
    return guarded([&] { return options_->on_progress(progress_of(progress)); });
  }

  bool on_solution(const search::Progress& progress, const model::Schedule& schedule) {
    if (!result_->has_schedule()) result_->first_solution_seconds = progress.seconds;
    result_->schedule = to_public(schedule);
    result_->least_peak_schedule.clear();
    if (progress.placement != nullptr) result_->placement = to_public(*progress.placement);
    result_->status = Status::feasible;
    result_->duration = progress.duration;
    result_->peak = result_->least_peak = progress.peak;
    result_->bound = progress.bound;
    result_->peak_bound = progress.peak_bound;
    result_->best_seconds = progress.seconds;
    result_->found_by = progress.phase;
    if (!options_->on_solution) return true;
    Progress told = progress_of(progress);
    if (progress.placement != nullptr) told.placement = &result_->placement;
    return guarded([&] { return options_->on_solution(told, result_->schedule); });
  }

  // What an exception of the caller's makes of the run; none: there was none.
  [[nodiscard]] Stop thrown() const { return thrown_; }

 private:
  template <class Call>
  bool guarded(const Call& call) {
    try {
      return call();
    } catch (const std::bad_alloc&) {
      thrown_ = Stop::memory;
    } catch (...) {
      thrown_ = Stop::error;
    }
    return false;
  }

  const Options* options_;
  Result* result_;
  Stop thrown_ = Stop::none;
};

// What both objectives find; `Found` is the search's result of either. What may fail for want of
// memory comes first.
template <class Found>
void take_common(const Found& found, Result& result) {
  if (found.schedule) result.schedule = to_public(*found.schedule);
  result.placement = found.placement ? to_public(*found.placement) : Placement();
  for (const auto& [name, value] : found.statistics) {
    result.statistics.push_back({std::string(name), value});
  }
  result.status = status_of(found.status);
  result.stop = to_public(found.stop);
  result.duration = found.duration;
  result.peak = found.peak;
  result.found_by = found.found_by;
  result.bound_by = found.bound_by;
  result.wall_seconds = found.seconds;
  result.first_solution_seconds = found.first_solution_seconds;
  result.best_seconds = found.best_seconds;
  result.work = found.work;
}

void take(const search::SolveResult& found, Result& result) {
  result.least_peak_schedule = found.nearest ? to_public(*found.nearest) : std::vector<OpId>();
  if (found.certificate) {
    result.certificate = std::make_shared<const Certificate>(Certificate{*found.certificate});
  }
  take_common(found, result);
  result.least_peak = found.least_peak;
  result.least_arena = found.least_arena;
  result.bound = found.bound;
}

// A search for the least peak knows no bound of durations.
void take(const search::PeakResult& found, Result& result) {
  take_common(found, result);
  result.peak_bound = found.bound;
  if (!found.schedule) return;
  result.least_peak_schedule.clear();
  result.least_peak = found.peak;
}

// How long a schedule may take, of which the peak is to be least.
std::int64_t max_duration_of(const Options& options, std::int64_t base_duration) {
  constexpr auto kAny = search::PeakOptions::kAnyDuration;
  if (options.max_duration >= 0) return options.max_duration;
  if (options.max_overhead < 0) return kAny;
  const double more = options.max_overhead * static_cast<double>(base_duration);
  if (more >= 9e18) return kAny;
  return base::checked_add(base_duration, static_cast<std::int64_t>(more)).value_or(kAny);
}

search::SolveOptions listened(search::SolveOptions options, Listener& listener) {
  options.on_progress = [&listener](const search::Progress& progress) {
    return listener.on_progress(progress);
  };
  options.on_solution = [&listener](const search::Progress& progress,
                                    const model::Schedule& schedule) {
    return listener.on_solution(progress, schedule);
  };
  return options;
}

// Fills `result`; what it holds when an exception passes is what is known.
void solve_into(Result& result, const Graph& graph, std::int64_t budget, const Options& options,
                const search::Limits& limits, std::int64_t resident) {
  result.issues = check_options(options);
  result.objective = options.objective;
  auto built = GraphAccess::build(graph);
  if (auto* const issues = std::get_if<std::vector<Issue>>(&built)) {
    result.issues.insert(result.issues.end(), issues->begin(), issues->end());
  }
  if (!result.issues.empty()) {
    result.status = Status::invalid;
    return;
  }
  const model::Graph& model = *std::get<ModelGraph>(built);
  const model::Floor floor = model::make_strong_floor(model);
  result.base_duration = model.base_duration();
  result.base_peak = model::make_profile(model, model::base_schedule(model)).peak;
  result.least_peak = result.base_peak;  // these two: until more is known
  result.least_peak_schedule = to_public(model::base_schedule(model));
  result.budget_floor = floor.bytes;
  for (const model::OpIndex op : model::operations_at(floor)) {
    result.floor_ops.push_back(op.value());
  }
  result.bound = model.base_duration();

  Listener listener(options, result);
  const model::Order order = options.order == Order::kept ? model::Order::kept : model::Order::free;
  const model::Problem problem{&model, budget, order, options.max_copies};
  search::SolveOptions converted = listened(to_search(options, limits, resident), listener);
  converted.floor = floor.bytes;
  if (options.objective == Objective::peak) {
    const std::int64_t most = max_duration_of(options, model.base_duration());
    if (most < search::PeakOptions::kAnyDuration) result.max_duration = most;
    take(search::minimize_peak(problem, {.solve = std::move(converted), .max_duration = most}),
         result);
  } else {
    take(search::solve(problem, converted), result);
  }
  if (result.has_schedule()) {
    result.budget_needed =
        options.arena > 0 ? model.resident() + result.placement.arena : result.peak;
  }
  if (listener.thrown() != Stop::none) result.stop = listener.thrown();
}

}  // namespace

Result solve(const Graph& graph, std::int64_t budget, const Options& options,
             const StopFlag* stop) noexcept {
  return guarded_call<Result>(options, stop, [&](Result& result, const search::Limits& limits) {
    solve_into(result, graph, budget, options, limits, resident_before(options));
  });
}

}  // namespace v0
}  // namespace moccasin
