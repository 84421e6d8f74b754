// SPDX-License-Identifier: Apache-2.0
#include "model/verify.h"

#include <vector>

#include "base/printable.h"

namespace moccasin::model {
namespace {

std::string named(const Graph& graph, OpIndex op) {
  return "'" + base::short_name(graph.operation(op).name) + "'";
}

// Who runs, how often, in which order: everything but memory.
std::optional<Violation> check_sequence(const Problem& problem, const Schedule& schedule) {
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

// reads[b]: how many reads buffer b still gets. Buffers are numbered in order of allocation.
std::vector<std::int64_t> count_reads(const Graph& graph, const Schedule& schedule) {
  std::vector<std::int64_t> reads;
  base::IndexedVector<TensorIndex, std::size_t> buffer_of(graph.num_tensors(), 0);
  for (const OpIndex op : schedule.steps) {
    for (const TensorIndex tensor : graph.inputs(op)) ++reads[buffer_of[tensor]];
    for (const TensorIndex tensor : graph.outputs(op)) {
      buffer_of[tensor] = reads.size();
      reads.push_back(0);
    }
  }
  // The end of the schedule reads every retained output: it is never freed.
  for (const TensorIndex tensor : graph.tensors()) {
    if (graph.tensor(tensor).retain == Retain::yes) ++reads[buffer_of[tensor]];
  }
  return reads;
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

Verdict verify(const Problem& problem, const Schedule& schedule) {
  const Graph& graph = *problem.graph;
  Verdict verdict;
  verdict.violation = check_sequence(problem, schedule);
  if (verdict.violation) return verdict;

  std::vector<std::int64_t> reads_left = count_reads(graph, schedule);
  base::IndexedVector<TensorIndex, std::size_t> buffer_of(graph.num_tensors(), 0);
  std::size_t buffers = 0;
  std::int64_t live = graph.resident();
  for (std::size_t step = 0; step < schedule.steps.size(); ++step) {
    const OpIndex op = schedule.steps[step];
    const Operation& operation = graph.operation(op);
    if (operation.duration > INT64_MAX - verdict.duration) {
      verdict.violation = Violation{Rule::overflow, step, "the duration passes 2^63"};
      return verdict;
    }
    verdict.duration += operation.duration;

    // Inputs are still there; outputs and workspace come on top.
    std::vector<std::size_t> inputs;
    for (const TensorIndex tensor : graph.inputs(op)) inputs.push_back(buffer_of[tensor]);
    for (const TensorIndex tensor : graph.outputs(op)) {
      buffer_of[tensor] = buffers++;
      live += graph.tensor(tensor).size;
    }
    const std::int64_t during = live + operation.workspace;
    if (step == 0 || during > verdict.peak) {
      verdict.peak = during;
      verdict.peak_step = step;
    }

    // After the step: what nobody reads any more goes.
    for (std::size_t i = 0; i < inputs.size(); ++i) {
      if (--reads_left[inputs[i]] == 0) live -= graph.tensor(graph.inputs(op)[i]).size;
    }
    for (const TensorIndex tensor : graph.outputs(op)) {
      if (reads_left[buffer_of[tensor]] == 0) live -= graph.tensor(tensor).size;
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
