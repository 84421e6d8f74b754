// SPDX-License-Identifier: Apache-2.0
#include "search/portfolio/solve.h"

#include <chrono>
#include <limits>
#include <new>
#include <utility>

#include "api/certificate_access.h"
#include "api/graph_access.h"
#include "api/limits_of.h"
#include "api/option_by_name.h"
#include "api/placement_access.h"
#include "api/stop_reason.h"
#include "base/checked_int.h"
#include "base/no_cancellation.h"
#include "base/process_memory.h"
#include "moccasin/moccasin.hpp"
#include "model/floor.h"
#include "model/profile.h"

namespace moccasin {
inline namespace v0 {
namespace {

std::vector<Issue> check(const Options& options) {
  std::vector<Issue> issues;
  const auto require = [&issues](bool fine, const char* message) {
    if (!fine) issues.push_back({IssueCode::bad_option, message, {}});
  };
  // Written so that a NaN fails.
  require(options.time_limit >= 0, "time_limit is negative or not a number");
  require(options.start <= search::Limits::Clock::now(), "start is in the future");
  require(options.memory_limit >= 0, "memory_limit is negative");
  require(options.arena >= 0, "arena is negative");
  require(options.gap >= 0, "gap is negative or not a number");
  require(options.threads >= 1, "threads is below 1");
  require(options.workers >= 0, "workers is negative");
  require(options.max_copies >= 0, "max_copies is negative");
  require(options.target >= -1, "target is below -1");
  if (const auto conflict = api::find_option_conflict(options, "")) {
    require(false, conflict->c_str());
  }
  return issues;
}

Status status_of(search::Status status) {
  switch (status) {
    case search::Status::feasible:
      return Status::feasible;
    case search::Status::optimal:
      return Status::optimal;
    case search::Status::infeasible:
      return Status::infeasible;
    case search::Status::unknown:
      break;
  }
  return Status::unknown;
}

Progress progress_of(const search::Progress& progress) {
  return {progress.seconds, progress.work,  progress.has_solution, progress.duration,
          progress.peak,    progress.bound, progress.phase,        nullptr};
}

// Stands between the search and the caller's callbacks: keeps the best schedule, so that it is
// not lost with the search, and lets no exception of the caller's into it.
class Listener {
 public:
  Listener(const Options& options, Result& result) : options_(&options), result_(&result) {}

  bool on_progress(const search::Progress& progress) {
    result_->bound = progress.bound;
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

search::Techniques techniques_of(Technique technique) {
  switch (technique) {
    case Technique::local:
      return search::Techniques::local;
    case Technique::cdcl:
      return search::Techniques::cdcl;
    case Technique::lns:
      return search::Techniques::lns;
    case Technique::all:
      break;
  }
  return search::Techniques::all;
}

// `resident`: how many bytes the process had in memory when solve() was called.
search::SolveOptions to_search(const Options& options, const search::Limits& limits,
                               std::int64_t resident, Listener& listener) {
  search::SolveOptions converted;
  converted.limits = limits;
  if (options.memory_limit > 0) {
    converted.memory = base::checked_add(resident, options.memory_limit)
                           .value_or(std::numeric_limits<std::int64_t>::max());
  }
  converted.seed = options.seed;
  converted.arena = options.arena;
  converted.threads = options.threads;
  converted.workers = options.workers;
  converted.techniques = techniques_of(options.technique);
  converted.gap = options.gap;
  converted.target = options.target;
  converted.certify = options.certify;
  converted.warm_start = to_model(options.warm_start).steps;
  converted.on_progress = [&listener](const search::Progress& progress) {
    return listener.on_progress(progress);
  };
  converted.on_solution = [&listener](const search::Progress& progress,
                                      const model::Schedule& schedule) {
    return listener.on_solution(progress, schedule);
  };
  return converted;
}

// What may fail for want of memory comes first.
void take(const search::SolveResult& found, Result& result) {
  if (found.schedule) result.schedule = to_public(*found.schedule);
  result.least_peak_schedule = found.nearest ? to_public(*found.nearest) : std::vector<OpId>();
  result.placement = found.placement ? to_public(*found.placement) : Placement();
  result.least_peak = found.least_peak;
  result.least_arena = found.least_arena;
  result.status = status_of(found.status);
  result.stop = to_public(found.stop);
  result.duration = found.duration;
  result.peak = found.peak;
  result.bound = found.bound;
  result.found_by = found.found_by;
  result.bound_by = found.bound_by;
  for (const auto& [name, value] : found.statistics) {
    result.statistics.push_back({std::string(name), value});
  }
  if (found.certificate) {
    result.certificate = std::make_shared<const Certificate>(Certificate{*found.certificate});
  }
  result.wall_seconds = found.seconds;
  result.first_solution_seconds = found.first_solution_seconds;
  result.best_seconds = found.best_seconds;
  result.work = found.work;
}

// Fills `result`; what it holds when an exception passes is what is known.
void solve_into(Result& result, const Graph& graph, std::int64_t budget, const Options& options,
                const search::Limits& limits, std::int64_t resident) {
  result.issues = check(options);
  auto built = GraphAccess::build(graph);
  if (auto* const issues = std::get_if<std::vector<Issue>>(&built)) {
    result.issues.insert(result.issues.end(), issues->begin(), issues->end());
  }
  if (!result.issues.empty()) {
    result.status = Status::invalid;
    return;
  }
  const model::Graph& model = *std::get<ModelGraph>(built);
  const model::Floor floor = model::make_floor(model);
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
  take(search::solve({&model, budget, order, options.max_copies},
                     to_search(options, limits, resident, listener)),
       result);
  if (listener.thrown() != Stop::none) result.stop = listener.thrown();
}

}  // namespace

Result solve(const Graph& graph, std::int64_t budget, const Options& options,
             const StopFlag* stop) noexcept {
  const base::NoCancellation whole;
  Result result;
  const search::Limits limits = limits_of(options, stop);
  const std::int64_t resident = options.memory_limit > 0 ? base::resident_bytes() : 0;
  try {
    solve_into(result, graph, budget, options, limits, resident);
    return result;
  } catch (const std::bad_alloc&) {
    result.stop = Stop::memory;
  } catch (...) {
    result.stop = Stop::error;
  }
  result.wall_seconds = limits.elapsed();
  return result;
}

}  // namespace v0
}  // namespace moccasin
