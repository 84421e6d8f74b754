// SPDX-License-Identifier: Apache-2.0
// Where the cycles of one annealing in free order start: a walk from schedule to schedule.
//
//   starting orders, once each a b c d e f
//   then again and again from  b a d b c e a f      thinned: b a d c e a f, or b a d c e f, ...
//
// What is recomputed is settled early in a cycle, and no temperature at which the order survives
// unsettles it. So a cycle starts from the order of the schedule that the walk is at, with a part
// of its recomputations gone, and the walk goes where that leads if it is no worse. After some
// cycles that were of no use it begins anew, from a starting order and from the best schedule known
// in turn.
#pragma once

#include <cstdint>
#include <vector>

#include "base/random.h"
#include "model/graph.h"
#include "search/limits/compiled.h"
#include "search/local/annealing.h"

namespace moccasin::search {

struct StartingOrders {
  std::vector<std::vector<Op>> orders;  // by their summed excess over the budget
  Nearest nearest;                      // of them
};

// The given base order and those of model/order.h, each once. `compiled` is `graph` compiled.
[[nodiscard]] StartingOrders starting_orders(const model::Graph& graph,
                                             const CompiledGraph& compiled);

// `steps` with only the first run of each operation that chance picks; it picks each with
// probability `chance`. As valid as before, if the budget is left aside.
[[nodiscard]] std::vector<Op> thinned(const CompiledGraph& graph, const std::vector<Op>& steps,
                                      double chance, base::Random& random);

class Restarts {
 public:
  // `orders` outlive this; at least one. `first`: the one to begin with.
  Restarts(const CompiledGraph& graph, const std::vector<std::vector<Op>>& orders,
           std::size_t first, std::uint64_t seed)
      : graph_(graph), orders_(orders), random_(seed), next_order_(first) {}

  // `best`: the best known, whoever found it; empty: none.
  [[nodiscard]] std::vector<Op> next(const std::vector<Op>& best);
  // What came of it.
  void tell(const Found& found);

 private:
  // Cycles of no use after which the walk begins anew: fewer leave a good basin too soon, more stay
  // too long in a bad one (decision 018).
  static constexpr int kPatience = 8;

  [[nodiscard]] const std::vector<Op>& next_order();

  const CompiledGraph& graph_;
  const std::vector<std::vector<Op>>& orders_;
  base::Random random_;
  std::size_t next_order_;
  std::size_t begun_ = 0;   // starting orders that it has begun with
  Found at_;                // where the walk is
  int failures_ = 0;        // since it last moved
  bool from_best_ = false;  // the walk began there
};

}  // namespace moccasin::search
