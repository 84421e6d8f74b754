// SPDX-License-Identifier: Apache-2.0
#include "app/hints.h"

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
  return "the bound is " + percent_text(gap) + " away: no longer run can gain more than that";
}

std::optional<std::string> near_floor(const SolveCase& solve_case, const Result& result) {
  const std::int64_t floor = solve_case.facts.floor;
  if (!solve_case.has_budget() || solve_case.budget < floor || floor <= 0) return std::nullopt;
  const double above = static_cast<double>(solve_case.budget - floor) / static_cast<double>(floor);
  if (above > kNearFloor || !stopped_by_limit(result.stop)) return std::nullopt;
  return "the budget is " + percent_text(above) +
         " above the floor, which no schedule is below: answers are slow to come there";
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
  if (!free_duration || *free_duration >= result.duration) return std::nullopt;
  const std::int64_t base = solve_case.facts.base_duration;
  const double points = base == 0 ? 0
                                  : 100 * static_cast<double>(result.duration - *free_duration) /
                                        static_cast<double>(base);
  return "the kept order costs at least " + fixed(points, 2) + " points: --order free finds " +
         overhead_text(*free_duration, base);
}

std::optional<std::string> look_lower(const SolveCase& solve_case, const Result& result) {
  if (result.has_schedule() || solve_case.minimizes_peak()) return std::nullopt;
  return "--minimize peak looks for the smallest budget that works";
}

}  // namespace

bool asks_what_order_costs(const SolveCase& solve_case, const Result& result) {
  const Options& options = solve_case.settings.solver;
  return options.order == Order::kept && options.technique == Technique::all &&
         options.arena == 0 && !solve_case.minimizes_peak() && result.has_schedule() &&
         result.duration > solve_case.facts.base_duration && !stopped_by_limit(result.stop);
}

std::vector<std::string> hints_of(const SolveCase& solve_case, const Result& result,
                                  std::optional<std::int64_t> free_duration) {
  std::vector<std::string> hints;
  for (std::optional<std::string> hint :
       {near_bound(result), near_floor(solve_case, result), fits_as_it_is(solve_case),
        came_late(result), order_costs(solve_case, result, free_duration),
        look_lower(solve_case, result)}) {
    if (hint) hints.push_back(*std::move(hint));
  }
  return hints;
}

}  // namespace moccasin::app
