// SPDX-License-Identifier: Apache-2.0
#include "app/solve_report.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <string_view>
#include <vector>

#include "app/ignored_report.h"
#include "app/render_floor.h"
#include "app/stop_text.h"
#include "base/printable.h"

namespace moccasin::app {
namespace {

constexpr std::chrono::milliseconds kBetweenRows(200);

std::string table_row(const std::array<std::string, 7>& cells) {
  constexpr std::array<std::size_t, 6> kWidths = {8, 20, 11, 20, 9, 13};
  std::string row;
  for (std::size_t i = 0; i < kWidths.size(); ++i) row += right_aligned(cells[i], kWidths[i]);
  return row + "  " + cells.back();
}

// How many operations run more than once.
std::size_t count_recomputed(std::size_t num_ops, const std::vector<OpId>& schedule) {
  std::vector<std::uint32_t> runs(num_ops, 0);
  for (const OpId op : schedule) ++runs[op];
  return static_cast<std::size_t>(
      std::count_if(runs.begin(), runs.end(), [](std::uint32_t count) { return count > 1; }));
}

}  // namespace

std::string SolveReport::size(std::int64_t bytes) const {
  return full_size(bytes, case_->size_unit());
}

bool SolveReport::in_arena() const { return case_->settings.solver.arena > 0; }

std::string SolveReport::for_arena() const {
  if (!in_arena()) return "";
  const std::int64_t alignment = case_->settings.solver.arena;
  return alignment == 1 ? ", for the arena"
                        : ", for the arena, aligned to " + counted(alignment, "byte");
}

// Of what may be used: the arena has the budget without the resident bytes.
std::string SolveReport::memory_text(const Result& result) const {
  const SizeUnit unit = case_->size_unit();
  if (case_->minimizes_peak()) {
    const double share = static_cast<double>(result.budget_needed) /
                         static_cast<double>(std::max<std::int64_t>(result.base_peak, 1));
    return short_size(result.budget_needed, unit) + ", " + percent_text(share) +
           " of the base peak";
  }
  if (!in_arena()) {
    return short_size(result.peak, unit) + " of " + short_size(case_->budget, unit);
  }
  const std::int64_t resident = case_->facts.resident;
  return "arena " + short_size(result.placement.arena, unit) + " of " +
         short_size(case_->budget - resident, unit) + ", live " +
         short_size(result.peak - resident, unit);
}

// How long a schedule may take whose peak is to be least.
std::string SolveReport::limit_text() const {
  const Options& options = case_->settings.solver;
  if (options.max_duration >= 0) {
    return full_duration(options.max_duration, case_->file->duration_unit) + " at most";
  }
  if (options.max_overhead >= 0) {
    return "at most +" + percent_text(options.max_overhead) + " of the base duration";
  }
  return "any time";
}

void SolveReport::facts() {
  const Facts& facts = case_->facts;
  const SolveSettings& settings = case_->settings;
  const model::Graph& graph = case_->model();
  console_->line("graph      " + base::short_name(case_->graph_name()) + ": " +
                 counted(static_cast<std::int64_t>(graph.num_operations()), "operation") + ", " +
                 counted(static_cast<std::int64_t>(graph.num_tensors()), "tensor") + ", " +
                 counted(static_cast<std::int64_t>(graph.num_reads()), "read"));
  console_->line("base       duration " +
                 full_duration(facts.base_duration, case_->file->duration_unit) + ", peak " +
                 size(facts.base_peak));
  if (case_->minimizes_peak()) {
    console_->line("minimize   the peak of schedules that take " + limit_text() + for_arena());
  }
  if (case_->has_budget()) {
    const double share = facts.base_peak == 0 ? 0
                                              : static_cast<double>(case_->budget) /
                                                    static_cast<double>(facts.base_peak);
    console_->line("budget     " + size(case_->budget) + ", " + percent_text(share) +
                   " of the base peak" + (case_->minimizes_peak() ? "" : for_arena()) +
                   (case_->budget_of_file ? ", that of the graph's file" : ""));
  }
  console_->line("floor      " + size(facts.floor) + ", set by " + floor_setter(graph, facts));
  console_->line("scope      " + scope_text(settings));
  for (const std::string& ignored : ignored_lines(case_->file->ignored)) {
    console_->detail("ignored    " + ignored);
  }
  std::string limits;
  if (settings.solver.time_limit > 0) limits += seconds_text(settings.solver.time_limit) + ", ";
  if (settings.solver.work_limit > 0) {
    limits += grouped(static_cast<std::int64_t>(settings.solver.work_limit)) + " ticks of work, ";
  }
  if (settings.solver.memory_limit > 0) {
    limits += "memory " + short_size(settings.solver.memory_limit, SizeUnit::byte) + ", ";
  }
  console_->line(
      "limits     " + limits + counted(settings.solver.threads, "thread") +
      (settings.solver.workers > 0 ? ", " + counted(settings.solver.workers, "worker") : "") +
      ", seed " + std::to_string(settings.solver.seed));
}

void SolveReport::progress(const Progress& progress) {
  if (pending_ && Clock::now() - last_row_ >= kBetweenRows) show_pending();
  if (progress.phase != phase_) {
    phase_ = progress.phase;
    console_->detail(right_aligned(seconds_text(progress.wall_seconds), 8) +
                     "  now at work: " + std::string(phase_));
  }
  const Options& options = case_->settings.solver;
  LiveLine live = {.seconds = progress.wall_seconds,
                   .used = used_part(progress.wall_seconds, options.time_limit, progress.work,
                                     options.work_limit),
                   .state = "nothing found yet",
                   .short_state = "",
                   .phase = std::string(progress.phase)};
  if (progress.has_solution) {
    const bool peak = case_->minimizes_peak();
    live.short_state = "gap " + (peak ? gap_text(progress.peak, progress.peak_bound)
                                      : gap_text(progress.duration, progress.bound));
    live.state = overhead_text(progress.duration, case_->facts.base_duration) + ", " +
                 (peak ? short_size(progress.peak, case_->size_unit()) + ", " : "") +
                 live.short_state;
  }
  console_->live(live);
}

void SolveReport::solution(const Progress& progress) {
  pending_ = progress;
  pending_->placement = nullptr;  // it is gone by the time that the row is shown
  if (progress.placement != nullptr) arena_ = progress.placement->arena;
  const bool soon = Clock::now() - last_row_ < kBetweenRows;
  if (!soon || console_->verbosity() == Verbosity::verbose) show_pending();
}

void SolveReport::show_pending() {
  if (!pending_) return;
  show_row(*pending_);
  pending_.reset();
  last_row_ = Clock::now();
}

void SolveReport::show_row(const Progress& progress) {
  if (!headed_) {
    headed_ = true;
    console_->line("");
    const char* const memory = in_arena() ? "arena" : "peak";
    console_->line(table_row({"time", "duration", "overhead", "bound", "gap", memory, "found by"}),
                   Color::bold);
  }
  const std::int64_t memory = in_arena() ? arena_ : progress.peak;
  // The bound is of what is to be least: of the peak without what is resident in an arena.
  const std::int64_t value = case_->minimizes_peak()
                                 ? memory + (in_arena() ? case_->facts.resident : 0)
                                 : progress.duration;
  const std::int64_t bound = case_->minimizes_peak() ? progress.peak_bound : progress.bound;
  const std::string bound_text =
      case_->minimizes_peak() ? short_size(bound, case_->size_unit()) : grouped(bound);
  console_->line(table_row({seconds_text(progress.wall_seconds), grouped(progress.duration),
                            overhead_text(progress.duration, case_->facts.base_duration),
                            bound_text, gap_text(value, bound),
                            short_size(memory, case_->size_unit()), std::string(progress.phase)}));
}

void SolveReport::result(const Result& result, const std::string& saved_to) {
  saved_to_ = saved_to;
  show_pending();
  statistics(result);
  console_->line("");
  if (result.has_schedule()) return found(result);
  if (result.status == Status::infeasible) return does_not_fit(result);
  nothing_found(result);
}

void SolveReport::found(const Result& result) {
  const std::size_t operations = case_->model().num_operations();
  const std::size_t again = count_recomputed(operations, result.schedule);
  const std::string recomputed =
      again == 0 ? "nothing recomputed"
                 : grouped(static_cast<std::int64_t>(again)) + " of " +
                       counted(static_cast<std::int64_t>(operations), "operation") + " run" +
                       (again == 1 ? "s" : "") + " more than once";
  console_->result(std::string(status_name(result.status)) + ", " +
                       overhead_text(result.duration, result.base_duration) + ", " +
                       memory_text(result) + ", " + recomputed + "; " + scope_text(case_->settings),
                   Color::green);
  std::string how = stop_text(result.stop, case_->settings.solver.memory_limit > 0) + " after " +
                    seconds_text(result.wall_seconds) + "; found after " +
                    seconds_text(result.best_seconds);
  if (!result.found_by.empty()) how += " by " + result.found_by;
  if (case_->minimizes_peak()) {
    how += "; no schedule " + within_text() + "needs less than " +
           short_size(result.peak_bound, case_->size_unit()) + ", gap " +
           gap_text(result.budget_needed, result.peak_bound);
  } else {
    how += "; gap " + gap_text(result.duration, result.bound);
  }
  if (!result.bound_by.empty()) how += ", bound by " + result.bound_by;
  console_->result(how);
}

// "that takes ... ", or nothing.
std::string SolveReport::within_text() const {
  const Options& options = case_->settings.solver;
  const bool limited = options.max_duration >= 0 || options.max_overhead >= 0;
  return limited ? "that takes " + limit_text() + " " : "";
}

void SolveReport::does_not_fit(const Result& result) {
  if (case_->minimizes_peak() && result.bound_by == "base duration") {
    console_->result("infeasible: no schedule is faster than all operations once, " +
                         full_duration(result.base_duration, case_->file->duration_unit),
                     Color::red);
    return;
  }
  if (case_->budget >= result.budget_floor) {
    console_->result("infeasible, proved after " + seconds_text(result.wall_seconds) +
                         ": no schedule fits in " + size(case_->budget) + "; " +
                         scope_text(case_->settings),
                     Color::red);
    near_miss(result);
  } else {
    console_->result("infeasible: the budget, " + size(case_->budget) + ", is below the floor, " +
                         size(result.budget_floor),
                     Color::red);
    console_->result(floor_reason(case_->model(), case_->facts));
    for (const std::string& line : render_needs(case_->model(), case_->facts, case_->size_unit())) {
      console_->result(line);
    }
    const std::string what = in_arena() ? ", the arena" : ", the peak";
    console_->result(
        "smallest budget known to work: " + size(least_budget(result)) + what +
        (result.least_peak < result.base_peak ? " of the warm start" : " of the base order"));
  }
}

void SolveReport::nothing_found(const Result& result) {
  console_->result("nothing found in " + size(case_->budget) + ", nor proved impossible: " +
                       stop_text(result.stop, case_->settings.solver.memory_limit > 0) + " after " +
                       seconds_text(result.wall_seconds) + "; " + scope_text(case_->settings),
                   Color::red);
  near_miss(result);
}

std::int64_t SolveReport::least_budget(const Result& result) const {
  return in_arena() ? result.least_arena + case_->facts.resident : result.least_peak;
}

// How low the search came, and how to have the schedule that did.
void SolveReport::near_miss(const Result& result) {
  const bool lower = result.least_peak < result.base_peak;
  const std::string found = in_arena() ? "the least arena found: " + size(result.least_arena) +
                                             ", for a budget of " + size(least_budget(result))
                                       : "the least peak found: " + size(result.least_peak);
  console_->result(found + (lower ? "" : ", that of the base order") +
                   ", the smallest budget known to work; the floor is " +
                   size(result.budget_floor));
  // What is printed is to be typed: not where a shell would read it in another way.
  const bool plain = std::all_of(saved_to_.begin(), saved_to_.end(), [](unsigned char c) {
    return std::isalnum(c) != 0 ||
           std::string_view("/._-+=:,@%").find(static_cast<char>(c)) != std::string_view::npos;
  });
  if (lower && !saved_to_.empty()) {
    console_->result("its schedule can be had with -b " + std::to_string(least_budget(result)) +
                     " --warm-start " + (plain ? saved_to_ : "and that file"));
  }
}

void SolveReport::statistics(const Result& result) {
  for (const Counter& counter : result.statistics) {
    console_->detail(right_aligned(grouped(counter.value), 20) + "  " + counter.name);
  }
}

void SolveReport::written(const std::string& what, const std::string& path) {
  if (path != "-") console_->result(what + " written to " + path);
}

}  // namespace moccasin::app
