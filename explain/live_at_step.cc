// SPDX-License-Identifier: Apache-2.0
#include "explain/live_at_step.h"

#include <algorithm>

#include "base/assert.h"
#include "base/strong_index.h"

namespace moccasin::explain {
namespace {

using model::TensorIndex;

constexpr std::size_t kNone = static_cast<std::size_t>(-1);

// By tensor, the first step behind `step` that reads it.
base::IndexedVector<TensorIndex, std::size_t> next_reads(const model::Graph& graph,
                                                         const model::Schedule& schedule,
                                                         std::size_t step) {
  base::IndexedVector<TensorIndex, std::size_t> next(graph.num_tensors(), kNone);
  for (std::size_t i = schedule.steps.size(); i-- > step + 1;) {
    for (const TensorIndex tensor : graph.inputs(schedule.steps[i])) next[tensor] = i;
  }
  return next;
}

}  // namespace

LiveAtStep live_at(const model::Graph& graph, const model::Schedule& schedule,
                   const model::Profile& profile, std::size_t step) {
  MOCCASIN_ASSERT(step < schedule.steps.size());
  const model::OpIndex op = schedule.steps[step];
  LiveAtStep view{.step = step,
                  .live = profile.live[step],
                  .resident = graph.resident(),
                  .workspace = graph.operation(op).workspace,
                  .buffers = {}};
  const auto next = next_reads(graph, schedule, step);
  const auto inputs = graph.inputs(op);
  for (const model::Lifetime& life : profile.lifetimes) {
    if (life.first > step || life.last < step) continue;
    const model::Tensor& tensor = graph.tensor(life.tensor);
    if (tensor.size == 0) continue;
    LiveBuffer buffer{.tensor = life.tensor,
                      .copy = life.copy,
                      .size = tensor.size,
                      .first = life.first,
                      .last = life.last,
                      .at_step = life.first == step || std::find(inputs.begin(), inputs.end(),
                                                                 life.tensor) != inputs.end(),
                      .next = {}};
    // A reader behind its last step reads a later copy.
    const bool to_the_end =
        tensor.retain == model::Retain::yes && life.last + 1 == schedule.steps.size();
    if (next[life.tensor] <= life.last) {
      buffer.next = next[life.tensor];
    } else if (to_the_end) {
      buffer.next = schedule.steps.size();
    }
    view.buffers.push_back(buffer);
  }
  std::stable_sort(view.buffers.begin(), view.buffers.end(),
                   [](const LiveBuffer& a, const LiveBuffer& b) { return a.size > b.size; });
  return view;
}

}  // namespace moccasin::explain
