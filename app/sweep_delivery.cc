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
            write_sweep(out, *sweep_case.file, record_of(sweep_case, sweep_case.result));
          }};
}

Document csv_document(const SweepCase& sweep_case) {
  return {"the table", ".csv", [&sweep_case](std::ostream& out) {
            write_sweep_csv(out, record_of(sweep_case, sweep_case.result));
          }};
}

Document picture_document(const SweepCase& sweep_case) {
  return {"the picture", ".svg", [&sweep_case](std::ostream& out) {
            const std::string title = sweep_case.name() + ": what less memory costs, base peak " +
                                      short_size(sweep_case.facts.base_peak, sweep_case.unit());
            out << render_sweep(record_of(sweep_case, sweep_case.result), title,
                                sweep_case.file->size_unit);
          }};
}

// The result of a solve at that budget, as its file has it.
io::ScheduleFile schedule_record_of(const SweepCase& sweep_case, const SweepPoint& point) {
  const SweepResult& sweep = sweep_case.result;
  Result result;
  result.status = point.status;
  const bool closed = point.status == Status::optimal || point.status == Status::infeasible;
  // Where all was proved that was worked on, this was not: no work was left for it.
  const Stop open = sweep.stop == Stop::proved ? Stop::work : sweep.stop;
  result.stop = closed ? Stop::proved : open;
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

std::string file_name(const SweepPoint& point) {
  return std::string(point.between ? kBetweenPrefix : kPointPrefix) + std::to_string(point.budget) +
         ".json";
}

// A file for each budget of the curve, so that nothing that is proved is lost for the next sweep.
std::optional<Failure> write_schedules(const SweepCase& sweep_case, const Delivery& delivery) {
  const std::filesystem::path folder = sweep_case.settings.schedules;
  for (const SweepPoint& point : sweep_case.result.points) {
    auto opened = open_output((folder / file_name(point)).string());
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

Outcome<std::vector<NamedOutput>> open_outputs(const SweepCase& sweep_case) {
  const SweepSettings& settings = sweep_case.settings;
  auto outputs = open_all({{settings.output, curve_document(sweep_case)},
                           {settings.csv, csv_document(sweep_case)},
                           {settings.svg, picture_document(sweep_case)},
                           {settings.prints_json ? "-" : "", curve_document(sweep_case)}});
  if (std::holds_alternative<Failure>(outputs) || settings.schedules.empty()) return outputs;
  std::error_code error;
  std::filesystem::create_directories(settings.schedules, error);
  if (error) return Failure{ExitCode::failed, settings.schedules + ": " + error.message()};
  return outputs;
}

std::optional<Failure> deliver(const SweepCase& sweep_case, std::vector<NamedOutput>& outputs,
                               SweepReport& report, Console& console) {
  Delivery delivery(takes_standard_output(outputs) ? StandardOutput::taken : StandardOutput::free,
                    [&console](const std::string& text) { console.warn(text); });
  Delivered delivered;
  // The folder last: it takes longest, and who interrupts that has the curve.
  deliver_all(outputs, delivery, console, delivered);
  if (const std::string& folder = sweep_case.settings.schedules; !folder.empty()) {
    delivered.note(write_schedules(sweep_case, delivery), "schedules written to " + folder,
                   console);
  }
  if (delivery.standard_output() == StandardOutput::taken) console.leave_standard_output();
  report.result();
  for (const std::string& line : delivered.written) console.result(line);
  return std::move(delivered.failure);
}

}  // namespace moccasin::app
