// SPDX-License-Identifier: Apache-2.0
#include "explain/recomputations.h"

#include <algorithm>

#include "base/strong_index.h"

namespace moccasin::explain {
namespace {

using model::OpIndex;

model::Schedule without_later_runs(const model::Schedule& schedule, OpIndex op) {
  model::Schedule shorter;
  bool seen = false;
  for (const OpIndex step : schedule.steps) {
    if (step == op && seen) continue;
    seen = seen || step == op;
    shorter.steps.push_back(step);
  }
  return shorter;
}

}  // namespace

std::vector<Recomputed> recomputed_of(const model::Graph& graph, const model::Schedule& schedule,
                                      std::size_t measured) {
  base::IndexedVector<OpIndex, std::size_t> runs(graph.num_operations(), 0);
  for (const OpIndex op : schedule.steps) ++runs[op];
  std::vector<Recomputed> all;
  for (const OpIndex op : graph.base_order()) {
    if (runs[op] <= 1) continue;
    const std::int64_t again = static_cast<std::int64_t>(runs[op]) - 1;
    all.push_back({.op = op,
                   .runs = runs[op] - 1,
                   .duration = again * graph.operation(op).duration,
                   .peak_without = 0});
  }
  std::stable_sort(all.begin(), all.end(), [](const Recomputed& a, const Recomputed& b) {
    return a.duration > b.duration;
  });
  for (std::size_t i = 0; i < std::min(measured, all.size()); ++i) {
    all[i].peak_without = make_profile(graph, without_later_runs(schedule, all[i].op)).peak;
  }
  return all;
}

std::vector<StepRange> steps_with(const model::Profile& profile, std::int64_t bytes) {
  std::vector<StepRange> ranges;
  for (std::size_t i = 0; i < profile.live.size(); ++i) {
    if (profile.live[i] < bytes) continue;
    if (ranges.empty() || ranges.back().last + 1 < i) ranges.push_back({i, i});
    ranges.back().last = i;
  }
  return ranges;
}

}  // namespace moccasin::explain
