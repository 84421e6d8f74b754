// SPDX-License-Identifier: Apache-2.0
#include "app/sweep_delivery.h"

#include <filesystem>
#include <ostream>
#include <string>
#include <utility>

#include "api/io/schedule_record.h"
#include "app/build_info.h"
#include "app/render_sweep.h"
#include "io/schedule_file.h"

namespace moccasin::app {
namespace {

Document curve_document(const SweepCase& sweep_case) {
  return {"the curve", ".json", [&sweep_case](std::ostream& out) {
            write_sweep(out, *sweep_case.file, record_of(sweep_case));
          }};
}

Document csv_document(const SweepCase& sweep_case) {
  return {"the table", ".csv",
          [&sweep_case](std::ostream& out) { write_sweep_csv(out, record_of(sweep_case)); }};
}

Document picture_document(const SweepCase& sweep_case) {
  return {"the picture", ".svg", [&sweep_case](std::ostream& out) {
            const std::string title = sweep_case.name() + ": what less memory costs, base peak " +
                                      short_size(sweep_case.facts.base_peak, sweep_case.unit());
            out << render_sweep(record_of(sweep_case), title, sweep_case.file->size_unit);
          }};
}

// The result of a solve at that budget, as its file has it.
io::ScheduleFile schedule_record_of(const SweepCase& sweep_case, const SweepPoint& point) {
  const SweepResult& sweep = sweep_case.result;
  Result result;
  result.status = point.status;
  result.stop = point.status == Status::optimal || point.status == Status::infeasible ? Stop::proved
                                                                                      : sweep.stop;
  result.schedule = point.schedule;
  result.duration = point.duration;
  result.peak = point.peak;
  result.bound = point.bound;
  result.found_by = point.found_by;
  result.bound_by = point.bound_by;
  result.base_duration = sweep.base_duration;
  result.base_peak = result.least_peak = sweep.base_peak;
  result.budget_floor = sweep.budget_floor;
  result.wall_seconds = sweep.wall_seconds;
  result.first_solution_seconds = result.best_seconds = point.found_seconds;
  result.work = sweep.work;
  SolveRequest request(point.budget, sweep_case.options.solve);
  request.commit = build_info().commit;
  return schedule_record(result, request);
}

std::string file_name(std::int64_t budget, std::int64_t largest) {
  const std::string digits = std::to_string(budget), most = std::to_string(largest);
  return std::string(kPointPrefix) + std::string(most.size() - digits.size(), '0') + digits +
         ".json";
}

std::optional<Failure> write_schedules(const SweepCase& sweep_case, const Delivery& delivery) {
  const std::filesystem::path folder = sweep_case.settings.schedules;
  for (const SweepPoint& point : sweep_case.result.points) {
    const std::string name = file_name(point.budget, sweep_case.result.points.back().budget);
    auto opened = open_output((folder / name).string());
    if (auto* const failure = std::get_if<Failure>(&opened)) return std::move(*failure);
    const Document document = {"the schedule", ".json", [&](std::ostream& out) {
                                 write_schedule(out, *sweep_case.file,
                                                schedule_record_of(sweep_case, point));
                               }};
    if (const auto error = delivery.write(std::get<io::OutputFile>(opened), document)) {
      return failure_of(*error);
    }
  }
  return std::nullopt;
}

}  // namespace

Outcome<std::vector<SweepOutput>> open_outputs(const SweepCase& sweep_case) {
  const SweepSettings& settings = sweep_case.settings;
  std::vector<SweepOutput> outputs;
  const std::string printed = settings.prints_json ? "-" : "";
  const std::pair<const std::string*, Document (*)(const SweepCase&)> wanted[] = {
      {&settings.output, curve_document},
      {&settings.csv, csv_document},
      {&settings.svg, picture_document},
      {&printed, curve_document}};
  for (const auto& [path, document] : wanted) {
    if (path->empty()) continue;
    auto opened = open_output(*path);
    if (auto* const failure = std::get_if<Failure>(&opened)) return std::move(*failure);
    outputs.push_back({std::get<io::OutputFile>(std::move(opened)), document(sweep_case)});
  }
  if (!settings.schedules.empty()) {
    std::error_code error;
    std::filesystem::create_directories(settings.schedules, error);
    if (error) return Failure{ExitCode::failed, settings.schedules + ": " + error.message()};
  }
  return outputs;
}

bool takes_standard_output(const std::vector<SweepOutput>& outputs) {
  for (const SweepOutput& output : outputs) {
    if (output.file.is_standard_output()) return true;
  }
  return false;
}

std::optional<Failure> deliver(const SweepCase& sweep_case, std::vector<SweepOutput>& outputs,
                               SweepReport& report, Console& console) {
  Delivery delivery(takes_standard_output(outputs) ? StandardOutput::taken : StandardOutput::free,
                    [&console](const std::string& text) { console.warn(text); });
  std::optional<Failure> first;
  std::vector<std::pair<std::string, std::string>> written;  // what, where
  const auto note = [&](std::optional<Failure> failure, const std::string& what,
                        const std::string& path) {
    if (!failure) {
      written.emplace_back(what, path);
    } else if (first) {
      console.warn(failure->message);
    } else {
      first = std::move(failure);
    }
  };
  if (!sweep_case.settings.schedules.empty()) {
    note(write_schedules(sweep_case, delivery), "schedules", sweep_case.settings.schedules);
  }
  for (SweepOutput& output : outputs) {
    note(delivery.deliver(output.file, output.document), output.document.what.substr(4),
         output.file.path());
  }
  if (delivery.standard_output() == StandardOutput::taken) console.leave_standard_output();
  report.result();
  for (const auto& [what, path] : written) report.written(what, path);
  return first;
}

}  // namespace moccasin::app
