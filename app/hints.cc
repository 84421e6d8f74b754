// SPDX-License-Identifier: Apache-2.0
#include "app/hints.h"

#include <cstddef>

#include "app/render_amount.h"

namespace moccasin::app {
namespace {

constexpr double kNearBound = 0.002, kNearFloor = 0.02, kLate = 0.9;

bool stopped_by_limit(Stop stop) {
  return stop == Stop::time || stop == Stop::work || stop == Stop::user || stop == Stop::memory;
}

std::optional<std::string> near_bound(const Result& result) {
  const double gap = result.gap();
  if (!stopped_by_limit(result.stop) || gap <= 0 || gap > kNearBound) return std::nullopt;
  return "the bound is " + result_gap_text(result) + " away: no longer run can gain more than that";
}

std::optional<std::string> near_floor(const SolveCase& solve_case, const Result& result) {
  const std::int64_t floor = solve_case.facts.floor;
  if (!solve_case.has_budget() || solve_case.budget < floor || floor <= 0) return std::nullopt;
  const double above = static_cast<double>(solve_case.budget - floor) / static_cast<double>(floor);
  if (above > kNearFloor || !stopped_by_limit(result.stop)) return std::nullopt;
  return "the budget is " + percent_text(above) +
         " above the floor, below which nothing fits: 'moccasin sweep' shows what more memory "
         "gains";
}

std::optional<std::string> fits_as_it_is(const SolveCase& solve_case) {
  const bool plain = solve_case.settings.solver.arena == 0 && !solve_case.minimizes_peak();
  if (!plain || solve_case.budget < solve_case.facts.base_peak) return std::nullopt;
  return "the base order fits this budget as it is";
}

std::optional<std::string> came_late(const Result& result) {
  const bool late = result.has_schedule() && result.stop == Stop::time &&
                    result.best_seconds >= kLate * result.wall_seconds &&
                    result.best_seconds > result.first_solution_seconds;
  if (!late || near_bound(result)) return std::nullopt;
  return "the last improvement came after " + seconds_text(result.best_seconds) + " of " +
         seconds_text(result.wall_seconds) + ": a longer run may find more";
}

std::optional<std::string> order_costs(const SolveCase& solve_case, const Result& result,
                                       std::optional<std::int64_t> free_duration) {
  // What a limit or --gap has ended is not the best of the kept order.
  if (!free_duration || (result.has_schedule() && result.status != Status::optimal)) {
    return std::nullopt;
  }
  const std::int64_t base = solve_case.facts.base_duration;
  const std::string found = "--order free finds " + overhead_text(*free_duration, base);
  if (!result.has_schedule()) return "it is the kept order that does not fit: " + found;
  const double points = base == 0 ? 0
                                  : 100 * static_cast<double>(result.duration - *free_duration) /
                                        static_cast<double>(base);
  const std::string rounded = fixed(points, 2);
  if (*free_duration >= result.duration || rounded == fixed(0, 2)) return std::nullopt;
  return "the kept order costs at least " + rounded + " points: " + found;
}

std::optional<std::string> copies_used_up(const SolveCase& solve_case, const Result& result) {
  const std::int32_t most = solve_case.settings.solver.max_copies;
  if (most < 2 || result.schedule.empty() || result.status == Status::optimal ||
      solve_case.minimizes_peak()) {
    return std::nullopt;
  }
  std::vector<std::int32_t> runs;
  for (const OpId op : result.schedule) {
    if (op >= runs.size()) runs.resize(op + std::size_t{1});
    ++runs[op];
  }
  std::int64_t used_up = 0;  // by the option alone: the graph may limit them as well
  for (std::size_t op = 0; op < runs.size(); ++op) {
    const std::int32_t own = solve_case.model().operation(model::OpIndex(op)).max_copies;
    if (runs[op] == most && (own == 0 || own > most)) ++used_up;
  }
  if (used_up == 0) return std::nullopt;
  return counted(used_up, "operation") + (used_up == 1 ? " runs" : " run") + " as often as " +
         "--max-copies allows: without it there may be faster schedules";
}

std::optional<std::string> memory_ended(const SolveCase& solve_case, const Result& result) {
  if (result.stop != Stop::memory || solve_case.settings.solver.memory_limit == 0) {
    return std::nullopt;
  }
  return "--memory-limit ended the search after " + seconds_text(result.wall_seconds) +
         ": with more memory it would have gone on";
}

std::optional<std::string> look_lower(const SolveCase& solve_case, const Result& result) {
  if (result.has_schedule() || solve_case.minimizes_peak()) return std::nullopt;
  const bool known =
      solve_case.settings.solver.arena == 0 && result.least_peak <= result.budget_floor;
  if (known) return std::nullopt;
  return "--minimize peak looks for the smallest budget that works";
}

}  // namespace

bool asks_what_order_costs(const SolveCase& solve_case, const Result& result) {
  const Options& options = solve_case.settings.solver;
  const bool may_gain =
      result.has_schedule()
          ? result.status == Status::optimal && result.duration > solve_case.facts.base_duration
          : result.status == Status::infeasible && solve_case.budget >= result.budget_floor;
  return options.order == Order::kept && options.technique == Technique::all &&
         options.arena == 0 && !solve_case.minimizes_peak() && may_gain &&
         !stopped_by_limit(result.stop);
}

std::vector<std::string> hints_of(const SolveCase& solve_case, const Result& result,
                                  std::optional<std::int64_t> free_duration) {
  std::vector<std::string> hints;
  for (std::optional<std::string> hint :
       {near_bound(result), near_floor(solve_case, result), fits_as_it_is(solve_case),
        came_late(result), memory_ended(solve_case, result), copies_used_up(solve_case, result),
        order_costs(solve_case, result, free_duration), look_lower(solve_case, result)}) {
    if (hint) hints.push_back(*std::move(hint));
  }
  return hints;
}

}  // namespace moccasin::app
