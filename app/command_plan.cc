// SPDX-License-Identifier: Apache-2.0
#include <array>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "app/build_info.h"
#include "app/command.h"
#include "app/output_paths.h"
#include "app/plan_delivery.h"
#include "app/reading_limit.h"
#include "app/signals.h"
#include "io/schedule_breach.h"
#include "io/text_file.h"
#include "model/profile.h"
#include "model/verify_placement.h"

namespace moccasin::app {
namespace {

using Clock = std::chrono::steady_clock;

Failure usage(std::string message) { return {ExitCode::usage, std::move(message)}; }

std::optional<Failure> find_conflict(const Arguments& arguments, const PlanSettings& settings) {
  for (const auto& [a, b] : {std::pair("verbose", "quiet"), std::pair("budget", "capacity")}) {
    if (arguments.given(a) && arguments.given(b)) {
      return usage("--" + std::string(a) + " and --" + b + " exclude each other");
    }
  }
  int takers = settings.prints_json ? 1 : 0;
  for (const std::string* const path : {&settings.output, &settings.csv, &settings.svg}) {
    if (*path == "-") ++takers;
  }
  if (takers > 1) {
    return usage("only one of --json, --output -, --csv - and --svg - can have standard output");
  }
  const std::string outputs[] = {settings.output, settings.csv, settings.svg};
  const InputPath inputs[] = {{settings.graph, "the graph"}, {settings.schedule, "the schedule"}};
  if (auto conflict = find_output_conflict(outputs, inputs)) return conflict;
  return find_second_stdin({settings.graph, settings.schedule});
}

Outcome<PlanSettings> read_settings(const Arguments& arguments) {
  constexpr std::array<std::string_view, 3> kPaths = {"output", "csv", "svg"};
  OptionReader reader(arguments);
  PlanSettings settings;
  settings.packing = read_packing_settings(arguments, reader);
  settings.packing.capacity = read_capacity(reader);
  settings.budget = reader.budget("budget", {});
  settings.alignment = read_alignment(reader);
  settings.graph = arguments.positional(0);
  settings.schedule = arguments.positional(1);
  settings.output = output_path(arguments, "output");
  settings.csv = output_path(arguments, "csv");
  settings.svg = output_path(arguments, "svg");
  settings.prints_json = arguments.given("json");
  if (arguments.given("anew")) settings.kept = Kept::never;
  if (reader.failure()) return *reader.failure();
  if (auto failure = find_empty_path(arguments, kPaths)) return std::move(*failure);
  if (auto failure = find_conflict(arguments, settings)) return std::move(*failure);
  return settings;
}

// What --budget leaves for the arena, as a capacity.
std::optional<Failure> set_capacity(const Arguments& arguments, const model::Graph& graph,
                                    PlanSettings& settings) {
  if (!arguments.given("budget")) return std::nullopt;
  const std::int64_t base_peak = make_profile(graph, model::base_schedule(graph)).peak;
  const Outcome<std::int64_t> bytes = budget_option_bytes(arguments, settings.budget, base_peak);
  if (const auto* const failure = std::get_if<Failure>(&bytes)) return *failure;
  const std::int64_t budget = std::get<std::int64_t>(bytes);
  if (budget <= graph.resident()) {
    return Failure{ExitCode::infeasible, "--budget: " + counted(budget, "byte") +
                                             " leave nothing for the arena: " +
                                             std::to_string(graph.resident()) + " are resident"};
  }
  settings.packing.capacity = budget - graph.resident();
  return std::nullopt;
}

Outcome<PlanCase> read_case(const Arguments& arguments, PlanSettings& settings,
                            Clock::time_point start) {
  const ReadingLimit reading(settings.packing.limits.time_limit, start, settings.graph, "");
  PlanCase plan_case;
  auto graph = read_graph(settings.graph, arguments);
  if (auto* const failure = std::get_if<Failure>(&graph)) return std::move(*failure);
  plan_case.graph = std::get<SharedGraphFile>(std::move(graph));
  if (auto failure = set_capacity(arguments, plan_case.graph->graph, settings)) {
    return std::move(*failure);
  }
  auto schedule = read_schedule(settings.schedule, *plan_case.graph);
  if (auto* const failure = std::get_if<Failure>(&schedule)) return std::move(*failure);
  plan_case.schedule = std::get<io::ScheduleFile>(std::move(schedule));
  if (settings.kept == Kept::never) plan_case.schedule.placement.reset();
  plan_case.alignment = settings.alignment.value_or(plan_case.graph->alignment);
  return plan_case;
}

// Whether the offsets of the schedule's file are all that is asked for. They are valid.
bool serves(const PlanSettings& settings, const model::Placement& placement) {
  const bool aligned = !settings.alignment || placement.alignment % *settings.alignment == 0;
  const bool fits = settings.packing.capacity == 0 || placement.arena <= settings.packing.capacity;
  return aligned && fits;
}

void report_facts(const PlanSettings& settings, const PlanCase& plan_case, Console& console) {
  const io::GraphFile& graph = *plan_case.graph;
  std::int64_t outputs = 0, workspaces = 0;
  for (const model::OpIndex op : plan_case.schedule.schedule->steps) {
    outputs += static_cast<std::int64_t>(graph.graph.outputs(op).size());
    if (graph.graph.operation(op).workspace > 0) ++workspaces;
  }
  const auto steps = static_cast<std::int64_t>(plan_case.schedule.schedule->steps.size());
  console.line("schedule   " + plan_case.name() + ": " + counted(steps, "step") + ", " +
               counted(outputs, "buffer") + ", " + counted(workspaces, "workspace"));
  console.line("resident   " + full_size(graph.graph.resident(), plan_case.unit()) +
               ", beside the arena");
  console.line("alignment  " + full_size(plan_case.alignment, plan_case.unit()));
  if (settings.packing.capacity > 0) {
    console.line("capacity   " + full_size(settings.packing.capacity, plan_case.unit()));
  }
  console.line("limits     " + limits_text(settings.packing));
}

// What a run that has kept the offsets of the schedule's file looks like.
PackingRun kept_run(const PlanCase& plan_case, Clock::time_point start) {
  const model::Placement& placement = *plan_case.schedule.placement;
  PackingRun run;
  run.result.live_peak = make_profile(plan_case.graph->graph, *plan_case.schedule.schedule).peak -
                         plan_case.graph->graph.resident();
  run.result.bound = run.result.live_peak;
  run.result.height = placement.arena;
  run.result.status = placement.arena <= run.result.bound ? search::PackStatus::optimal
                                                          : search::PackStatus::placed;
  run.result.found_by = "the schedule's file";
  run.result.bound_by = "live bytes";
  run.seconds = std::chrono::duration<double>(Clock::now() - start).count();
  return run;
}

// Packs the buffers; the placement is there if they fit.
std::optional<model::Placement> place(const PlanSettings& settings, PlanCase& plan_case,
                                      Clock::time_point start, const StopFlag& stop,
                                      Console& console) {
  const model::Schedule& schedule = *plan_case.schedule.schedule;
  const auto buffers = model::arena_buffers(plan_case.graph->graph, schedule, plan_case.alignment);
  plan_case.run = run_packing(buffers, settings.packing, start, stop, console);
  if (!plan_case.run.fits(settings.packing.capacity)) return std::nullopt;
  return model::to_placement(schedule, plan_case.alignment, buffers, plan_case.run.result.offsets);
}

io::PlanFile plan_of(const PlanSettings& settings, const PackingRun& run,
                     model::Placement placement) {
  return {.placement = std::move(placement),
          .live_peak = run.result.live_peak,
          .bound = run.result.bound,
          .time = run.seconds,
          .found_by = std::string(run.result.found_by),
          .bound_by = std::string(run.result.bound_by),
          .version = build_info().version,
          .commit = build_info().commit,
          .seed = settings.packing.limits.seed,
          .work = run.work};
}

// A placement, of the file or a new one, that the naive checker has approved of.
Outcome<Planned> make_plan(const PlanSettings& settings, PlanCase& plan_case, Console& console,
                           Clock::time_point start, const StopFlag& stop) {
  std::optional<model::Placement> placement = plan_case.schedule.placement;
  if (placement && !serves(settings, *placement)) {
    console.line("the offsets of the schedule's file are not as asked for; placed anew");
    placement.reset();
  }
  if (placement) {
    plan_case.run = kept_run(plan_case, start);
  } else {
    placement = place(settings, plan_case, start, stop, console);
  }
  if (!placement) return Planned::no;
  const model::PlacementVerdict verdict =
      model::verify_placement(plan_case.graph->graph, *plan_case.schedule.schedule, *placement);
  if (!verdict.valid()) {
    return Failure{ExitCode::failed, "internal error: " + verdict.violation->message};
  }
  plan_case.plan = plan_of(settings, plan_case.run, *std::move(placement));
  return Planned::yes;
}

Outcome<ExitCode> run(const PlanSettings& settings, PlanCase& plan_case, Clock::time_point start) {
  auto opened = open_outputs(settings, plan_case);
  if (auto* const failure = std::get_if<Failure>(&opened)) return std::move(*failure);
  auto& outputs = std::get<std::vector<NamedOutput>>(opened);
  Console console(
      settings.packing.verbosity, ColorMode::automatic,
      takes_standard_output(outputs) ? ResultTo::standard_error : ResultTo::standard_output);
  for (const NamedOutput& output : outputs) {
    announce(output.file, [&console](const std::string& text) { console.warn(text); });
  }
  StopFlag stop;
  SignalGuard signals(stop);
  report_facts(settings, plan_case, console);
  auto made = make_plan(settings, plan_case, console, start, stop);
  signals.end_at_next();
  if (auto* const failure = std::get_if<Failure>(&made)) return std::move(*failure);
  auto failure = deliver(settings, plan_case, std::get<Planned>(made), outputs, console);
  if (failure) return *std::move(failure);
  return exit_code_of(plan_case.run, settings.packing.capacity);
}

}  // namespace

Outcome<ExitCode> run_plan(const Arguments& arguments, Clock::time_point start) {
  auto read_options = read_settings(arguments);
  if (const auto* const failure = std::get_if<Failure>(&read_options)) return *failure;
  auto& settings = std::get<PlanSettings>(read_options);
  auto read = read_case(arguments, settings, start);
  if (auto* const failure = std::get_if<Failure>(&read)) return std::move(*failure);
  auto& plan_case = std::get<PlanCase>(read);
  const model::Verdict verdict = io::verify_file(*plan_case.graph, plan_case.schedule, {});
  if (const auto breach =
          io::find_breach(*plan_case.graph, plan_case.schedule, verdict, std::nullopt)) {
    return Failure{ExitCode::rule_broken, io::source_name(settings.schedule) + ": " + *breach};
  }
  return run(settings, plan_case, start);
}

}  // namespace moccasin::app
