// SPDX-License-Identifier: Apache-2.0
#include "tests/search/support/random_case.h"

#include "model/floor.h"
#include "tests/support/naive_profile.h"
#include "tests/support/random_graph.h"

namespace moccasin::test {
namespace {

model::Problem random_problem(const model::Graph& graph, model::Order order, base::Random& random) {
  const std::int64_t floor = model::make_floor(graph).bytes;
  const std::int64_t peak = naive_profile(graph, model::base_schedule(graph)).peak;
  const double where = random.unit() * 1.2 - 0.1;
  const std::int64_t budget =
      where < 0   ? floor
      : where > 1 ? peak
                  : floor + static_cast<std::int64_t>(where * static_cast<double>(peak - floor));
  const std::int32_t max_copies = random.chance(0.6) ? 0 : 2 + random.chance(0.5);
  return {.graph = &graph, .budget = budget, .order = order, .max_copies = max_copies};
}

}  // namespace

RandomCase::RandomCase(std::uint64_t seed, std::size_t most_operations, model::Order order,
                       search::CompiledGraph::Empty empty)
    : random(seed),
      graph(random_graph(2 + random.below(most_operations - 1), random)),
      problem(random_problem(graph, order, random)),
      compiled(problem, empty) {}

std::vector<search::Op> compiled_steps(const model::Graph& graph, const model::Schedule& schedule) {
  std::vector<search::Op> steps;
  for (const model::OpIndex op : schedule.steps) steps.emplace_back(graph.base_position(op));
  return steps;
}

model::Schedule schedule_of(const search::CompiledGraph& graph,
                            const std::vector<search::Op>& steps) {
  model::Schedule schedule;
  for (const search::Op op : steps) schedule.steps.push_back(graph.original(op));
  return schedule;
}

std::int64_t bytes_a_unit(const model::Graph& graph, const search::CompiledGraph& compiled) {
  for (const search::Op op : compiled.ops()) {
    if (compiled.footprint(op) == 0) continue;
    std::int64_t bytes = graph.operation(compiled.original(op)).workspace;
    for (const model::TensorIndex tensor : graph.outputs(compiled.original(op))) {
      bytes += graph.tensor(tensor).size;
    }
    return bytes / compiled.footprint(op);
  }
  return 0;
}

}  // namespace moccasin::test
