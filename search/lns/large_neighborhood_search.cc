// SPDX-License-Identifier: Apache-2.0
#include "search/lns/large_neighborhood_search.h"

namespace moccasin::search {

LargeNeighborhoodSearch::LargeNeighborhoodSearch(const CompiledGraph& graph, std::uint64_t seed)
    : graph_(graph),
      random_(seed),
      generators_(all_generators()),
      adaptive_(generators_.size(), graph.num_ops()) {}

void LargeNeighborhoodSearch::run(FixedOrderSolver& solver, Share& share,
                                  const OnBetter& on_better) {
  auto profile = std::make_unique<ScheduleProfile>(graph_, solver.steps());
  std::vector<char> freed(graph_.num_ops(), 0);
  // To draw a neighbourhood takes time linear in the graph. The share counts it at once, the limit
  // of work at the end: until then it goes by what the engine does.
  std::uint64_t drawn = 0;
  const auto over = [&] { return drawn >= share.left() || share.meter().ended(); };
  while (solver.state() == FixedOrderSolver::State::open && !over()) {
    const std::size_t chosen = adaptive_.choose(random_);
    const std::vector<Op> ops =
        generators_[chosen]->draw(*profile, adaptive_.size(chosen), random_);
    drawn += graph_.num_ops() / 4 + 1;
    for (const Op op : ops) freed[op.value()] = 1;
    const std::uint64_t improvements = improvements_;
    const FixedOrderSolver::Window result = search(solver, freed, share.meter(), on_better);
    for (const Op op : ops) freed[op.value()] = 0;
    const bool improved = improvements_ > improvements;
    adaptive_.tell(chosen, result, improved ? Adaptive::Gain::some : Adaptive::Gain::none);
    if (improved) profile = std::make_unique<ScheduleProfile>(graph_, solver.steps());
  }
  share.meter().charge(drawn);
}

// What was improved once is likely to be so again: the same operations are free around another
// schedule now, and what was learned of them is still known.
FixedOrderSolver::Window LargeNeighborhoodSearch::search(FixedOrderSolver& solver,
                                                         const std::vector<char>& freed,
                                                         Meter& meter, const OnBetter& on_better) {
  for (;;) {
    ++windows_;
    const FixedOrderSolver::Window result =
        solver.search_window(freed, kConflicts, meter, on_better);
    if (result == FixedOrderSolver::Window::improved) ++improvements_;
    if (result != FixedOrderSolver::Window::improved || meter.ended()) return result;
  }
}

}  // namespace moccasin::search
