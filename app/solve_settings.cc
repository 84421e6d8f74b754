// SPDX-License-Identifier: Apache-2.0
#include "app/solve_settings.h"

#include <algorithm>
#include <array>

#include "api/option_by_name.h"
#include "app/cpu_count.h"
#include "app/inputs.h"
#include "app/option_value.h"
#include "app/output_paths.h"

namespace moccasin::app {
namespace {

constexpr std::int32_t kMostDefaultThreads = 8;
constexpr std::array<std::string_view, 3> kColorModes = {"auto", "always", "never"};
constexpr std::array<std::string_view, 5> kPaths = {"output", "svg", "certificate", "log",
                                                    "warm-start"};

Failure usage(std::string message) { return {ExitCode::usage, std::move(message)}; }

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
  const std::string written[] = {settings.output, settings.svg, settings.certificate, settings.log};
  const InputPath read[] = {
      {settings.graph, "the graph"},
      // To go on from a schedule into the same file is fine.
      {settings.warm_start, "the warm start", settings.output},
  };
  if (auto conflict = find_output_conflict(written, read)) return conflict;
  return find_second_stdin({settings.graph, settings.warm_start});
}

}  // namespace

void set_defaults(const Arguments& arguments, Options& solver) {
  if (solver.work_limit > 0 && !arguments.given("time-limit")) solver.time_limit = 0;
  if (arguments.given("threads")) return;
  // What work alone limits is to be the same on every machine, and workers follow the threads.
  const bool repeatable = solver.work_limit > 0 && solver.time_limit == 0;
  solver.threads = repeatable ? 1 : std::min(kMostDefaultThreads, available_cpus());
}

Outcome<SolveSettings> read_settings(const Arguments& arguments) {
  SolveSettings settings;
  OptionReader reader(arguments);
  settings.graph = arguments.positional(0);
  settings.budget = reader.budget("budget", {});
  settings.output = output_path(arguments, "output");
  settings.svg = output_path(arguments, "svg");
  settings.certificate = output_path(arguments, "certificate");
  settings.solver.certify = !settings.certificate.empty();
  settings.log = output_path(arguments, "log");
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
  if (auto failure = find_empty_path(arguments, kPaths)) return std::move(*failure);
  if (auto failure = find_conflict(arguments, settings)) return std::move(*failure);
  return settings;
}

}  // namespace moccasin::app
