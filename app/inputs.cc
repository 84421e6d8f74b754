// SPDX-License-Identifier: Apache-2.0
#include "app/inputs.h"

#include <algorithm>
#include <utility>

#include "app/delivery.h"
#include "app/ignored_report.h"
#include "io/graph_reader.h"
#include "io/output_target.h"
#include "io/schedule_breach.h"
#include "io/schedule_steps.h"
#include "io/text_file.h"

namespace moccasin::app {

namespace {

Outcome<io::ScheduleFile> read_steps(const std::string& path, const io::GraphFile& graph,
                                     io::ScheduleUse use) {
  const auto text = io::read_text_file(path);
  if (const auto* const error = std::get_if<io::Error>(&text)) return failure_of(*error);
  auto read = io::parse_steps(std::get<std::string>(text), io::source_name(path), graph, use);
  if (const auto* const error = std::get_if<io::Error>(&read)) return failure_of(*error);
  return std::get<io::ScheduleFile>(std::move(read));
}

}  // namespace

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
    warn_on_standard_error(io::source_name(path) + ": " + miss);
  }
  return std::make_shared<const io::GraphFile>(std::move(std::get<io::GraphFile>(read)));
}

Outcome<io::ScheduleFile> read_schedule(const std::string& path, const io::GraphFile& graph) {
  return read_steps(path, graph, io::ScheduleUse::verify);
}

Outcome<io::ScheduleFile> read_valid_schedule(const std::string& path, const io::GraphFile& graph) {
  auto read = read_schedule(path, graph);
  if (std::holds_alternative<Failure>(read)) return read;
  const auto& file = std::get<io::ScheduleFile>(read);
  const model::Verdict verdict = io::verify_file(graph, file, {});
  if (const auto breach = io::find_breach(graph, file, verdict, std::nullopt)) {
    return Failure{ExitCode::rule_broken, io::source_name(path) + ": " + *breach};
  }
  return read;
}

Outcome<io::ScheduleFile> read_warm_start(const std::string& path, const io::GraphFile& graph) {
  return read_steps(path, graph, io::ScheduleUse::warm_start);
}

bool reads_what_it_writes(const std::string& input, const std::string& output) {
  return output != "-" && io::same_target(output, input == "-" ? "/dev/stdin" : input);
}

std::optional<Failure> find_second_stdin(const std::vector<std::string>& paths) {
  if (std::count(paths.begin(), paths.end(), "-") < 2) return std::nullopt;
  return Failure{ExitCode::usage, "only one file can be '-', standard input"};
}

std::string scope_in_file(model::Order order, std::int32_t max_copies) {
  const std::string copies =
      max_copies == 0 ? "any number of copies" : "max copies " + std::to_string(max_copies);
  return std::string("order ") + (order == model::Order::kept ? "kept, " : "free, ") + copies;
}

}  // namespace moccasin::app
