// SPDX-License-Identifier: Apache-2.0
#include <unistd.h>

#include <algorithm>
#include <iostream>
#include <new>
#include <utility>

#include "api/graph_access.h"
#include "app/broken_pipe.h"
#include "app/command.h"
#include "app/hints.h"
#include "app/memory_cap.h"
#include "app/option_value.h"
#include "app/reading_limit.h"
#include "app/render_amount.h"
#include "app/schedule_saver.h"
#include "app/signals.h"
#include "app/solve_case.h"
#include "app/solve_delivery.h"
#include "app/solve_report.h"
#include "app/solve_stream.h"
#include "base/process_memory.h"
#include "io/fingerprint_text.h"
#include "model/verify.h"

namespace moccasin::app {
namespace {

using Clock = std::chrono::steady_clock;

Outcome<SolveCase> read_case(const Arguments& arguments, SolveSettings settings) {
  SolveCase solve_case;
  auto file = read_graph(settings.graph, arguments);
  if (auto* const failure = std::get_if<Failure>(&file)) return std::move(*failure);
  solve_case.file = std::get<SharedGraphFile>(std::move(file));
  solve_case.graph = GraphAccess::wrap(ModelGraph(solve_case.file, &solve_case.file->graph));
  solve_case.facts = describe(solve_case.graph);

  if (arguments.given("budget")) {
    const Outcome<std::int64_t> budget =
        budget_option_bytes(arguments, settings.budget, solve_case.facts.base_peak);
    if (const auto* const failure = std::get_if<Failure>(&budget)) return *failure;
    solve_case.budget = std::get<std::int64_t>(budget);
  } else if (solve_case.file->budget) {
    solve_case.budget = *solve_case.file->budget;
    solve_case.budget_of_file = true;
  } else if (settings.solver.objective != Objective::peak) {
    return Failure{ExitCode::usage,
                   "solve needs the option '--budget', or '--minimize peak'; see 'moccasin help "
                   "solve'"};
  }
  if (!settings.warm_start.empty()) {
    auto warm = read_warm_start(settings.warm_start, *solve_case.file);
    if (auto* const failure = std::get_if<Failure>(&warm)) return std::move(*failure);
    auto& start = std::get<io::ScheduleFile>(warm);
    solve_case.warm_start = to_public(*start.schedule);
    solve_case.warm_start_made_for = std::move(start.made_for);
  }
  if (arguments.lacks_value("arena")) settings.solver.arena = solve_case.file->alignment;
  solve_case.options = arguments.options();
  solve_case.settings = std::move(settings);
  return solve_case;
}

void warn_of_warm_start(const SolveCase& solve_case, Console& console) {
  if (solve_case.warm_start.empty()) return;
  const model::Order order =
      solve_case.settings.solver.order == Order::kept ? model::Order::kept : model::Order::free;
  const model::Problem problem{&solve_case.model(), solve_case.budget, order,
                               solve_case.settings.solver.max_copies};
  const model::Verdict verdict = model::verify(problem, to_model(solve_case.warm_start));
  if (!solve_case.warm_start_made_for.empty()) {
    console.warn("the warm start was made for another version of this graph (fingerprint " +
                 solve_case.warm_start_made_for + ", here " +
                 io::fingerprint_text(solve_case.model()) +
                 "): amounts or edges differ, but its steps are a valid sequence here" +
                 (verdict.valid() ? ", and the search starts from it" : ""));
  }
  if (verdict.valid()) return;
  const bool starts = verdict.in_scope() && solve_case.budget >= solve_case.facts.floor;
  console.warn("the warm start is no solution as it is: " + verdict.violation->message +
               (starts ? "; the search starts from it" : "; it is not used"));
}

// The part of `limit` that is for reading and searching: the rest is for writing the result.
double without_writing(double limit, const model::Graph& graph) {
  constexpr double kSecondsAStep = 1e-7, kMostOfLimit = 0.1;
  const auto steps = static_cast<double>(graph.num_operations() + graph.num_reads());
  return limit - std::min(kSecondsAStep * steps, kMostOfLimit * limit);
}

Options options_of(const SolveCase& solve_case, Clock::time_point start) {
  const SolveSettings& settings = solve_case.settings;
  Options options = settings.solver;
  options.time_limit = without_writing(options.time_limit, solve_case.model());
  options.start = start;
  if (options.memory_limit > 0) {
    // Never 0, which is no limit.
    options.memory_limit = std::max<std::int64_t>(options.memory_limit - base::resident_bytes(), 1);
  }
  options.warm_start = solve_case.warm_start;
  return options;
}

// Everybody who wants to know how the search goes.
struct Audience {
  SolveReport report;
  SolveStream stream;
  ScheduleSaver saver;
  Output output;
  double first_solution_seconds = -1;

