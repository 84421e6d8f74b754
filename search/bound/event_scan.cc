// SPDX-License-Identifier: Apache-2.0
#include "search/bound/event_scan.h"

#include <algorithm>

namespace moccasin::search {

EventScan::EventScan(const CompiledGraph& graph, model::Order order)
    : graph_(graph),
      order_(order),
      is_before_(graph.num_ops(), 0),
      is_after_(graph.num_ops(), 0),
      is_input_(graph.num_tensors(), 0),
      is_needed_(graph.num_tensors(), 0) {}

void EventScan::look(Op at) {
  if (at_.valid()) {
    for (const Tensor tensor : graph_.inputs(at_)) is_input_[tensor] = 0;
  }
  at_ = at;
  mark_before(at);
  mark_after(at);
  for (const Tensor tensor : graph_.inputs(at)) is_input_[tensor] = 1;
  others_.clear();
  for (const Op op : graph_.ops()) {
    if (!is_other(op)) continue;
    others_.push_back(op);
    for (std::uint32_t i = 0; i < graph_.num_tensors(op); ++i) {
      const Tensor tensor(graph_.first_tensor(op).value() + i);
      const auto readers = graph_.readers(tensor);
      const bool needed =
          graph_.tensor(tensor).retain == model::Retain::yes ||
          std::any_of(readers.begin(), readers.end(), [&](Op r) { return is_after_[r] != 0; });
      is_needed_[tensor] = needed ? 1 : 0;
    }
  }
}

// With the order kept, that is who comes earlier in it. Else ancestors surely run before, and
// nobody else: some order has any other operation later.
void EventScan::mark_before(Op at) {
  const bool kept = order_ == model::Order::kept;
  for (const Op op : graph_.ops()) is_before_[op] = kept && op < at ? 1 : 0;
  if (!kept) {  // ancestors: producers come first in base order
    is_before_[at] = 1;
    for (std::uint32_t i = at.value() + 1; i-- > 0;) {
      if (is_before_[Op(i)] == 0) continue;
      for (const Tensor tensor : graph_.inputs(Op(i))) {
        is_before_[graph_.tensor(tensor).producer] = 1;
      }
    }
    is_before_[at] = 0;
  }
}

// Likewise for whose first run is after the event's: with the order free, the descendants.
void EventScan::mark_after(Op at) {
  const bool kept = order_ == model::Order::kept;
  for (const Op op : graph_.ops()) {
    is_after_[op] = kept && op > at ? 1 : 0;
    if (kept || op <= at) continue;
    const auto inputs = graph_.inputs(op);
    is_after_[op] = std::any_of(inputs.begin(), inputs.end(),
                                [&](Tensor tensor) {
                                  const Op producer = graph_.tensor(tensor).producer;
                                  return producer == at || is_after_[producer] != 0;
                                })
                        ? 1
                        : 0;
  }
}

// One sweep over where tensors begin and end to be live, if nothing is recomputed.
base::IndexedVector<Op, std::int64_t> kept_profile(const CompiledGraph& graph) {
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
