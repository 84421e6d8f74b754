// SPDX-License-Identifier: Apache-2.0
#include "app/solve_case.h"

#include "app/build_info.h"

namespace moccasin::app {

std::string_view order_name(Order order) { return order == Order::kept ? "kept" : "free"; }

std::string scope_text(const SolveSettings& settings) {
  const std::string copies = settings.solver.max_copies == 0
                                 ? "any number of copies"
                                 : "at most " + std::to_string(settings.solver.max_copies) +
                                       (settings.solver.max_copies == 1 ? " copy" : " copies");
  return "order " + std::string(order_name(settings.solver.order)) + ", " + copies;
}

std::string result_gap_text(const Result& result) {
  return result.objective == Objective::peak ? gap_text(result.budget_needed, result.peak_bound)
                                             : gap_text(result.duration, result.bound);
}

std::string duration_limit_text(const SolveCase& solve_case) {
  const Options& options = solve_case.settings.solver;
  if (options.max_duration >= 0) {
    return full_duration(options.max_duration, solve_case.file->duration_unit) + " at most";
  }
  if (options.max_overhead >= 0) {
    return "at most +" + percent_text(options.max_overhead) + " of the base duration";
  }
  return "any time";
}

io::ScheduleFile record_of(const SolveCase& solve_case, const Result& result) {
  SolveRequest request(solve_case.budget, solve_case.settings.solver);
  request.given = solve_case.options;
  request.commit = build_info().commit;
  return schedule_record(result, request);
}

Result result_so_far(const SolveCase& solve_case, const Progress& progress,
                     const std::vector<OpId>& schedule, double first_solution_seconds) {
  Result result;
  result.status = Status::feasible;
  result.stop = Stop::user;
  result.schedule = schedule;
  result.duration = progress.duration;
  result.peak = progress.peak;
  if (progress.placement != nullptr) result.placement = *progress.placement;
  result.bound = progress.bound;
  result.objective = solve_case.settings.solver.objective;
  result.peak_bound = progress.peak_bound;
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
