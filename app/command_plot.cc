// SPDX-License-Identifier: Apache-2.0
#include <array>
#include <filesystem>
#include <optional>
#include <ostream>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "app/command.h"
#include "app/delivery.h"
#include "app/inputs.h"
#include "app/option_value.h"
#include "app/output_paths.h"
#include "app/render_amount.h"
#include "app/schedule_picture.h"
#include "base/printable.h"
#include "io/schedule_file.h"
#include "model/profile.h"
#include "plot/drawing.h"
#include "plot/render_comparison.h"
#include "plot/write_page.h"
#include "plot/write_trace.h"

namespace moccasin::app {
namespace {

constexpr std::array<std::string_view, 3> kForms = {"svg", "html", "json"};
constexpr const char* kBaseOrder = "base order";
// Of steps that are in their file only since no schedule was found.
constexpr const char* kNearMiss = "near miss, no result";
enum class Form : std::size_t { svg, html, json, none };

Failure usage(std::string message) { return {ExitCode::usage, std::move(message)}; }

struct PlotSettings {
  std::string graph, output;
  std::vector<std::string> schedules;  // paths
  Form form = Form::none;
  api::Budget budget;
};

Form form_of(const std::string& path) {
  for (std::size_t i = 0; i < kForms.size(); ++i) {
    if (path.ends_with("." + std::string(kForms[i]))) return static_cast<Form>(i);
  }
  return Form::none;
}

std::optional<Failure> find_conflict(const PlotSettings& settings) {
  if (settings.form == Form::none) {
    return usage("'" + base::short_name(settings.output) +
                 "' ends in neither .svg, .html nor .json; --format says what to draw");
  }
  if (settings.schedules.size() > plot::kMostSchedules) {
    return usage(counted(static_cast<std::int64_t>(settings.schedules.size()), "schedule") +
                 "; at most " + std::to_string(plot::kMostSchedules) + " can be told apart");
  }
  std::vector<std::string> paths = settings.schedules;
  paths.push_back(settings.graph);
  if (auto failure = find_second_stdin(paths)) return failure;
  std::vector<InputPath> inputs = {{settings.graph, "the graph"}};
  for (const std::string& path : settings.schedules) inputs.push_back({path, "a schedule"});
  return find_output_conflict(std::span(&settings.output, 1), inputs);
}

Outcome<PlotSettings> read_settings(const Arguments& arguments) {
  constexpr std::array<std::string_view, 1> kPaths = {"output"};
  OptionReader reader(arguments);
  PlotSettings settings;
  settings.graph = arguments.positional(0);
  for (std::size_t i = 1; i < arguments.num_positionals(); ++i) {
    settings.schedules.push_back(arguments.positional(i));
  }
  settings.output = output_path(arguments, "output");
  settings.form = static_cast<Form>(
      reader.choice("format", static_cast<std::size_t>(form_of(settings.output)), kForms));
  settings.budget = reader.budget("budget", {});
  if (reader.failure()) return *reader.failure();
  if (auto failure = find_empty_path(arguments, kPaths)) return *std::move(failure);
  if (auto failure = find_conflict(settings)) return *std::move(failure);
  return settings;
}

// What the schedules in files are called: by their files, without what all have in common if that
// leaves each a name of its own.
std::vector<std::string> names_of(const std::vector<std::string>& paths) {
  std::vector<std::string> names;
  std::set<std::string> distinct = {kBaseOrder};  // which may be drawn beside them
  for (const std::string& path : paths) {
    const std::filesystem::path file(path);
    names.push_back(path == "-" ? "standard input" : file.stem().string());
    distinct.insert(names.back());
  }
  return distinct.size() == names.size() + 1 ? names : paths;
}

Outcome<std::vector<plot::DrawnSchedule>> read_schedules(const PlotSettings& settings,
                                                         const io::GraphFile& graph) {
  std::vector<plot::DrawnSchedule> schedules;
  const std::vector<std::string> names = names_of(settings.schedules);
  for (std::size_t i = 0; i < names.size(); ++i) {
    auto read = read_valid_schedule(settings.schedules[i], graph);
    if (auto* const failure = std::get_if<Failure>(&read)) return std::move(*failure);
    auto& file = std::get<io::ScheduleFile>(read);
    schedules.push_back({.name = (file.is_near_miss ? "near miss: " : "") + names[i],
                         .status = file.is_near_miss ? kNearMiss : file.status,
                         .schedule = *std::move(file.schedule),
                         .budget = file.budget,
                         .placement = std::move(file.placement)});
  }
  return schedules;
}

plot::DrawnSchedule base_order(const model::Graph& graph) {
  return {.name = kBaseOrder, .schedule = model::base_schedule(graph)};
}

// Where a file has no budget: what its schedule needs. `solve --svg` draws the line there as well.
std::int64_t needed_of(const plot::DrawnSchedule& drawn, const model::Graph& graph,
                       std::int64_t peak) {
  return drawn.placement ? graph.resident() + drawn.placement->arena : peak;
}

// As `solve --svg` draws it.
std::string draw_one(const plot::Drawing& drawing) {
  const plot::DrawnSchedule& drawn = drawing.schedules.front();
  const model::Graph& graph = drawing.graph->graph;
  const model::Profile profile = make_profile(graph, drawn.schedule);
  return draw_schedule(*drawing.graph, drawn.schedule,
                       {.name = drawing.name,
                        .status = drawn.status.empty() ? drawn.name : drawn.status,
                        .duration = profile.duration,
                        .peak = profile.peak,
                        .budget = drawn.budget.value_or(needed_of(drawn, graph, profile.peak))});
}

Document document_of(Form form, const plot::Drawing& drawing) {
  if (form == Form::html) {
    return {"the page", ".html", [&](std::ostream& out) { write_page(out, drawing); }};
  }
  if (form == Form::json) {
    return {"the trace", ".json", [&](std::ostream& out) { write_trace(out, drawing); }};
  }
  return {"the picture", ".svg", [&](std::ostream& out) {
            out << (drawing.schedules.size() == 1 ? draw_one(drawing) : render_comparison(drawing));
          }};
}

Outcome<ExitCode> write(const PlotSettings& settings, const plot::Drawing& drawing) {
  auto opened = open_output(settings.output);
  if (auto* const failure = std::get_if<Failure>(&opened)) return std::move(*failure);
  auto& file = std::get<io::OutputFile>(opened);
  announce(file, warn_on_standard_error);
  Delivery delivery(file.is_standard_output() ? StandardOutput::taken : StandardOutput::free,
                    warn_on_standard_error);
  if (auto failure = delivery.deliver(file, document_of(settings.form, drawing))) {
    return *std::move(failure);
  }
  return ExitCode::ok;
}

}  // namespace

Outcome<ExitCode> run_plot(const Arguments& arguments) {
  auto read = read_settings(arguments);
  if (auto* const failure = std::get_if<Failure>(&read)) return std::move(*failure);
  const auto& settings = std::get<PlotSettings>(read);
  auto graph = read_graph(settings.graph, arguments);
  if (auto* const failure = std::get_if<Failure>(&graph)) return std::move(*failure);
  const auto file = std::get<SharedGraphFile>(std::move(graph));
  auto schedules = read_schedules(settings, *file);
  if (auto* const failure = std::get_if<Failure>(&schedules)) return std::move(*failure);

  plot::Drawing drawing{.graph = file.get(),
                        .name = file->name.empty() ? settings.graph : file->name,
                        .schedules = std::get<std::vector<plot::DrawnSchedule>>(schedules)};
  // A page can show it beside the others.
  if (drawing.schedules.empty() || settings.form == Form::html) {
    drawing.schedules.push_back(base_order(file->graph));
  }
  if (arguments.given("budget")) {
    const std::int64_t base_peak =
        make_profile(file->graph, model::base_schedule(file->graph)).peak;
    const auto bytes = budget_option_bytes(arguments, settings.budget, base_peak);
    if (const auto* const failure = std::get_if<Failure>(&bytes)) return *failure;
    for (plot::DrawnSchedule& drawn : drawing.schedules)
      drawn.budget = std::get<std::int64_t>(bytes);
  }
  return write(settings, drawing);
}

}  // namespace moccasin::app
