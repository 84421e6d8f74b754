// SPDX-License-Identifier: Apache-2.0
#include "app/sweep_settings.h"

#include <array>
#include <utility>
#include <vector>

#include "app/inputs.h"
#include "app/option_value.h"
#include "app/output_paths.h"
#include "app/solve_settings.h"

namespace moccasin::app {
namespace {

constexpr std::int64_t kMostPoints = 1000;
constexpr std::array<std::string_view, 3> kColorModes = {"auto", "always", "never"};
constexpr std::array<std::string_view, 5> kPaths = {"output", "csv", "svg", "schedules", "resume"};
constexpr std::array<std::string_view, 9> kSolverOptions = {
    "time-limit", "work-limit", "memory-limit", "threads", "workers",
    "seed",       "max-copies", "order",        "gap"};
constexpr std::string_view kRangeForms =
    "a range of budgets: use FROM:TO or FROM:TO:STEP, each as a budget of solve (4GiB:8GiB, "
    "50%:100%:5%)";

Failure usage(std::string message) { return {ExitCode::usage, std::move(message)}; }

std::optional<Failure> read_range(const Arguments& arguments, SweepSettings& settings) {
  const auto text = arguments.value("budget");
  if (!text) return std::nullopt;
  const auto wrong = [&] {
    return usage("--budget: '" + *text + "' is not " + std::string(kRangeForms));
  };
  std::vector<std::string> parts(1);
  for (const char c : *text) c == ':' ? parts.emplace_back() : parts.back() += c;
  if (parts.size() < 2 || parts.size() > 3) return wrong();
  std::optional<api::Budget>* const targets[] = {&settings.from, &settings.to, &settings.step};
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const base::Parsed<api::Budget> parsed = api::parse_budget(parts[i]);
    if (std::holds_alternative<base::ParseFailure>(parsed)) return wrong();
    *targets[i] = std::get<api::Budget>(parsed);
  }
  return std::nullopt;
}

std::optional<Failure> find_conflict(const Arguments& arguments, const SweepSettings& settings) {
  if (arguments.given("verbose") && arguments.given("quiet")) {
    return usage("--verbose and --quiet exclude each other");
  }
  if (settings.step && arguments.given("points")) {
    return usage("--points and the STEP of --budget exclude each other");
  }
  int takers = settings.prints_json ? 1 : 0;
  for (const std::string* const path : {&settings.output, &settings.csv, &settings.svg}) {
    if (*path == "-") ++takers;
  }
  if (takers > 1) {
    return usage("only one of --json, --output -, --csv - and --svg - can have standard output");
  }
  if (settings.schedules == "-" || settings.resume == "-") {
    return usage("--schedules and --resume name a folder");
  }
  const std::string outputs[] = {settings.output, settings.csv, settings.svg};
  const InputPath inputs[] = {{settings.graph, "the graph"}};
  return find_output_conflict(outputs, inputs);
}

}  // namespace

Outcome<SweepSettings> read_sweep_settings(const Arguments& arguments) {
  SweepSettings settings;
  OptionReader reader(arguments);
  settings.graph = arguments.positional(0);
  settings.output = output_path(arguments, "output");
  settings.csv = output_path(arguments, "csv");
  settings.svg = output_path(arguments, "svg");
  settings.schedules = arguments.value("schedules").value_or("");
  settings.resume = arguments.value("resume").value_or("");
  settings.prints_json = arguments.given("json");
  settings.points_given = arguments.given("points");
  for (const std::string_view name : kSolverOptions) {
    reader.set(settings.sweep.solve, name, name);
  }
  set_defaults(arguments, settings.sweep.solve);
  settings.sweep.points = reader.read(
      "points", settings.sweep.points,
      [](std::string_view text) { return base::parse_positive(text, kMostPoints); },
      "a whole number from 2 to 1000");
  settings.color = static_cast<ColorMode>(reader.choice("color", 0, kColorModes));
  if (arguments.given("verbose")) settings.verbosity = Verbosity::verbose;
  if (arguments.given("quiet")) settings.verbosity = Verbosity::quiet;
  if (reader.failure()) return *reader.failure();
  if (settings.sweep.points < 2) {
    return usage("--points: '1' is not a whole number from 2 to 1000");
  }
  if (auto failure = read_range(arguments, settings)) return *std::move(failure);
  if (auto failure = find_empty_path(arguments, kPaths)) return *std::move(failure);
  if (auto failure = find_conflict(arguments, settings)) return *std::move(failure);
  return settings;
}

std::optional<Failure> set_budgets(const SweepSettings& settings, std::int64_t base_peak,
                                   SweepOptions& sweep) {
  if (!settings.from) return std::nullopt;
  const auto bytes = [&](const api::Budget& budget) -> std::int64_t {
    const auto parsed = api::budget_bytes(budget, base_peak);
    const auto* const value = std::get_if<std::int64_t>(&parsed);
    return value == nullptr ? -1 : *value;
  };
  sweep.from = bytes(*settings.from);
  sweep.to = bytes(*settings.to);
  const std::int64_t step = settings.step ? bytes(*settings.step) : 0;
  if (sweep.from < 0 || sweep.to < 0 || step < 0) return usage("--budget: an end is too large");
  if (sweep.from > sweep.to) return usage("--budget: the range ends below where it begins");
  if (!settings.step) return std::nullopt;
  if (step == 0) return usage("--budget: the step is 0");
  if ((sweep.to - sweep.from) / step >= kMostPoints) {
    return usage("--budget: these are more than " + std::to_string(kMostPoints) + " budgets");
  }
  for (std::int64_t budget = sweep.from; budget <= sweep.to; budget += step) {
    sweep.budgets.push_back(budget);
  }
  return std::nullopt;
}

}  // namespace moccasin::app
