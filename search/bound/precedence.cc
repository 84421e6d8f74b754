// SPDX-License-Identifier: Apache-2.0
#include "search/bound/precedence.h"

#include <algorithm>

namespace moccasin::search {

Precedence::Precedence(const CompiledGraph& graph, model::Order order)
    : graph_(graph), order_(order), is_before_(graph.num_ops(), 0), is_after_(graph.num_ops(), 0) {}

void Precedence::look(Op at) {
  at_ = at;
  if (order_ == model::Order::kept) {
    for (const Op op : graph_.ops()) {
      is_before_[op] = op < at ? 1 : 0;
      is_after_[op] = op > at ? 1 : 0;
    }
  } else {
    mark_ancestors();
    mark_descendants();
  }
}

// In any order, ancestors surely run before and nobody else: some order has any other operation
// later. Producers come first in base order, so that one sweep backwards finds them.
void Precedence::mark_ancestors() {
  for (const Op op : graph_.ops()) is_before_[op] = 0;
  is_before_[at_] = 1;
  for (std::uint32_t i = at_.value() + 1; i-- > 0;) {
    if (is_before_[Op(i)] == 0) continue;
    for (const Tensor tensor : graph_.inputs(Op(i))) {
      is_before_[graph_.tensor(tensor).producer] = 1;
    }
  }
  is_before_[at_] = 0;
}

// Likewise for descendants, in one sweep forwards: an operation comes after if something that it
// reads does.
void Precedence::mark_descendants() {
  for (const Op op : graph_.ops()) {
    const auto inputs = graph_.inputs(op);
    const auto follows = [&](Tensor tensor) {
      const Op producer = graph_.tensor(tensor).producer;
      return producer == at_ || is_after_[producer] != 0;
    };
    is_after_[op] = op > at_ && std::any_of(inputs.begin(), inputs.end(), follows) ? 1 : 0;
  }
}

}  // namespace moccasin::search
