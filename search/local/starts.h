// SPDX-License-Identifier: Apache-2.0
// Where the search in free order starts, and starts again.
//
//   base order      a b c d e f          each operation once
//   best so far     b a d b c e a f      thinned: b a d c e a f, or b a d c e f, ...
//
// What a run recomputes is settled early, and no temperature at which its order survives unsettles
// it. So a cycle starts from the order of the best schedule with a part of its recomputations gone.
#pragma once

#include <vector>

#include "base/random.h"
#include "model/graph.h"
#include "search/limits/compiled.h"

namespace moccasin::search {

// The given base order and those of model/order.h, each once, by their summed excess over the
// budget. `compiled` is `graph` compiled.
[[nodiscard]] std::vector<std::vector<Op>> starting_orders(const model::Graph& graph,
                                                           const CompiledGraph& compiled);

// `steps` with only the first run of each operation that chance picks; it picks each with
// probability `share`. As valid as before, if the budget is left aside.
[[nodiscard]] std::vector<Op> thinned(const CompiledGraph& graph, const std::vector<Op>& steps,
                                      double share, base::Random& random);

}  // namespace moccasin::search
