// SPDX-License-Identifier: Apache-2.0
#include "app/solve_report.h"

#include <algorithm>
#include <string_view>
#include <vector>

#include "app/ignored_report.h"
#include "app/render_amount.h"
#include "app/render_floor.h"
#include "app/solve_result.h"
#include "base/printable.h"

namespace moccasin::app {
namespace {

constexpr std::chrono::milliseconds kBetweenRows(200);

}  // namespace

// As wide as the durations of a schedule that takes up to ten times as long, and sizes.
SolveReport::SolveReport(const SolveCase& solve_case, Console& console)
    : case_(&solve_case),
      console_(&console),
      table_(std::max<std::size_t>(grouped(solve_case.facts.base_duration).size() + 1, 10),
             short_size(solve_case.facts.base_peak, solve_case.size_unit()).size(),
             solve_case.has_arena() ? "arena" : "peak") {}

std::string SolveReport::size(std::int64_t bytes) const {
  return full_size(bytes, case_->size_unit());
}

std::string SolveReport::for_arena() const {
  if (!case_->has_arena()) return "";
  const std::int64_t alignment = case_->settings.solver.arena;
  return alignment == 1 ? ", for the arena"
                        : ", for the arena, aligned to " + counted(alignment, "byte");
}

std::int64_t SolveReport::memory_of(const Progress& progress) const {
  return case_->has_arena() ? arena_ : progress.peak;
}

std::string SolveReport::gap_of(const Progress& progress) const {
  if (!case_->minimizes_peak()) return gap_text(progress.duration, progress.bound);
  // What is resident lies outside of an arena, and the bound counts it.
  const std::int64_t outside = case_->has_arena() ? case_->facts.resident : 0;
  return gap_text(memory_of(progress) + outside, progress.peak_bound);
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
    console_->line("minimize   the peak of schedules that take " + duration_limit_text(*case_) +
                   for_arena());
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
    live.short_state = "gap " + gap_of(progress);
    live.state =
        overhead_text(progress.duration, case_->facts.base_duration) + ", " +
        (case_->minimizes_peak() ? short_size(memory_of(progress), case_->size_unit()) + ", "
                                 : "") +
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
  const std::string bound_text = case_->minimizes_peak()
                                     ? short_size(progress.peak_bound, case_->size_unit())
                                     : grouped(progress.bound);
  const std::vector<std::string> lines = table_.lines(
      {seconds_text(progress.wall_seconds), grouped(progress.duration),
       overhead_text(progress.duration, case_->facts.base_duration), bound_text, gap_of(progress),
       short_size(memory_of(progress), case_->size_unit()), std::string(progress.phase)},
      console_->columns());
  if (lines.size() > 1) {
    console_->line("");
    console_->line(lines.front(), Color::bold);
  }
  console_->line(lines.back());
}

void SolveReport::result(const Result& result, const std::string& saved_to) {
  show_pending();
  statistics(result);
  console_->line("");
  report_result(*case_, result, saved_to, *console_);
}

void SolveReport::statistics(const Result& result) {
  for (const Counter& counter : result.statistics) {
    console_->detail(right_aligned(grouped(counter.value), 20) + "  " + counter.name);
  }
}

void SolveReport::hints(const std::vector<std::string>& hints) {
  if (case_->settings.standard_output != Output::report) return;
  if (console_->verbosity() == Verbosity::quiet) return;
  for (const std::string& hint : hints) console_->result("hint: " + hint);
}

void SolveReport::written(const std::string& what, const std::string& path) {
  if (path != "-") console_->result(what + " written to " + path);
}

}  // namespace moccasin::app
