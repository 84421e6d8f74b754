// SPDX-License-Identifier: Apache-2.0
#include "io/schedule_steps.h"

#include <optional>
#include <utility>

#include "io/fingerprint_text.h"
#include "io/text_file.h"
#include "model/verify.h"

namespace moccasin::io {
namespace {

// What keeps the steps from being any sequence of this graph.
std::optional<std::string> find_obstacle(const GraphFile& graph, const ScheduleFile& file) {
  const auto misfit = model::find_misfit(graph.graph, *file.schedule);
  if (!misfit) return std::nullopt;
  std::string message = "no sequence of this graph: ";
  if (misfit->step < file.schedule->steps.size()) {
    message += "step " + std::to_string(misfit->step) + ": ";
  }
  message += misfit->message;
  if (!file.made_for.empty()) {
    message += "; " + other_graph_text(file.made_for, graph.graph);
  }
  return message;
}

}  // namespace

Result<ScheduleFile> parse_steps(std::string_view text, const std::string& source,
                                 const GraphFile& graph, ScheduleUse use) {
  auto read = parse_schedule(text, source, graph, use);
  auto* const file = std::get_if<ScheduleFile>(&read);
  if (file == nullptr) return read;
  if (!file->schedule && file->least_peak_schedule) {
    file->schedule = std::move(file->least_peak_schedule);  // of a search that found none
    file->is_near_miss = true;
  }
  if (!file->schedule) {
    return make_error(ErrorKind::content, source, "holds no schedule: it has no steps");
  }
  if (use == ScheduleUse::verify) return read;
  if (const auto obstacle = find_obstacle(graph, *file)) {
    return make_error(ErrorKind::content, source, *obstacle);
  }
  return read;
}

}  // namespace moccasin::io
