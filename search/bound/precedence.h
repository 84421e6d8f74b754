// SPDX-License-Identifier: Apache-2.0
// Who surely runs before the first run of an operation, and who after it, in every schedule of a
// scope:
//
//   order kept    base order    a  b  [t]  c  d      before t: a, b     after t: c, d
//   order free    a -> t -> c,  b, d elsewhere       before t: a        after t: c
#pragma once

#include "base/strong_index.h"
#include "model/problem.h"
#include "search/limits/compiled.h"

namespace moccasin::search {

class Precedence {
 public:
  // Operations and tensors that looks from many places may go through in all where the order is
  // free; what would need more is left out. That trades bounds of large graphs for time, and has
  // not been measured by itself.
  static constexpr std::size_t kMostScanned = 20'000'000;

  // The graph outlives this.
  Precedence(const CompiledGraph& graph, model::Order order);

  // Looks at the first run of `at`: what follows is about it, and is asked of every arc of a
  // network, so it is looked up in either order. Linear in the graph.
  void look(Op at);

  [[nodiscard]] Op at() const { return at_; }
  [[nodiscard]] bool is_before(Op op) const { return is_before_[op] != 0; }
  [[nodiscard]] bool is_at_or_before(Op op) const { return op == at_ || is_before(op); }
  [[nodiscard]] bool is_after(Op op) const { return is_after_[op] != 0; }

  [[nodiscard]] const CompiledGraph& graph() const { return graph_; }
  [[nodiscard]] model::Order order() const { return order_; }

 private:
  void mark_ancestors();
  void mark_descendants();

  const CompiledGraph& graph_;
  const model::Order order_;
  Op at_;
  base::IndexedVector<Op, char> is_before_, is_after_;
};

}  // namespace moccasin::search
