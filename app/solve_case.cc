// SPDX-License-Identifier: Apache-2.0
#include "app/solve_case.h"

#include "api/graph_access.h"
#include "app/build_info.h"

namespace moccasin::app {

std::string_view status_name(Status status) {
  switch (status) {
    case Status::feasible:
      return "feasible";
    case Status::optimal:
      return "optimal";
    case Status::infeasible:
      return "infeasible";
    case Status::invalid:
    case Status::unknown:
      break;
  }
  return "unknown";
}

std::string_view stop_name(Stop stop) {
  switch (stop) {
    case Stop::proved:
      return "proved";
    case Stop::time:
      return "time";
    case Stop::work:
      return "work";
    case Stop::gap:
      return "gap";
    case Stop::target:
      return "target";
    case Stop::memory:
      return "memory";
    case Stop::error:
      return "error";
    case Stop::none:
    case Stop::user:
      break;
  }
  return "user";
}

std::string_view order_name(Order order) { return order == Order::kept ? "kept" : "free"; }

std::string scope_text(const SolveSettings& settings) {
  const std::string copies = settings.solver.max_copies == 0
                                 ? "any number of copies"
                                 : "at most " + std::to_string(settings.solver.max_copies) +
                                       (settings.solver.max_copies == 1 ? " copy" : " copies");
  return "order " + std::string(order_name(settings.solver.order)) + ", " + copies;
}

io::ScheduleFile record_of(const SolveCase& solve_case, const Result& result) {
  const SolveSettings& settings = solve_case.settings;
  io::ScheduleFile file;
  file.status = status_name(result.status);
  file.stop = stop_name(result.stop);
  file.order = settings.solver.order == Order::kept ? model::Order::kept : model::Order::free;
  file.max_copies = settings.solver.max_copies;
  file.budget = solve_case.budget;
  file.bound = result.bound;
  if (!result.has_schedule()) {
    file.least_peak = result.least_peak;
    const bool searched = solve_case.budget >= solve_case.facts.floor;
    if (searched && !result.least_peak_schedule.empty()) {
      file.least_peak_schedule = to_model(result.least_peak_schedule);
    }
  }
  file.time = result.wall_seconds;
  if (result.has_schedule()) {
    file.schedule = to_model(result.schedule);
    file.first_solution_time = result.first_solution_seconds;
    file.time_to_best = result.best_seconds;
  }
  file.found_by = result.found_by;
  file.bound_by = result.bound_by;
  file.version = MOCCASIN_VERSION;
  file.commit = build_info().commit;
  file.seed = settings.solver.seed;
  file.threads = settings.solver.threads;
  file.work = result.work;
  file.options = solve_case.options;
  for (const Counter& counter : result.statistics) {
    file.statistics.emplace_back(counter.name, counter.value);
  }
  return file;
}

Result result_so_far(const SolveCase& solve_case, const Progress& progress,
                     const std::vector<OpId>& schedule, double first_solution_seconds) {
  Result result;
  result.status = Status::feasible;
  result.stop = Stop::user;
  result.schedule = schedule;
  result.duration = progress.duration;
  result.peak = progress.peak;
  result.bound = progress.bound;
  result.base_duration = solve_case.facts.base_duration;
  result.base_peak = solve_case.facts.base_peak;
  result.budget_floor = solve_case.facts.floor;
  result.found_by = progress.phase;
  result.wall_seconds = progress.wall_seconds;
  result.first_solution_seconds = first_solution_seconds;
  result.best_seconds = progress.wall_seconds;
  result.work = progress.work;
  return result;
}

}  // namespace moccasin::app
