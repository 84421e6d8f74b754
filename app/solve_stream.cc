// SPDX-License-Identifier: Apache-2.0
#include "app/solve_stream.h"

#include <string>

#include "app/json_text.h"
#include "io/output_target.h"

namespace moccasin::app {
namespace {

double gap_of(std::int64_t duration, std::int64_t bound) {
  Result result;
  result.status = Status::feasible;
  result.duration = duration;
  result.bound = bound;
  return result.gap();
}

double overhead_percent(std::int64_t duration, std::int64_t base) {
  if (base == 0) return 0;
  return 100 * (static_cast<double>(duration) - static_cast<double>(base)) /
         static_cast<double>(base);
}

// gap, unless the bound is nothing to measure by.
void add_gap(JsonObject& object, std::int64_t duration, std::int64_t bound) {
  if (bound > 0 || duration == bound) object.add("gap", gap_of(duration, bound));
}

std::string ids(const io::GraphFile& file, const std::vector<OpId>& schedule) {
  std::string text = "[";
  for (const OpId op : schedule) {
    if (text.size() > 1) text += ", ";
    const std::string& name = file.graph.operation(model::OpIndex(op)).name;
    text += file.id_kinds[op] == io::IdKind::integer ? name : json_quoted(name);
  }
  return text + "]";
}

std::string numbers(const std::vector<std::int64_t>& list) {
  std::string text = "[";
  for (const std::int64_t number : list) {
    if (text.size() > 1) text += ", ";
    text += std::to_string(number);
  }
  return text + "]";
}

void put(std::ostream& out, const JsonObject& object) { out << object.text() << std::endl; }

}  // namespace

void SolveStream::start() {
  const SolveSettings& settings = case_->settings;
  const JsonObject graph = JsonObject()
                               .add("name", case_->graph_name())
                               .add("nodes", case_->model().num_operations())
                               .add("edges", case_->model().num_reads());
  const JsonObject base =
      JsonObject().add("duration", case_->facts.base_duration).add("peak", case_->facts.base_peak);
  JsonObject scope;
  scope.add("order", order_name(settings.solver.order));
  settings.solver.max_copies == 0 ? scope.add_raw("max_copies", "null")
                                  : scope.add("max_copies", settings.solver.max_copies);
  JsonObject object;
  object.add("type", "start").add("version", MOCCASIN_VERSION).add_raw("graph", graph.text());
  object.add_raw("base", base.text());
  if (case_->has_budget()) object.add("budget", case_->budget);
  if (case_->minimizes_peak()) object.add("objective", "peak");
  object.add("budget_floor", case_->facts.floor).add_raw("scope", scope.text());
  if (settings.solver.arena > 0) object.add("alignment", settings.solver.arena);
  object.add("seed", settings.solver.seed).add("threads", settings.solver.threads);
  if (settings.solver.workers > 0) object.add("workers", settings.solver.workers);
  if (settings.solver.time_limit > 0) object.add("time_limit", settings.solver.time_limit);
  if (settings.solver.work_limit > 0) object.add("work_limit", settings.solver.work_limit);
  if (settings.solver.memory_limit > 0) object.add("memory_limit", settings.solver.memory_limit);
  put(*out_, object);
}

void SolveStream::put_bound(double seconds, std::uint64_t work, std::int64_t bound,
                            std::string_view phase) {
  if (bound <= bound_) return;
  bound_ = bound;
  put(*out_, JsonObject()
                 .add("type", "bound")
                 .add("time", seconds)
                 .add("work", work)
                 .add("bound", bound)
                 .add("phase", phase));
}

void SolveStream::progress(const Progress& progress) {
  put_bound(progress.wall_seconds, progress.work, progress.bound, progress.phase);
}

void SolveStream::solution(const Progress& progress, const std::vector<OpId>& schedule) {
  JsonObject object;
  object.add("type", "solution").add("time", progress.wall_seconds).add("work", progress.work);
  object.add("duration", progress.duration).add("bound", progress.bound);
  add_gap(object, progress.duration, progress.bound);
  object.add("overhead_percent", overhead_percent(progress.duration, case_->facts.base_duration));
  object.add("peak", progress.peak);
  if (case_->minimizes_peak()) object.add("peak_bound", progress.peak_bound);
  if (progress.placement != nullptr) object.add("arena", progress.placement->arena);
  object.add("found_by", progress.phase);
  if (case_->settings.intermediate == Intermediate::yes) {
    object.add_raw("steps", ids(*case_->file, schedule));
    if (progress.placement != nullptr) {
      object.add_raw("offsets", numbers(progress.placement->offsets));
      object.add_raw("workspace_offsets", numbers(progress.placement->workspaces));
    }
  }
  put(*out_, object);
}

void SolveStream::finish(const Result& result) {
  if (result.status != Status::infeasible) {
    put_bound(result.wall_seconds, result.work, result.bound, result.bound_by);
  }
  JsonObject statistics;
  statistics.add("type", "statistics");
  for (const Counter& counter : result.statistics) statistics.add(counter.name, counter.value);
  put(*out_, statistics);

  JsonObject object;
  object.add("type", "status").add("status", status_name(result.status));
  object.add("stop", stop_name(result.stop)).add("time", result.wall_seconds);
  object.add("work", result.work).add("bound", result.bound).add("bound_by", result.bound_by);
  if (case_->minimizes_peak()) object.add("peak_bound", result.peak_bound);
  if (result.has_schedule()) {
    object.add("duration", result.duration).add("peak", result.peak);
    if (case_->settings.solver.arena > 0) object.add("arena", result.placement.arena);
    add_gap(object, result.duration, result.bound);
    object.add("overhead_percent", overhead_percent(result.duration, result.base_duration));
    object.add("found_by", result.found_by);
    object.add("first_solution_time", result.first_solution_seconds);
    object.add("time_to_best", result.best_seconds);
  } else {
    object.add("least_peak", result.least_peak);
    if (result.least_arena > 0) object.add("least_arena", result.least_arena);
  }
  put(*out_, object);
}

std::optional<io::Error> SolveStream::error() const {
  if (out_->error() == 0) return std::nullopt;
  return io::unwritable("-", out_->error());
}

std::string time_up_line(double seconds) {
  return JsonObject()
             .add("type", "status")
             .add("status", status_name(Status::unknown))
             .add("stop", stop_name(Stop::time))
             .add("time", seconds)
             .text() +
         "\n";
}

void stream_error(std::ostream& out, const Failure& failure) {
  put(out, JsonObject()
               .add("type", "error")
               .add("message", failure.message)
               .add("exit", static_cast<int>(failure.code)));
}

}  // namespace moccasin::app
