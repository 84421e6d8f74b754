// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <filesystem>
#include <iostream>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "api/graph_access.h"
#include "api/io/schedule_record.h"
#include "app/command.h"
#include "app/reading_limit.h"
#include "app/signals.h"
#include "app/sweep_case.h"
#include "app/sweep_delivery.h"
#include "app/sweep_report.h"
#include "base/process_memory.h"
#include "io/schedule_file.h"

namespace moccasin::app {
namespace {

using Clock = std::chrono::steady_clock;

// Where no budgets are asked for, a sweep goes on at those of the earlier one. If it chose them, as
// the files of others between tell, it goes on with that from end to end.
std::optional<Failure> take_budgets(SweepCase& sweep_case) {
  const SweepSettings& settings = sweep_case.settings;
  SweepOptions& options = sweep_case.options;
  std::set<std::int64_t> asked, all;
  for (SweepPoint& point : options.known) {
    if (settings.from) point.between = true;  // it is told of, no more
    if (!point.between) asked.insert(point.budget);
    all.insert(point.budget);
  }
  if (settings.from || all.empty()) return std::nullopt;
  if (asked.size() == all.size() && !settings.points_given) {
    options.budgets.assign(asked.begin(), asked.end());
    return std::nullopt;
  }
  const auto count = static_cast<std::int32_t>(asked.size());
  if (settings.points_given && options.points < count) {
    return Failure{ExitCode::usage, "--points: the sweep in " + settings.resume + " has " +
                                        std::to_string(count) +
                                        "; with --budget others are chosen"};
  }
  options.from = *all.begin();
  options.to = *all.rbegin();
  options.points = std::max(options.points, count);
  return std::nullopt;
}

// What an earlier sweep has left in the folder of --resume: a schedule's file a budget.
std::optional<Failure> read_known(SweepCase& sweep_case) {
  const std::filesystem::path folder = sweep_case.settings.resume;
  const Options& solve = sweep_case.options.solve;
  const model::Order order = solve.order == Order::kept ? model::Order::kept : model::Order::free;
  std::error_code error;
  std::vector<std::filesystem::path> paths;
  for (std::filesystem::directory_iterator entry(folder, error), end; !error && entry != end;
       entry.increment(error)) {
    const std::string name = entry->path().filename().string();
    const bool is_one = name.starts_with(kPointPrefix) || name.starts_with(kBetweenPrefix);
    if (is_one && name.ends_with(".json")) paths.push_back(entry->path());
  }
  if (error) return Failure{ExitCode::bad_input, folder.string() + ": " + error.message()};
  std::sort(paths.begin(), paths.end());
  for (const std::filesystem::path& path : paths) {
    auto read = io::read_schedule_file(path.string(), *sweep_case.file);
    if (auto* const wrong = std::get_if<io::Error>(&read)) return failure_of(*wrong);
    const auto& file = std::get<io::ScheduleFile>(read);
    if (file.order != order || file.max_copies != solve.max_copies || !file.budget) {
      return Failure{ExitCode::bad_input, path.string() + ": is of another scope (" +
                                              scope_in_file(file.order, file.max_copies) +
                                              "); a sweep goes on in the "
                                              "one it began in"};
    }
    SweepPoint point;
    point.budget = *file.budget;
    point.bound = file.bound;
    point.status = status_of(file.status);
    point.between = path.filename().string().starts_with(kBetweenPrefix);
    if (file.schedule && !file.is_near_miss) point.schedule = to_public(*file.schedule);
    sweep_case.options.known.push_back(std::move(point));
  }
  return take_budgets(sweep_case);
}

Outcome<SweepCase> read_case(const Arguments& arguments, SweepSettings settings,
                             Clock::time_point start) {
  const ReadingLimit reading(settings.sweep.solve.time_limit, start, settings.graph, "");
  SweepCase sweep_case;
  auto file = read_graph(settings.graph, arguments);
  if (auto* const failure = std::get_if<Failure>(&file)) return std::move(*failure);
  sweep_case.file = std::get<SharedGraphFile>(std::move(file));
  sweep_case.graph = GraphAccess::wrap(ModelGraph(sweep_case.file, &sweep_case.file->graph));
  sweep_case.facts = describe(sweep_case.graph);
  sweep_case.options = settings.sweep;
  sweep_case.options.solve.start = start;
  if (auto failure = set_budgets(settings, sweep_case.facts.base_peak, sweep_case.options)) {
    return *std::move(failure);
  }
  sweep_case.settings = std::move(settings);
  if (!sweep_case.settings.resume.empty()) {
    if (auto failure = read_known(sweep_case)) return *std::move(failure);
  }
  return sweep_case;
}

Outcome<ExitCode> exit_code_of(const SweepResult& result) {
  if (result.stop == Stop::error) {
    return Failure{ExitCode::failed, "internal error: the search failed"};
  }
  bool all_infeasible = true;
  for (const SweepPoint& point : result.points) {
    if (point.has_schedule()) return ExitCode::ok;
    all_infeasible = all_infeasible && point.status == Status::infeasible;
  }
  if (result.stop == Stop::memory) return Failure{ExitCode::failed, "out of memory"};
  return all_infeasible ? ExitCode::infeasible : ExitCode::nothing;
}

Outcome<ExitCode> run(SweepCase& sweep_case) {
  auto opened = open_outputs(sweep_case);
  if (auto* const failure = std::get_if<Failure>(&opened)) return std::move(*failure);
  auto& outputs = std::get<std::vector<NamedOutput>>(opened);
  const SweepSettings& settings = sweep_case.settings;
  Console console(
      settings.verbosity, settings.color,
      takes_standard_output(outputs) ? ResultTo::standard_error : ResultTo::standard_output);
  for (const NamedOutput& output : outputs) {
    announce(output.file, [&console](const std::string& text) { console.warn(text); });
  }
  StopFlag stop;
  SignalGuard signals(stop);
  SweepReport report(sweep_case, console);
  report.facts();
  sweep_case.options.on_progress = [&report](const SweepProgress& progress) {
    report.progress(progress);
    return true;
  };
  sweep_case.result = sweep(sweep_case.graph, sweep_case.options, &stop);
  console.end_live();
  signals.end_at_next();
  const Outcome<ExitCode> code = exit_code_of(sweep_case.result);
  if (std::holds_alternative<Failure>(code)) return code;
  if (auto failure = deliver(sweep_case, outputs, report, console)) return *std::move(failure);
  return code;
}

}  // namespace

Outcome<ExitCode> run_sweep(const Arguments& arguments, Clock::time_point start) {
  auto settings = read_sweep_settings(arguments);
  if (auto* const failure = std::get_if<Failure>(&settings)) return std::move(*failure);
  auto read = read_case(arguments, std::get<SweepSettings>(std::move(settings)), start);
  if (auto* const failure = std::get_if<Failure>(&read)) return std::move(*failure);
  return run(std::get<SweepCase>(read));
}

}  // namespace moccasin::app
