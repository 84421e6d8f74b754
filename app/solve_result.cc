// SPDX-License-Identifier: Apache-2.0
#include "app/solve_result.h"

#include <algorithm>
#include <cctype>
#include <string_view>
#include <vector>

#include "app/render_amount.h"
#include "app/render_floor.h"
#include "app/stop_text.h"

namespace moccasin::app {
namespace {

// How many operations run more than once.
std::size_t count_recomputed(std::size_t num_ops, const std::vector<OpId>& schedule) {
  std::vector<std::uint32_t> runs(num_ops, 0);
  for (const OpId op : schedule) ++runs[op];
  return static_cast<std::size_t>(
      std::count_if(runs.begin(), runs.end(), [](std::uint32_t count) { return count > 1; }));
}

class ResultReport {
 public:
  ResultReport(const SolveCase& solve_case, const Result& result, Console& console)
      : case_(&solve_case), result_(&result), console_(&console) {}

  void found();
  void does_not_fit(const std::string& saved_to);
  void nothing_found(const std::string& saved_to);

 private:
  void below_the_floor();
  void near_miss(const std::string& saved_to);
  [[nodiscard]] std::string within_text() const;
  [[nodiscard]] std::string memory_text() const;
  // With which what came nearest would have fitted.
  [[nodiscard]] std::int64_t least_budget() const;
  [[nodiscard]] std::string size(std::int64_t bytes) const {
    return full_size(bytes, case_->size_unit());
  }

  const SolveCase* case_;
  const Result* result_;
  Console* console_;
};

// Of what may be used: the arena has the budget without the resident bytes.
std::string ResultReport::memory_text() const {
  const Result& result = *result_;
  const SizeUnit unit = case_->size_unit();
  if (case_->minimizes_peak()) {
    const double share = static_cast<double>(result.budget_needed) /
                         static_cast<double>(std::max<std::int64_t>(result.base_peak, 1));
    return short_size(result.budget_needed, unit) + ", " + percent_text(share) +
           " of the base peak";
  }
  if (!case_->has_arena()) {
    return short_size(result.peak, unit) + " of " + short_size(case_->budget, unit);
  }
  const std::int64_t resident = case_->facts.resident;
  return "arena " + short_size(result.placement.arena, unit) + " of " +
         short_size(case_->budget - resident, unit) + ", live " +
         short_size(result.peak - resident, unit);
}

void ResultReport::found() {
  const Result& result = *result_;
  const std::size_t operations = case_->model().num_operations();
  const std::size_t again = count_recomputed(operations, result.schedule);
  const std::string recomputed =
      again == 0 ? "nothing recomputed"
                 : grouped(static_cast<std::int64_t>(again)) + " of " +
                       counted(static_cast<std::int64_t>(operations), "operation") + " run" +
                       (again == 1 ? "s" : "") + " more than once";
  console_->result(std::string(status_name(result.status)) + ", " +
                       overhead_text(result.duration, result.base_duration) + ", " + memory_text() +
                       ", gap " + result_gap_text(*result_) + "; " + recomputed + "; " +
                       scope_text(case_->settings),
                   Color::green);
  std::string how = stop_text(result.stop, case_->settings.solver.memory_limit > 0) + " after " +
                    seconds_text(result.wall_seconds) + "; found after " +
                    seconds_text(result.best_seconds);
  if (!result.found_by.empty()) how += " by " + result.found_by;
  if (case_->minimizes_peak()) {
    how += "; no schedule " + within_text() + "needs less than " +
           short_size(result.peak_bound, case_->size_unit());
    if (!result.bound_by.empty()) how += ", by " + result.bound_by;
  } else if (!result.bound_by.empty()) {
    how += "; bound by " + result.bound_by;
  }
  console_->result(how);
}

// "that takes ... ", or nothing.
std::string ResultReport::within_text() const {
  const Options& options = case_->settings.solver;
  const bool limited = options.max_duration >= 0 || options.max_overhead >= 0;
  return limited ? "that takes " + duration_limit_text(*case_) + " " : "";
}

void ResultReport::does_not_fit(const std::string& saved_to) {
  const Result& result = *result_;
  if (case_->minimizes_peak() && result.bound_by == "base duration") {
    console_->result("infeasible: no schedule is faster than all operations once, " +
                         full_duration(result.base_duration, case_->file->duration_unit),
                     Color::red);
    return;
  }
  if (case_->budget < result.budget_floor) return below_the_floor();
  console_->result("infeasible, proved after " + seconds_text(result.wall_seconds) +
                       ": no schedule fits in " + size(case_->budget) + "; " +
                       scope_text(case_->settings),
                   Color::red);
  near_miss(saved_to);
}

void ResultReport::below_the_floor() {
  console_->result("infeasible: the budget, " + size(case_->budget) + ", is below the floor, " +
                       size(result_->budget_floor),
                   Color::red);
  console_->result(floor_reason(case_->model(), case_->facts));
  for (const std::string& line : render_needs(case_->model(), case_->facts, case_->size_unit())) {
    console_->result(line);
  }
  const std::string what = case_->has_arena() ? ", the arena" : ", the peak";
  console_->result(
      "smallest budget known to work: " + size(least_budget()) + what +
      (result_->least_peak < result_->base_peak ? " of the warm start" : " of the base order"));
}

void ResultReport::nothing_found(const std::string& saved_to) {
  const Result& result = *result_;
  console_->result("nothing found in " + size(case_->budget) + ", nor proved impossible: " +
                       stop_text(result.stop, case_->settings.solver.memory_limit > 0) + " after " +
                       seconds_text(result.wall_seconds) + "; " + scope_text(case_->settings),
                   Color::red);
  near_miss(saved_to);
}

std::int64_t ResultReport::least_budget() const {
  const Result& result = *result_;
  return case_->has_arena() ? result.least_arena + case_->facts.resident : result.least_peak;
}

// How low the search came, and how to have the schedule that did.
void ResultReport::near_miss(const std::string& saved_to) {
  const Result& result = *result_;
  const bool lower = result.least_peak < result.base_peak;
  const std::string found = case_->has_arena()
                                ? "the least arena found: " + size(result.least_arena) +
                                      ", for a budget of " + size(least_budget())
                                : "the least peak found: " + size(result.least_peak);
  console_->result(found + (lower ? "" : ", that of the base order") +
                   ", the smallest budget known to work; the floor is " +
                   size(result.budget_floor));
  // What is printed is to be typed: not where a shell would read it in another way.
  const bool plain = std::all_of(saved_to.begin(), saved_to.end(), [](unsigned char c) {
    return std::isalnum(c) != 0 ||
           std::string_view("/._-+=:,@%").find(static_cast<char>(c)) != std::string_view::npos;
  });
  if (lower && !saved_to.empty()) {
    console_->result("its schedule can be had with -b " + std::to_string(least_budget()) +
                     " --warm-start " + (plain ? saved_to : "and that file"));
  }
}

}  // namespace

void report_result(const SolveCase& solve_case, const Result& result, const std::string& saved_to,
                   Console& console) {
  ResultReport report(solve_case, result, console);
  if (result.has_schedule()) return report.found();
  if (result.status == Status::infeasible) return report.does_not_fit(saved_to);
  report.nothing_found(saved_to);
}

}  // namespace moccasin::app
