// SPDX-License-Identifier: Apache-2.0
#include "search/portfolio/first_runs.h"

#include <algorithm>
#include <utility>

#include "base/strong_index.h"

namespace moccasin::search {

std::vector<model::OpIndex> first_runs(const model::Graph& graph, const model::Schedule& schedule) {
  std::vector<model::OpIndex> order;
  order.reserve(graph.num_operations());
  base::IndexedVector<model::OpIndex, char> ran(graph.num_operations(), 0);
  for (const model::OpIndex op : schedule.steps) {
    if (std::exchange(ran[op], 1) == 0) order.push_back(op);
  }
  return order;
}

// A stage is what stands between two first runs. Sorting it by first runs keeps it valid, as inputs
// ran first before their readers did; what is recomputed twice in a stage is needed once.
model::Schedule staged(const model::Graph& graph, const model::Schedule& schedule) {
  constexpr std::uint32_t kNotYet = ~std::uint32_t{0};
  base::IndexedVector<model::OpIndex, std::uint32_t> place(graph.num_operations(), kNotYet);
  std::uint32_t placed = 0;
  std::vector<model::OpIndex> steps;
  steps.reserve(schedule.steps.size());
  std::ptrdiff_t stage = 0;  // where it begins in `steps`
  for (const model::OpIndex op : schedule.steps) {
    if (place[op] == kNotYet) {
      const auto begin = steps.begin() + stage;
      std::sort(begin, steps.end(), [&](auto a, auto b) { return place[a] < place[b]; });
      steps.erase(std::unique(begin, steps.end()), steps.end());
      place[op] = placed++;
      stage = static_cast<std::ptrdiff_t>(steps.size()) + 1;
    }
    steps.push_back(op);
  }
  steps.resize(static_cast<std::size_t>(stage));
  return {std::move(steps)};
}

}  // namespace moccasin::search
