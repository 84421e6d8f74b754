// SPDX-License-Identifier: Apache-2.0
#include "search/lns/schedule_profile.h"

#include <algorithm>

namespace moccasin::search {

// One pass over the steps. A copy's tensors are live until the last read before the next copy,
// which is known when that one comes, or at the end; what they take is noted as a change where they
// begin and after they end, and the sums of the changes are the levels.
ScheduleProfile::ScheduleProfile(const CompiledGraph& graph, const encoding::Steps& steps)
    : graph_(graph) {
  const std::size_t n = graph.num_ops();
  std::vector<std::int64_t> change(n + 1, 0);
  base::IndexedVector<Op, std::size_t> latest(n, 0);  // copy of each operation
  base::IndexedVector<Op, char> ran(n, 0);
  base::IndexedVector<Tensor, std::uint32_t> last(graph.num_tensors(), 0);  // of its latest copy
  const auto close = [&](Op op) {  // a copy is over: its tensors have had their readers
    Copy& copy = copies_[latest[op]];
    for (std::uint32_t i = 0; i < graph.num_tensors(op); ++i) {
      const Tensor tensor(graph.first_tensor(op).value() + i);
      copy.last = std::max(copy.last, last[tensor]);
      change[copy.first] += graph.tensor(tensor).size;
      change[last[tensor] + 1] -= graph.tensor(tensor).size;
    }
  };
  std::uint32_t stage = 0;
  for (const Op op : steps) {
    for (const Tensor input : graph.inputs(op)) last[input] = stage;
    if (ran[op] != 0) close(op);
    latest[op] = copies_.size();
    if (ran[op] != 0) recomputations_.push_back(copies_.size());
    copies_.push_back({op, stage, stage, ran[op] != 0});
    for (std::uint32_t i = 0; i < graph.num_tensors(op); ++i) {
      last[Tensor(graph.first_tensor(op).value() + i)] = stage;
    }
    if (ran[op] == 0) ++stage;
    ran[op] = 1;
  }
  for (const Tensor tensor : graph.tensors()) {
    if (graph.tensor(tensor).retain == model::Retain::yes) {
      last[tensor] = static_cast<std::uint32_t>(n - 1);
    }
  }
  for (const Op op : graph.ops()) close(op);
  add_levels(change);
}

void ScheduleProfile::add_levels(const std::vector<std::int64_t>& change) {
  level_.resize(num_stages());
  std::int64_t live = 0;
  for (std::size_t stage = 0; stage < num_stages(); ++stage) {
    live += change[stage];
    level_[stage] = live + graph_.transient(Op(stage));
  }
}

}  // namespace moccasin::search
