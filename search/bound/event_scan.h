// SPDX-License-Identifier: Apache-2.0
// What memory surely holds when an operation runs for the first time, in every schedule of a scope.
//
// All but the operation t and what is surely after it (precedence.h) are *others*. A tensor of one
// is an *input* if t reads it; it is *needed* if something after t reads it or it is retained: then
// it is live at t, or its producer runs after t: again, if it is before t.
#pragma once

#include <cstdint>
#include <vector>

#include "model/problem.h"
#include "search/bound/precedence.h"
#include "search/limits/compiled.h"

namespace moccasin::search {

class EventScan {
 public:
  // The graph outlives this.
  EventScan(const CompiledGraph& graph, model::Order order);

  // Looks at the first run of `at`: what follows is about it. Linear in the graph.
  void look(Op at);

  [[nodiscard]] const Precedence& precedence() const { return precedence_; }
  // Whether its first run is surely before.
  [[nodiscard]] bool is_before(Op op) const { return precedence_.is_before(op); }
  // In base order.
  [[nodiscard]] const std::vector<Op>& others() const { return others_; }
  [[nodiscard]] bool is_other(Op op) const {
    return op != precedence_.at() && !precedence_.is_after(op);
  }
  // Both are about tensors made by others; an input may be needed as well.
  [[nodiscard]] bool is_input(Tensor tensor) const { return is_input_[tensor] != 0; }
  [[nodiscard]] bool is_needed(Tensor tensor) const { return is_needed_[tensor] != 0; }

  [[nodiscard]] const CompiledGraph& graph() const { return graph_; }
  [[nodiscard]] model::Order order() const { return precedence_.order(); }

 private:
  const CompiledGraph& graph_;
  Precedence precedence_;
  std::vector<Op> others_;
  base::IndexedVector<Tensor, char> is_input_, is_needed_;
};

// Units live at the first run of each operation if nothing is recomputed, order kept.
[[nodiscard]] base::IndexedVector<Op, std::int64_t> base_profile(const CompiledGraph& graph);

}  // namespace moccasin::search
