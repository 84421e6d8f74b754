// SPDX-License-Identifier: Apache-2.0
#include "app/sweep_report.h"

#include <algorithm>
#include <string>
#include <vector>

#include "app/render_sweep.h"
#include "app/stop_text.h"
#include "app/terminal.h"

namespace moccasin::app {
namespace {

std::string scope_text(const Options& solve) {
  return scope_in_file(solve.order == Order::kept ? model::Order::kept : model::Order::free,
                       solve.max_copies);
}

// "3 of 16 budgets closed", of those that were asked for: proved to be optimal, or that nothing
// fits.
std::string closed_text(const io::SweepFile& sweep) {
  std::int64_t asked = 0, closed = 0;
  for (const io::SweepRow& row : sweep.rows) {
    if (row.between) continue;
    ++asked;
    if (row.status == "optimal" || row.status == "infeasible") ++closed;
  }
  return std::to_string(closed) + " of " + counted(asked, "budget") + " closed";
}

}  // namespace

void SweepReport::facts() {
  const Facts& facts = case_->facts;
  const Options& solve = case_->options.solve;
  console_->line("graph      " + case_->name() + ": " +
                 counted(static_cast<std::int64_t>(case_->graph.num_ops()), "operation"));
  console_->line("base       duration " +
                 full_duration(facts.base_duration, case_->file->duration_unit) + ", peak " +
                 full_size(facts.base_peak, case_->unit()));
  console_->line("floor      " + full_size(facts.floor, case_->unit()));
  console_->line("scope      " + scope_text(solve));
  std::string limits;
  if (solve.time_limit > 0) limits += seconds_text(solve.time_limit) + ", ";
  if (solve.work_limit > 0) {
    limits += grouped(static_cast<std::int64_t>(solve.work_limit)) + " ticks of work, ";
  }
  console_->line("limits     " + limits + counted(solve.threads, "thread") + ", seed " +
                 std::to_string(solve.seed));
  if (!case_->options.known.empty()) {
    console_->line("resumed    from " +
                   counted(static_cast<std::int64_t>(case_->options.known.size()), "budget"));
  }
}

// The table as it would be now, and a line below it.
void SweepReport::progress(const SweepProgress& progress) {
  if (!console_->shows_live()) return;
  SweepResult so_far;
  so_far.points = *progress.points;
  so_far.base_duration = case_->facts.base_duration;
  so_far.base_peak = case_->facts.base_peak;
  const std::size_t width = console_->columns();
  const io::SweepFile sweep = record_of(*case_, so_far);
  std::vector<std::string> lines = sweep_table(sweep, case_->unit(), width);
  const Options& solve = case_->options.solve;
  const std::string closed = closed_text(sweep);
  lines.push_back(render_live_line(
      {.seconds = progress.wall_seconds,
       .used = used_part(progress.wall_seconds, solve.time_limit, progress.work, solve.work_limit),
       .state = closed,
       .short_state = closed,
       .phase = ""},
      width, terminal_has_utf8()));
  console_->live(lines);
}

void SweepReport::result() {
  const io::SweepFile sweep = record_of(*case_, case_->result);
  console_->line("");
  const std::vector<std::string> lines = sweep_table(sweep, case_->unit(), 100);
  for (const std::string& line : lines) console_->result(line);
  console_->result(stop_text(case_->result.stop, case_->options.solve.memory_limit > 0) +
                   " after " + seconds_text(case_->result.wall_seconds) + "; " +
                   closed_text(sweep) + "; " + scope_text(case_->options.solve));
}

}  // namespace moccasin::app
