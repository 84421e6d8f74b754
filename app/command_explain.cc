// SPDX-License-Identifier: Apache-2.0
#include <iostream>
#include <utility>

#include "api/graph_access.h"
#include "app/command.h"
#include "app/explain_case.h"
#include "app/explain_text.h"
#include "app/explain_words.h"
#include "app/option_value.h"
#include "app/terminal.h"
#include "base/printable.h"

namespace moccasin::app {
namespace {

constexpr std::int64_t kMostTop = 1000;
// The search for a smaller budget that works is short: who wants the least asks solve. Its work
// ends it, so that it finds the same each time; the clock is for graphs that no one waits for.
constexpr double kMostSeconds = 10;

// Where the budget is too small for this schedule: what a short search finds.
LeastKnown least_known(const Graph& graph, const ExplainCase& explained) {
  LeastKnown known{explained.profile.peak, subject_of(explained)};
  Options options;
  options.objective = Objective::peak;
  options.work_limit = kLeastKnownTicks;
  options.time_limit = kMostSeconds;
  options.order = explained.order == model::Order::kept ? Order::kept : Order::free;
  options.max_copies = explained.max_copies;
  const Result result = solve(graph, explained.profile.peak, options);
  if (result.has_schedule() && result.peak < known.bytes) known = {result.peak, result.found_by};
  return known;
}

void print(const std::vector<std::string>& lines) {
  if (lines.empty()) return;
  std::cout << '\n';
  for (const std::string& line : lines) std::cout << base::printable(line) << '\n';
}

void print_text(const ExplainCase& explained) {
  std::cout << base::printable(base::short_name(explained.name)) << ": ";
  const std::vector<std::string> peak = peak_lines(explained);
  for (const std::string& line : peak) std::cout << base::printable(line) << '\n';
  print(kind_lines(explained));
  print(recomputation_lines(explained));
  print(limit_lines(explained));
  print(budget_lines(explained));
}

}  // namespace

Outcome<ExitCode> run_explain(const Arguments& arguments) {
  ExplainCase explained;
  OptionReader reader(arguments);
  explained.top = reader.read(
      "top", explained.top,
      [](std::string_view text) {
        auto parsed = base::parse_positive(text, kMostTop);
        // What is expected says how large it may be, "too large" does not.
        if (std::holds_alternative<base::ParseFailure>(parsed))
          parsed = base::ParseFailure::malformed;
        return parsed;
      },
      "a whole number from 1 to " + std::to_string(kMostTop));
  const api::Budget typed = reader.budget("budget", {});
  if (reader.failure()) return *reader.failure();
  const std::string path = arguments.positional(0), schedule = arguments.positional(1);
  if (auto failure = find_second_stdin({path, schedule})) return *std::move(failure);

  auto file = read_graph(path, arguments);
  if (auto* const failure = std::get_if<Failure>(&file)) return std::move(*failure);
  explained.file = std::get<SharedGraphFile>(std::move(file));
  const Graph graph = GraphAccess::wrap(ModelGraph(explained.file, &explained.file->graph));
  explained.facts = describe(graph);
  explained.budget = explained.file->budget;
  explained.name = explained.file->name.empty() ? path : explained.file->name;
  explained.is_base_order = schedule.empty();
  if (schedule.empty()) {
    explained.schedule = base_schedule(explained.graph());
  } else {
    auto read = read_valid_schedule(schedule, *explained.file);
    if (auto* const failure = std::get_if<Failure>(&read)) return std::move(*failure);
    auto& from = std::get<io::ScheduleFile>(read);
    explained.budget = from.budget;
    explained.is_near_miss = from.is_near_miss;
    if (from.placement) explained.arena = from.placement->arena;
    explained.order = from.order;
    explained.max_copies = from.max_copies;
    explained.schedule = *std::move(from.schedule);
  }
  if (arguments.given("budget")) {
    const auto bytes = budget_option_bytes(arguments, typed, explained.facts.base_peak);
    if (const auto* const failure = std::get_if<Failure>(&bytes)) return *failure;
    explained.budget = std::get<std::int64_t>(bytes);
  }
  explained.columns = output_width();
  find_out(explained);
  if (!explained.fits()) explained.least_known = least_known(graph, explained);
  if (arguments.given("json")) {
    std::cout << explain_json(explained) << '\n';
  } else {
    print_text(explained);
  }
  return ExitCode::ok;
}

}  // namespace moccasin::app
