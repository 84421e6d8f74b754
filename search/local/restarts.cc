// SPDX-License-Identifier: Apache-2.0
#include "search/local/restarts.h"

#include <algorithm>
#include <cstdint>
#include <utility>

#include "model/order.h"
#include "search/local/sequence.h"

namespace moccasin::search {

StartingOrders starting_orders(const model::Graph& graph, const CompiledGraph& compiled) {
  StartingOrders result;
  const auto base = graph.base_order();
  std::vector<std::pair<std::int64_t, std::vector<Op>>> found;  // with their excess
  Sequence sequence(compiled);
  for (const auto& order :
       {std::vector(base.begin(), base.end()), model::depth_first_order(graph),
        model::memory_growth_order(graph), model::backward_memory_growth_order(graph)}) {
    std::vector<Op> steps;
    steps.reserve(order.size());
    for (const model::OpIndex op : order) steps.emplace_back(graph.base_position(op));
    sequence.assign(steps);
    const std::int64_t peak = sequence.timeline().highest();
    if (peak < result.nearest.peak) result.nearest = {steps, peak};
    found.emplace_back(sequence.excess(), std::move(steps));
  }
  std::stable_sort(found.begin(), found.end(),
                   [](const auto& a, const auto& b) { return a.first < b.first; });
  for (auto& [excess, steps] : found) {
    if (std::find(result.orders.begin(), result.orders.end(), steps) == result.orders.end()) {
      result.orders.push_back(std::move(steps));
    }
  }
  return result;
}

// All runs of an operation but the first go together, or none: what survives is a set of decisions
// of which each is whole. Chance is asked once for each operation, whether it is recomputed or not,
// so that what it picks depends on the seed alone.
std::vector<Op> thinned(const CompiledGraph& graph, const std::vector<Op>& steps, double chance,
                        base::Random& random) {
  enum class Runs : char { all, first, none };
  base::IndexedVector<Op, Runs> stay(graph.num_ops());
  for (const Op op : graph.ops()) stay[op] = random.chance(chance) ? Runs::first : Runs::all;
  std::vector<Op> kept;
  kept.reserve(steps.size());
  for (const Op op : steps) {
    if (stay[op] == Runs::none) continue;
    kept.push_back(op);
    if (stay[op] == Runs::first) stay[op] = Runs::none;
  }
  return kept;
}

const std::vector<Op>& Restarts::next_order() {
  ++begun_;
  return orders_[next_order_++ % orders_.size()];
}

// Iterated local search (Lourenco, Martin, Stuetzle, Handbook of Metaheuristics, 2003): a local
// optimum is disturbed and searched from again. The disturbance is to take recomputations away,
// as many as chance says, from none to all: how much of what is settled has to go to get out of a
// basin differs from basin to basin, and any fixed part did worse than one drawn anew. The order
// stays; it is what a cycle is too short to find again.
std::vector<Op> Restarts::next(const std::vector<Op>& best) {
  if (begun_ < orders_.size()) return next_order();
  if (failures_ >= kPatience) {
    failures_ = 0;
    from_best_ = !from_best_;
    at_ = Found();
    if (!from_best_) return next_order();
  }
  if (at_.steps.empty() && best.empty()) return next_order();
  return thinned(graph_, at_.steps.empty() ? best : at_.steps, random_.unit(), random_);
}

// As good counts as no use, or the walk would never begin anew, but it is gone to all the same:
// many schedules are as fast, and the next one may be out of the basin.
void Restarts::tell(const Found& found) {
  if (found.duration < at_.duration) {
    failures_ = 0;
  } else {
    ++failures_;
  }
  if (!found.steps.empty() && found.duration <= at_.duration) at_ = found;
}

}  // namespace moccasin::search
