// SPDX-License-Identifier: Apache-2.0
#include "search/portfolio/sequences.h"

#include "search/local/unread.h"

namespace moccasin::search {

// Local search keeps a run as long as some run behind it reads it; a schedule in any order can do
// without those that turn out to be of no use.
model::Schedule to_schedule(const model::Problem& problem, const Steps& steps) {
  const auto order = problem.graph->base_order();
  model::Schedule schedule;
  schedule.steps.reserve(steps.size());
  for (const Op op : steps) schedule.steps.push_back(order[op.value()]);
  if (problem.order == model::Order::free) schedule = without_unread(*problem.graph, schedule);
  return schedule;
}

Steps to_steps(const model::Problem& problem, const model::Schedule& schedule) {
  Steps steps;
  steps.reserve(schedule.steps.size());
  for (const model::OpIndex op : schedule.steps) {
    steps.emplace_back(problem.graph->base_position(op));
  }
  return steps;
}

std::int64_t duration_of(const CompiledGraph& graph, const Steps& steps) {
  std::int64_t duration = 0;
  for (const Op op : steps) duration += graph.duration(op);
  return duration;
}

std::int64_t duration_of(const model::Graph& graph, const model::Schedule& schedule) {
  std::int64_t duration = 0;
  for (const model::OpIndex op : schedule.steps) duration += graph.operation(op).duration;
  return duration;
}

}  // namespace moccasin::search
