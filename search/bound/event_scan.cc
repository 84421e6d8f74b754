// SPDX-License-Identifier: Apache-2.0
#include "search/bound/event_scan.h"

#include <algorithm>

namespace moccasin::search {

EventScan::EventScan(const CompiledGraph& graph, model::Order order)
    : graph_(graph),
      precedence_(graph, order),
      is_input_(graph.num_tensors(), 0),
      is_needed_(graph.num_tensors(), 0) {}

// What is needed is asked of the tensors of others only: nobody else's can be live at the event,
// but for the event's own. Inputs of the event looked at before are unmarked one by one.
void EventScan::look(Op at) {
  if (precedence_.at().valid()) {
    for (const Tensor tensor : graph_.inputs(precedence_.at())) is_input_[tensor] = 0;
  }
  precedence_.look(at);
  for (const Tensor tensor : graph_.inputs(at)) is_input_[tensor] = 1;
  others_.clear();
  const auto is_after = [&](Op reader) { return precedence_.is_after(reader); };
  for (const Op op : graph_.ops()) {
    if (!is_other(op)) continue;
    others_.push_back(op);
    for (std::uint32_t i = 0; i < graph_.num_tensors(op); ++i) {
      const Tensor tensor(graph_.first_tensor(op).value() + i);
      const auto readers = graph_.readers(tensor);
      const bool needed = graph_.tensor(tensor).retain == model::Retain::yes ||
                          std::any_of(readers.begin(), readers.end(), is_after);
      is_needed_[tensor] = needed ? 1 : 0;
    }
  }
}

// One sweep over where tensors begin and end to be live, if nothing is recomputed.
base::IndexedVector<Op, std::int64_t> base_profile(const CompiledGraph& graph) {
  const std::size_t n = graph.num_ops();
  base::IndexedVector<Op, std::int64_t> units(n, 0);
  std::vector<std::int64_t> change(n + 1, 0);
  for (const Tensor tensor : graph.tensors()) {
    const auto readers = graph.readers(tensor);
    const bool retained = graph.tensor(tensor).retain == model::Retain::yes;
    const std::size_t producer = graph.tensor(tensor).producer.value();
    const std::size_t last = retained ? n - 1 : readers.empty() ? producer : readers.back().value();
    change[producer] += graph.tensor(tensor).size;
    change[last + 1] -= graph.tensor(tensor).size;
  }
  std::int64_t live = 0;
  for (const Op op : graph.ops()) {
    live += change[op.value()];
    units[op] = live + graph.transient(op);
  }
  return units;
}

}  // namespace moccasin::search
