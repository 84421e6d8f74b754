// SPDX-License-Identifier: Apache-2.0
#include "app/inputs.h"

#include <iostream>
#include <utility>

#include "app/ignored_report.h"
#include "base/printable.h"

namespace moccasin::app {

Failure failure_of(const io::Error& error) {
  switch (error.kind) {
    case io::ErrorKind::option:
      return {ExitCode::usage, error.message};
    case io::ErrorKind::unwritable:
      return {ExitCode::failed, error.message};
    case io::ErrorKind::unreadable:
    case io::ErrorKind::syntax:
    case io::ErrorKind::content:
      break;
  }
  return {ExitCode::bad_input, error.message};
}

Outcome<SharedGraphFile> read_graph(const std::string& path, const Arguments& arguments) {
  const io::ReadOptions options{.duration_key = arguments.value("duration-key").value_or(""),
                                .size_key = arguments.value("size-key").value_or("")};
  for (const char* const name : {"duration-key", "size-key"}) {
    if (arguments.value(name) == "") {
      return Failure{ExitCode::usage, "--" + std::string(name) + ": no key is named"};
    }
  }
  auto read = io::read_graph_file(path, options);
  if (const auto* const error = std::get_if<io::Error>(&read)) return failure_of(*error);
  for (const std::string& miss : near_misses(std::get<io::GraphFile>(read).ignored)) {
    std::cerr << "moccasin: warning: " << base::printable(path) << ": " << miss << '\n';
  }
  return std::make_shared<const io::GraphFile>(std::move(std::get<io::GraphFile>(read)));
}

Outcome<io::ScheduleFile> read_schedule(const std::string& path, const io::GraphFile& graph) {
  auto read = io::read_schedule_file(path, graph);
  if (const auto* const error = std::get_if<io::Error>(&read)) return failure_of(*error);
  auto& schedule = std::get<io::ScheduleFile>(read);
  if (!schedule.schedule) {
    return Failure{ExitCode::bad_input, path + ": holds no schedule: it has no steps"};
  }
  return std::move(schedule);
}

std::optional<Failure> both_stdin(const std::string& a, const std::string& b) {
  if (a != "-" || b != "-") return std::nullopt;
  return Failure{ExitCode::usage, "only one file can be '-', standard input"};
}

std::string scope_in_file(model::Order order, std::int32_t max_copies) {
  const std::string copies =
      max_copies == 0 ? "any number of copies" : "max copies " + std::to_string(max_copies);
  return std::string("order ") + (order == model::Order::kept ? "kept, " : "free, ") + copies;
}

}  // namespace moccasin::app
