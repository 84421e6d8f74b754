// SPDX-License-Identifier: Apache-2.0
#include "model/profile.h"

#include "base/checked_int.h"

namespace moccasin::model {

Profile make_profile(const Graph& graph, const Schedule& schedule) {
  constexpr std::uint32_t kNone = 0xffffffff;
  const auto steps = static_cast<std::uint32_t>(schedule.steps.size());
  Profile profile;
  base::IndexedVector<TensorIndex, std::uint32_t> current(graph.num_tensors(), kNone);
  for (std::uint32_t step = 0; step < steps; ++step) {
    const OpIndex op = schedule.steps[step];
    for (const TensorIndex tensor : graph.inputs(op)) {
      MOCCASIN_ASSERT(current[tensor] != kNone);
      profile.lifetimes[current[tensor]].last = step;
    }
    for (const TensorIndex tensor : graph.outputs(op)) {
      const std::uint32_t previous = current[tensor];
      const std::uint32_t copy = previous == kNone ? 0 : profile.lifetimes[previous].copy + 1;
      current[tensor] = static_cast<std::uint32_t>(profile.lifetimes.size());
      profile.lifetimes.push_back({tensor, copy, step, step});
    }
    profile.duration =
        base::checked_add(profile.duration, graph.operation(op).duration).value_or(INT64_MAX);
  }
  for (const TensorIndex tensor : graph.tensors()) {
    if (graph.tensor(tensor).retain == Retain::yes && current[tensor] != kNone) {
      profile.lifetimes[current[tensor]].last = steps - 1;
    }
  }

  // A step's live bytes cannot overflow: at most one copy of each tensor is live beside those
  // that die with it, and a graph's sizes add up to 2^62 at most.
  std::vector<std::int64_t> change(schedule.steps.size() + 1, 0);
  for (const Lifetime& lifetime : profile.lifetimes) {
    const std::int64_t size = graph.tensor(lifetime.tensor).size;
    change[lifetime.first] += size;
    change[lifetime.last + 1] -= size;
  }
  profile.live.resize(schedule.steps.size());
  std::int64_t live = graph.resident();
  for (std::uint32_t step = 0; step < steps; ++step) {
    live += change[step];
    profile.live[step] = live + graph.operation(schedule.steps[step]).workspace;
    if (profile.live[step] > profile.peak || step == 0) {
      profile.peak = profile.live[step];
      profile.peak_step = step;
    }
  }
  return profile;
}

}  // namespace moccasin::model
