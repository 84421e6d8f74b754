// SPDX-License-Identifier: Apache-2.0
#include "app/solve_settings.h"

#include <algorithm>
#include <array>
#include <filesystem>

#include "api/option_by_name.h"
#include "app/cpu_count.h"
#include "app/inputs.h"
#include "app/option_value.h"
#include "io/output_target.h"

namespace moccasin::app {
namespace {

constexpr std::int32_t kMostDefaultThreads = 8;
constexpr std::array<std::string_view, 3> kColorModes = {"auto", "always", "never"};

// Standard output has many names, and the report is there as well if it does not know.
std::string output_path(const std::optional<std::string>& path) {
  if (!path) return "";
  const auto found = io::find_target(*path);
  const auto* const target = std::get_if<io::OutputTarget>(&found);
  if (target == nullptr || target->kind != io::OutputTarget::Kind::descriptor) return *path;
  return target->is_standard_output() || io::same_target(*path, "-") ? "-" : *path;
}

Failure usage(std::string message) { return {ExitCode::usage, std::move(message)}; }

// Which standard stream goes to the file `path`, if one does: it and the output would take each
// other's place. Shared by its descriptor, as /dev/stderr, it may be.
std::optional<std::string> standard_stream(const std::string& path) {
  const auto found = io::find_target(path);
  const auto* const target = std::get_if<io::OutputTarget>(&found);
  if (target == nullptr || target->kind != io::OutputTarget::Kind::file) return std::nullopt;
  for (const auto& [device, name] :
       {std::pair("/dev/fd/1", "standard output"), std::pair("/dev/fd/2", "standard error")}) {
    std::error_code error;
    if (std::filesystem::equivalent(device, target->path, error)) return name;
  }
  return std::nullopt;
}

// What single options cannot know of each other.
std::optional<Failure> find_conflict(const Arguments& arguments, const SolveSettings& settings) {
  for (const auto& [a, b] : {std::pair("json", "json-stream"), std::pair("verbose", "quiet")}) {
    if (arguments.given(a) && arguments.given(b)) {
      return usage("--" + std::string(a) + " and --" + b + " exclude each other");
    }
  }
  if (arguments.given("intermediate") && !arguments.given("json-stream")) {
    return usage("--intermediate needs --json-stream");
  }
  if (auto conflict = api::find_option_conflict(settings.solver, "--")) {
    return usage(std::move(*conflict));
  }
  const bool prints = settings.standard_output != Output::report;
  int takers = prints ? 1 : 0;
  for (const std::string* const path : {&settings.output, &settings.svg, &settings.certificate}) {
    if (*path == "-") ++takers;
  }
  if (takers > 1) {
    return usage(
        "only one of --json, --json-stream, --output -, --svg - and --certificate - can have "
        "standard output");
  }
  if (settings.log == "-") return usage("--log cannot be standard output");
  const std::string* const written[] = {&settings.output, &settings.svg, &settings.certificate,
                                        &settings.log};
  for (std::size_t i = 0; i < std::size(written); ++i) {
    const std::string& path = *written[i];
    if (path.empty() || path == "-") continue;
    if (const auto stream = standard_stream(path)) {
      return usage("'" + path + "' is where " + *stream + " goes");
    }
    if (reads_what_it_writes(settings.graph, path)) {
      return usage("'" + path + "' would replace the graph");
    }
    // To go on from a schedule into the same file is fine.
    const bool reads_it =
        !settings.warm_start.empty() && reads_what_it_writes(settings.warm_start, path);
    if (reads_it && &path != &settings.output) {
      return usage("'" + path + "' would replace the warm start");
    }
    for (std::size_t j = 0; j < i; ++j) {
      if (!written[j]->empty() && io::same_target(path, *written[j]))
        return usage("'" + path + "' is named twice as an output");
    }
  }
  return both_stdin(settings.graph, settings.warm_start);
}

// Those of the library are for hosts; the program has the machine to itself.
void set_defaults(const Arguments& arguments, Options& solver) {
  if (solver.work_limit > 0 && !arguments.given("time-limit")) solver.time_limit = 0;
  if (arguments.given("threads")) return;
  // What work alone limits is to be the same on every machine, and workers follow the threads.
  const bool repeatable = solver.work_limit > 0 && solver.time_limit == 0;
  solver.threads = repeatable ? 1 : std::min(kMostDefaultThreads, available_cpus());
}

std::optional<Failure> find_empty_path(const Arguments& arguments) {
  for (const char* const name : {"output", "svg", "certificate", "log", "warm-start"}) {
    if (arguments.value(name) == "") return usage("--" + std::string(name) + ": no file is named");
  }
  return std::nullopt;
}

}  // namespace

Outcome<SolveSettings> read_settings(const Arguments& arguments) {
  SolveSettings settings;
  OptionReader reader(arguments);
  settings.graph = arguments.positional(0);
  settings.budget = reader.budget("budget", {});
  settings.output = output_path(arguments.value("output"));
  settings.svg = output_path(arguments.value("svg"));
  settings.certificate = output_path(arguments.value("certificate"));
  settings.log = output_path(arguments.value("log"));
  settings.warm_start = arguments.value("warm-start").value_or("");
  reader.set(settings.solver);
  set_defaults(arguments, settings.solver);
  settings.color = static_cast<ColorMode>(reader.choice("color", 0, kColorModes));
  if (arguments.given("json")) settings.standard_output = Output::json;
  if (arguments.given("json-stream")) settings.standard_output = Output::stream;
  if (arguments.given("intermediate")) settings.intermediate = Intermediate::yes;
  if (arguments.given("verbose")) settings.verbosity = Verbosity::verbose;
  if (arguments.given("quiet")) settings.verbosity = Verbosity::quiet;
  if (reader.failure()) return *reader.failure();
  if (auto failure = find_empty_path(arguments)) return std::move(*failure);
  if (auto failure = find_conflict(arguments, settings)) return std::move(*failure);
  return settings;
}

}  // namespace moccasin::app
