// SPDX-License-Identifier: Apache-2.0
#include "app/solve_settings.h"

#include <algorithm>
#include <filesystem>

#include "app/cpu_count.h"
#include "app/inputs.h"
#include "app/option_value.h"
#include "base/printable.h"
#include "io/output_target.h"

namespace moccasin::app {
namespace {

constexpr double kDefaultSeconds = 60;
constexpr std::int32_t kMostDefaultThreads = 8;
constexpr std::int64_t kMostThreads = 1024;

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
  const bool engine_alone =
      settings.technique == Technique::cdcl || settings.technique == Technique::lns;
  if (engine_alone && settings.order == Order::free) {
    return usage("--x-search cdcl and lns need --order kept: the engine knows no other order");
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

Parsed<std::int64_t> positive_size(std::string_view text) {
  const Parsed<std::int64_t> bytes = parse_size(text);
  const auto* const number = std::get_if<std::int64_t>(&bytes);
  if (number != nullptr && *number == 0) return ParseFailure::malformed;
  return bytes;
}

// Whoever types 5 means per cent, and would have the search stop at the first schedule found.
std::optional<Failure> find_wide_gap(const Arguments& arguments, double gap) {
  const std::string text = arguments.value("gap").value_or("");
  if (gap <= 1 || text.ends_with('%')) return std::nullopt;
  return usage("--gap: '" + base::short_name(text) +
               "' is a fraction of more than 1; use 5% or 0.05 for 5 per cent, and 500% for 5");
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
  const std::string positive = "a whole number of at least 1";
  settings.graph = arguments.positional(0);
  settings.budget = reader.budget("budget", {});
  settings.output = output_path(arguments.value("output"));
  settings.svg = output_path(arguments.value("svg"));
  settings.certificate = output_path(arguments.value("certificate"));
  settings.log = output_path(arguments.value("log"));
  settings.warm_start = arguments.value("warm-start").value_or("");
  settings.time_limit =
      reader.read("time-limit", arguments.given("work-limit") ? 0.0 : kDefaultSeconds, parse_time,
                  "a time: use 30, 30s, 500ms or 5m");
  settings.work_limit = reader.read(
      "work-limit", std::uint64_t{0},
      [](std::string_view text) { return at_least_one(text, INT64_MAX); }, positive);
  settings.memory_limit = reader.read("memory-limit", std::int64_t{0}, positive_size,
                                      "an amount of memory: use 500MB, 500MiB or bytes");
  // What work alone limits is to be the same on every machine, and workers follow the threads.
  const bool repeatable = arguments.given("work-limit") && !arguments.given("time-limit");
  settings.threads = reader.read(
      "threads", repeatable ? 1 : std::min(kMostDefaultThreads, available_cpus()),
      [](std::string_view text) { return at_least_one(text, kMostThreads); }, positive);
  settings.workers = reader.read(
      "workers", 0, [](std::string_view text) { return at_least_one(text, kMostThreads); },
      positive);
  settings.seed = reader.read("seed", std::uint64_t{0}, parse_unsigned, "a whole number");
  settings.max_copies = reader.read(
      "max-copies", 0, [](std::string_view text) { return at_least_one(text, INT32_MAX); },
      positive);
  settings.order = reader.choice("order", 1, {"kept", "free"}) == 0 ? Order::kept : Order::free;
  settings.technique =
      static_cast<Technique>(reader.choice("x-search", 0, {"all", "local", "cdcl", "lns"}));
  settings.gap = reader.read("gap", 0.0, parse_fraction, "a fraction: use 0.01 or 1%");
  settings.target = reader.read(
      "target", std::int64_t{-1}, [](std::string_view text) { return parse_integer(text); },
      "a duration in whole ticks");
  settings.color = static_cast<ColorMode>(reader.choice("color", 0, {"auto", "always", "never"}));
  if (arguments.given("json")) settings.standard_output = Output::json;
  if (arguments.given("json-stream")) settings.standard_output = Output::stream;
  if (arguments.given("intermediate")) settings.intermediate = Intermediate::yes;
  if (arguments.given("verbose")) settings.verbosity = Verbosity::verbose;
  if (arguments.given("quiet")) settings.verbosity = Verbosity::quiet;
  if (reader.failure()) return *reader.failure();
  if (auto failure = find_wide_gap(arguments, settings.gap)) return std::move(*failure);
  if (auto failure = find_empty_path(arguments)) return std::move(*failure);
  if (auto failure = find_conflict(arguments, settings)) return std::move(*failure);
  return settings;
}

}  // namespace moccasin::app