  // Whoever reads what is printed may go away, and wants nothing more then.
  [[nodiscard]] bool listens() const {
    return !nobody_listens() && (!stream.error() || !reader_is_gone(STDOUT_FILENO));
  }
};

Result search(const SolveCase& solve_case, Audience& audience, const StopFlag& stop,
              Clock::time_point start) {
  Options options = options_of(solve_case, start);
  const bool streams = audience.output == Output::stream;
  options.on_progress = [&audience, streams](const Progress& progress) {
    if (streams) audience.stream.progress(progress);
    audience.report.progress(progress);
    audience.saver.poll();
    return audience.listens();
  };
  options.on_solution = [&](const Progress& progress, const std::vector<OpId>& schedule) {
    if (audience.first_solution_seconds < 0) {
      audience.first_solution_seconds = progress.wall_seconds;
    }
    if (streams) audience.stream.solution(progress, schedule);
    audience.report.solution(progress);
    audience.saver.improved(
        result_so_far(solve_case, progress, schedule, audience.first_solution_seconds));
    return audience.listens();
  };
  return solve(solve_case.graph, solve_case.budget, options, &stop);
}

// What a short search in free order finds, from the schedule in kept order if there is one: a tenth
// of the work that this one took, in what is left of its limits. Only for the hint that tells it.
std::optional<std::int64_t> fastest_in_free_order(const SolveCase& solve_case, const Result& result,
                                                  Clock::time_point start) {
  constexpr std::uint64_t kLeastTicks = 2'000'000, kPart = 10;
  Options options = options_of(solve_case, start);
  const std::uint64_t part = std::max(kLeastTicks, result.work / kPart), limit = options.work_limit;
  if (limit > 0 && result.work >= limit) return std::nullopt;
  options.work_limit = limit > 0 ? std::min(part, limit - result.work) : part;
  options.certify = false;
  options.order = Order::free;
  options.target = -1;
  options.gap = 0;
  if (result.has_schedule()) options.warm_start = result.schedule;
  StopFlag stop;
  const SignalGuard signals(stop);
  const Result found = solve(solve_case.graph, solve_case.budget, options, &stop);
  return found.has_schedule() ? std::optional(found.duration) : std::nullopt;
}

// Once all is delivered: nobody waits for a hint, and a signal ends no more than the search for it.
void give_hints(const SolveCase& solve_case, const Result& result, const SolveOutputs& outputs,
                Audience& audience, Clock::time_point start) {
  if (takes_standard_output(outputs)) return;  // its reader waits for the end
  const bool told = audience.output == Output::report &&
                    solve_case.settings.verbosity != Verbosity::quiet && audience.listens();
  if (!told) return;
  std::optional<std::int64_t> free_duration;
  if (asks_what_order_costs(solve_case, result)) {
    free_duration = fastest_in_free_order(solve_case, result, start);
  }
  audience.report.hints(hints_of(solve_case, result, free_duration));
}

Outcome<ExitCode> exit_code_of(const SolveSettings& settings, const Result& result) {
  if (result.has_schedule()) return ExitCode::ok;
  if (result.status == Status::infeasible) return ExitCode::infeasible;
  if (result.stop == Stop::memory && settings.solver.memory_limit == 0) {
    return Failure{ExitCode::failed, "out of memory"};
  }
  if (result.stop == Stop::error || result.status == Status::invalid) {
    return Failure{ExitCode::failed, "internal error: the search failed"};
  }
  return ExitCode::nothing;
}

// Threads at work beside the first, at most.
std::int32_t helpers_of(const SolveSettings& settings) {
  const std::int32_t workers =
      settings.solver.workers > 0 ? settings.solver.workers : settings.solver.threads;
  // Beside these, the bound may work and, with the order kept, clause learning, else the
  // fixed-order search.
  return std::min(settings.solver.threads, workers + 2) - 1;
}

// What there is to say before the search. Nothing: all is well, or nobody listens.
std::optional<Failure> announce_all(const SolveCase& solve_case, const SolveOutputs& outputs,
                                    Audience& audience, Console& console) {
  announce(outputs, console);
  audience.report.facts();
  if (console.log_error()) return failure_of(*console.log_error());
  warn_of_warm_start(solve_case, console);
  if (audience.output == Output::stream) audience.stream.start();
  if (audience.stream.error() && audience.listens()) return failure_of(*audience.stream.error());
  return std::nullopt;
}

// The search, and everything that is written of it. `cap`: of memory while it searches.
Outcome<ExitCode> run_search(const SolveCase& solve_case, SolveOutputs& outputs, Console& console,
                             std::optional<MemoryCap>& cap, Clock::time_point start) {
  // Before this a signal finds nothing worth keeping, and ends the program as it ends others.
  StopFlag stop;
  std::optional<SignalGuard> signals(std::in_place, stop);
  io::DescriptorStream printed(STDOUT_FILENO);
  Audience audience{
      .report = SolveReport(solve_case, console),
      .stream = SolveStream(printed, solve_case),
      .saver = ScheduleSaver(solve_case, outputs.result ? &*outputs.result : nullptr, console),
      .output = solve_case.settings.standard_output};
  if (auto failure = announce_all(solve_case, outputs, audience, console)) {
    return std::move(*failure);
  }
  cap->expect_threads(helpers_of(solve_case.settings));
  const Result result = search(solve_case, audience, stop, start);
  cap.reset();  // what the search had is free again, and its result is to be written
  const Outcome<ExitCode> code = exit_code_of(solve_case.settings, result);
  if (std::holds_alternative<Failure>(code)) return code;
  auto failure =
      deliver(solve_case, result, outputs, audience.report, audience.stream, console, *signals);
  std::cout.flush();
  if (failure) return std::move(*failure);
  signals.reset();
  give_hints(solve_case, result, outputs, audience, start);
  if (!audience.listens()) end_by_broken_pipe();
  if (console.log_error()) return failure_of(*console.log_error());
  if (result.stop == Stop::error) {
    return Failure{ExitCode::failed,
                   "internal error: the search failed; what it had found is kept"};
  }
  return code;
}

Outcome<ExitCode> run(const Arguments& arguments, SolveSettings settings, Clock::time_point start) {
  std::optional<MemoryCap> cap(std::in_place, settings.solver.memory_limit);
  const bool streams = settings.standard_output == Output::stream;
  std::optional<ReadingLimit> reading(std::in_place, settings.solver.time_limit, start,
                                      settings.graph,
                                      streams ? time_up_line(settings.solver.time_limit) : "");
  auto read = read_case(arguments, std::move(settings));
  if (auto* const failure = std::get_if<Failure>(&read)) return std::move(*failure);
  const auto& solve_case = std::get<SolveCase>(read);
  reading.reset();
  auto opened = open_outputs(solve_case.settings);
  if (auto* const failure = std::get_if<Failure>(&opened)) return std::move(*failure);
  auto& outputs = std::get<SolveOutputs>(opened);

  Console console(
      solve_case.settings.verbosity, solve_case.settings.color,
      takes_standard_output(outputs) ? ResultTo::standard_error : ResultTo::standard_output);
  if (!solve_case.settings.log.empty()) {
    if (const auto error = console.open_log(solve_case.settings.log)) return failure_of(*error);
  }
  return run_search(solve_case, outputs, console, cap, start);
}

}  // namespace

Outcome<ExitCode> run_solve(const Arguments& arguments, Clock::time_point start) {
  auto settings = read_settings(arguments);
  if (auto* const failure = std::get_if<Failure>(&settings)) return std::move(*failure);
  const Output output = std::get<SolveSettings>(settings).standard_output;
  const bool memory_limited = std::get<SolveSettings>(settings).solver.memory_limit > 0;
  Outcome<ExitCode> outcome;
  try {
    outcome = run(arguments, std::get<SolveSettings>(std::move(settings)), start);
  } catch (const std::bad_alloc&) {
    const std::string limit = memory_limited ? ": --memory-limit is too low for this graph" : "";
    outcome = Failure{ExitCode::failed, "out of memory" + limit};
  }
  const auto* const failure = std::get_if<Failure>(&outcome);
  if (failure != nullptr && output == Output::stream) stream_error(std::cout, *failure);
  return outcome;
}

}  // namespace moccasin::app
