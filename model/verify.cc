// SPDX-License-Identifier: Apache-2.0
#include "model/verify.h"

#include "base/printable.h"
#include "model/replay.h"

namespace moccasin::model {
namespace {

std::string named(const Graph& graph, OpIndex op) {
  return "'" + base::short_name(graph.operation(op).name) + "'";
}

// What a sequence is held to beside the reads it needs.
enum class Scope { any, of_problem };

// Who runs, how often, in which order: everything but memory.
std::optional<Violation> check_sequence(const Problem& problem, Scope scope,
                                        const Schedule& schedule) {
  const Graph& graph = *problem.graph;
  base::IndexedVector<OpIndex, std::int32_t> runs(graph.num_operations(), 0);
  std::size_t first_runs = 0;        // first runs seen
  std::int64_t stage_position = -1;  // base position of the last recomputation of this stage
  for (std::size_t step = 0; step < schedule.steps.size(); ++step) {
    const OpIndex op = schedule.steps[step];
    if (op.value() >= graph.num_operations()) {
      return Violation{Rule::known_operation, step, "runs an operation that does not exist"};
    }
    for (const TensorIndex tensor : graph.inputs(op)) {
      const OpIndex producer = graph.tensor(tensor).producer;
      if (runs[producer] > 0) continue;
      return Violation{Rule::input_exists, step,
                       named(graph, op) + " reads an output of " + named(graph, producer) +
                           ", which has not run yet"};
    }
    ++runs[op];
    if (scope == Scope::any) continue;
    const std::int32_t allowed = problem.copies_allowed(op);
    if (allowed > 0 && runs[op] > allowed) {
      return Violation{Rule::max_copies, step,
                       named(graph, op) + " has run " + std::to_string(runs[op]) +
                           " times by then, at most " + std::to_string(allowed) +
                           (allowed == 1 ? " is" : " are") + " allowed"};
    }
    if (problem.order == Order::free) continue;
    const auto position = static_cast<std::int64_t>(graph.base_position(op));
    if (runs[op] == 1) {
      if (graph.base_order()[first_runs] != op) {
        return Violation{Rule::first_runs_in_order, step,
                         named(graph, op) + " runs first before " +
                             named(graph, graph.base_order()[first_runs]) +
                             ", which precedes it in the base order"};
      }
      ++first_runs;
      stage_position = -1;
    } else {
      if (first_runs == graph.num_operations()) {
        return Violation{Rule::stage_in_order, step,
                         named(graph, op) + " is recomputed after the last first run"};
      }
      if (position <= stage_position) {
        return Violation{Rule::stage_in_order, step,
                         named(graph, op) +
                             " is recomputed after a later operation of the base "
                             "order within one stage"};
      }
      stage_position = position;
    }
  }
  for (const OpIndex op : graph.operations()) {
    if (runs[op] == 0) {
      return Violation{Rule::every_operation, schedule.steps.size(),
                       named(graph, op) + " never runs"};
    }
  }
  return std::nullopt;
}

}  // namespace

std::string_view rule_name(Rule rule) {
  switch (rule) {
    case Rule::known_operation:
      return "known operation";
    case Rule::input_exists:
      return "input exists";
    case Rule::max_copies:
      return "max copies";
    case Rule::every_operation:
      return "every operation runs";
    case Rule::first_runs_in_order:
      return "first runs in base order";
    case Rule::stage_in_order:
      return "recomputations of a stage in base order";
    case Rule::budget:
      return "budget";
    case Rule::overflow:
      return "overflow";
  }
  return "unknown rule";
}

std::optional<Violation> find_misfit(const Graph& graph, const Schedule& schedule) {
  return check_sequence({.graph = &graph}, Scope::any, schedule);
}

Verdict verify(const Problem& problem, const Schedule& schedule) {
  const Graph& graph = *problem.graph;
  Verdict verdict;
  verdict.violation = check_sequence(problem, Scope::of_problem, schedule);
  if (verdict.violation) return verdict;

  Replay replay(graph, schedule);
  for (std::size_t step = 0; step < schedule.steps.size(); ++step) {
    const std::int64_t duration = graph.operation(schedule.steps[step]).duration;
    if (duration > INT64_MAX - verdict.duration) {
      verdict.violation = Violation{Rule::overflow, step, "the duration passes 2^63"};
      return verdict;
    }
    verdict.duration += duration;
    const std::int64_t live = replay.run_step();
    if (step == 0 || live > verdict.peak) {
      verdict.peak = live;
      verdict.peak_step = step;
    }
  }
  if (verdict.peak > problem.budget) {
    verdict.violation = Violation{Rule::budget, verdict.peak_step,
                                  named(graph, schedule.steps[verdict.peak_step]) + " runs with " +
                                      std::to_string(verdict.peak) + " bytes live, the budget is " +
                                      std::to_string(problem.budget)};
  }
  return verdict;
}

}  // namespace moccasin::model
