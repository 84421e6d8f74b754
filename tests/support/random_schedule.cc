// SPDX-License-Identifier: Apache-2.0
#include "tests/support/random_schedule.h"

#include <utility>
#include <vector>

namespace moccasin::test {

using model::OpIndex;
using model::TensorIndex;

model::Schedule random_order(const model::Graph& graph, base::Random& random) {
  base::IndexedVector<OpIndex, std::size_t> waiting(graph.num_operations());
  std::vector<OpIndex> ready;
  for (const OpIndex op : graph.operations()) {
    waiting[op] = graph.inputs(op).size();
    if (waiting[op] == 0) ready.push_back(op);
  }
  model::Schedule schedule;
  while (!ready.empty()) {
    std::swap(ready[random.below(ready.size())], ready.back());
    const OpIndex op = ready.back();
    ready.pop_back();
    schedule.steps.push_back(op);
    for (const TensorIndex tensor : graph.outputs(op)) {
      for (const OpIndex reader : graph.readers(tensor)) {
        if (--waiting[reader] == 0) ready.push_back(reader);
      }
    }
  }
  return schedule;
}

model::Schedule random_schedule(const model::Problem& problem, double recompute,
                                base::Random& random) {
  const model::Graph& graph = *problem.graph;
  const bool kept = problem.order == model::Order::kept;
  const model::Schedule first_runs =
      kept ? model::base_schedule(graph) : random_order(graph, random);
  base::IndexedVector<OpIndex, std::int32_t> runs(graph.num_operations(), 0);
  model::Schedule schedule;
  const auto run = [&](OpIndex op) {
    ++runs[op];
    schedule.steps.push_back(op);
  };
  std::vector<OpIndex> done;  // in order of first runs
  for (const OpIndex first : first_runs.steps) {
    std::vector<OpIndex> again;
    for (const OpIndex op : done) {
      if (random.chance(recompute)) again.push_back(op);
    }
    if (!kept) random.shuffle(again);
    for (const OpIndex op : again) {
      const std::int32_t allowed = problem.copies_allowed(op);
      if (allowed == 0 || runs[op] < allowed) run(op);
    }
    run(first);
    done.push_back(first);
  }
  return schedule;
}

}  // namespace moccasin::test
