// SPDX-License-Identifier: Apache-2.0
#include <iostream>
#include <optional>
#include <string>

#include "app/command.h"
#include "app/inputs.h"
#include "app/option_value.h"
#include "app/render_amount.h"
#include "io/schedule_breach.h"
#include "model/profile.h"

namespace moccasin::app {
Outcome<ExitCode> run_verify(const Arguments& arguments) {
  const std::string& graph_path = arguments.positional(0);
  const std::string& schedule_path = arguments.positional(1);
  if (auto failure = find_second_stdin({graph_path, schedule_path})) return std::move(*failure);
  OptionReader reader(arguments);
  const api::Budget typed = reader.budget("budget", {});
  if (reader.failure()) return *reader.failure();
  auto read = read_graph(graph_path, arguments);
  if (auto* const failure = std::get_if<Failure>(&read)) return std::move(*failure);
  const io::GraphFile& graph = *std::get<SharedGraphFile>(read);
  auto read_file = read_schedule(schedule_path, graph);
  if (auto* const failure = std::get_if<Failure>(&read_file)) return std::move(*failure);
  const auto& file = std::get<io::ScheduleFile>(read_file);

  std::optional<std::int64_t> budget = file.budget;
  if (arguments.given("budget")) {
    const std::int64_t base_peak =
        model::make_profile(graph.graph, model::base_schedule(graph.graph)).peak;
    const Outcome<std::int64_t> bytes = budget_option_bytes(arguments, typed, base_peak);
    if (const auto* const failure = std::get_if<Failure>(&bytes)) return *failure;
    budget = std::get<std::int64_t>(bytes);
  }
  const model::Verdict verdict = io::verify_file(graph, file, budget);
  if (const auto breach = io::find_breach(graph, file, verdict, budget)) {
    std::cout << "broken: " << *breach << '\n';
    return ExitCode::rule_broken;
  }
  const SizeUnit unit = size_unit_of(graph.size_unit);
  std::cout << "valid: duration " << full_duration(verdict.duration, graph.duration_unit) << " ("
            << overhead_text(verdict.duration, graph.graph.base_duration()) << "), peak "
            << full_size(verdict.peak, unit) << " at step " << verdict.peak_step
            << (file.placement ? ", arena " + full_size(file.placement->arena, unit) : "")
            << (budget ? ", budget " + full_size(*budget, unit) : "; no budget stated") << "; "
            << scope_in_file(file.order, file.max_copies) << '\n';
  return ExitCode::ok;
}

}  // namespace moccasin::app
