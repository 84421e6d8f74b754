// SPDX-License-Identifier: Apache-2.0
#include <utility>

#include "api/graph_access.h"
#include "api/io/document_access.h"
#include "api/io/file_error.h"
#include "api/io/schedule_record.h"
#include "api/io/sink.h"
#include "api/io/source.h"
#include "api/placement_access.h"
#include "io/schedule_breach.h"
#include "io/schedule_steps.h"
#include "model/verify.h"
#include "model/verify_placement.h"

namespace moccasin {
inline namespace v0 {
namespace {

// Why nothing can be written of steps that should be those of a schedule, in any order and of any
// peak.
std::optional<std::string> find_obstacle(const model::Graph& graph,
                                         const std::optional<model::Schedule>& schedule) {
  if (!schedule) return std::nullopt;
  const model::Verdict verdict =
      model::verify({&graph, INT64_MAX, model::Order::free, 0}, *schedule);
  if (verdict.valid()) return std::nullopt;
  const model::Violation& violation = *verdict.violation;
  const std::string where = violation.step < schedule->steps.size()
                                ? "step " + std::to_string(violation.step) + ": "
                                : "";
  return "no schedule of this graph: " + where + violation.message;
}

// The same of offsets that should be those of its buffers. Pre-condition: it is a schedule.
std::optional<std::string> find_misplacement(const model::Graph& graph,
                                             const model::Schedule& schedule,
                                             const model::Placement& placement) {
  if (placement.alignment < 1) return "no placement: its alignment is below 1";
  const model::PlacementVerdict verdict = verify_placement(graph, schedule, placement);
  if (verdict.violation) return "no placement of this schedule: " + verdict.violation->message;
  if (verdict.arena == placement.arena) return std::nullopt;
  return "no placement of this schedule: its arena has " + std::to_string(verdict.arena) +
         " bytes, not " + std::to_string(placement.arena);
}

Expected<io::ScheduleFile> read_steps(const Source& source, const io::GraphFile& graph,
                                      io::ScheduleUse use) {
  std::string held;
  const auto text = text_of(source, held);
  if (const auto* const error = std::get_if<io::Error>(&text)) return to_public(*error);
  auto read = io::parse_steps(std::get<std::string_view>(text), source.name(), graph, use);
  if (const auto* const error = std::get_if<io::Error>(&read)) {
    return locate(std::get<std::string_view>(text), *error);
  }
  return std::get<io::ScheduleFile>(std::move(read));
}

}  // namespace

std::optional<FileError> write_schedule(const Sink& sink, const GraphDocument& graph,
                                        const Result& result, const SolveRequest& request) {
  const io::GraphFile& file = DocumentAccess::file(graph);
  if (result.status == Status::invalid) {
    const std::string why = result.issues.empty() ? "" : ": " + result.issues.front().message;
    return content_error(sink.name(), "the result is invalid" + why);
  }
  const io::ScheduleFile record = schedule_record(result, request);
  for (const auto* const schedule : {&record.schedule, &record.least_peak_schedule}) {
    if (const auto obstacle = find_obstacle(file.graph, *schedule)) {
      return content_error(sink.name(), *obstacle);
    }
  }
  if (record.placement) {
    const auto obstacle = find_misplacement(file.graph, *record.schedule, *record.placement);
    if (obstacle) return content_error(sink.name(), *obstacle);
  }
  return put(sink, [&](std::ostream& out) { io::write_schedule(out, file, record); });
}

Expected<ScheduleDocument> read_schedule(const Source& source, const GraphDocument& graph) {
  const io::GraphFile& graph_file = DocumentAccess::file(graph);
  const auto read = read_steps(source, graph_file, io::ScheduleUse::verify);
  if (!read) return read.error();
  const io::ScheduleFile& file = *read;
  ScheduleDocument document;
  document.schedule = to_public(*file.schedule);
  document.near_miss = file.is_near_miss;
  document.status = status_of(file.status);
  document.stop = file.stop.empty() ? Stop::none : stop_of(file.stop);
  document.order = file.order == model::Order::kept ? Order::kept : Order::free;
  document.max_copies = file.max_copies;
  document.budget = file.budget;
  document.bound = file.bound;
  if (file.placement) document.placement = to_public(*file.placement);
  const model::Verdict verdict = io::verify_file(graph_file, file, file.budget);
  document.broken = io::find_breach(graph_file, file, verdict, file.budget).value_or("");
  return document;
}

Expected<ScheduleDocument> read_warm_start(const Source& source, const GraphDocument& graph) {
  const auto read = read_steps(source, DocumentAccess::file(graph), io::ScheduleUse::warm_start);
  if (!read) return read.error();
  const io::ScheduleFile& file = *read;
  ScheduleDocument document;
  document.schedule = to_public(*file.schedule);
  document.near_miss = file.is_near_miss;
  document.made_for = file.made_for;
  return document;
}

}  // namespace v0
}  // namespace moccasin
