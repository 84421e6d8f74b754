// SPDX-License-Identifier: Apache-2.0
#include "search/lns/lns_worker.h"

namespace moccasin::search {

LnsWorker::LnsWorker(const CompiledGraph& graph, std::uint64_t seed)
    : graph_(graph),
      random_(seed),
      generators_(all_generators()),
      adaptive_(generators_.size(), graph.num_ops()) {}

std::uint64_t LnsWorker::run(KeptSolver& solver, std::uint64_t ticks,
                             const std::function<bool()>& stop,
                             const KeptSolver::OnBetter& on_better) {
  const std::uint64_t began = solver.work();
  std::uint64_t drawn = 0;  // drawing a neighbourhood is linear in the graph
  auto landscape = std::make_unique<Landscape>(graph_, solver.steps());
  std::vector<char> freed(graph_.num_ops(), 0);
  const auto done = [&] { return solver.work() - began + drawn; };
  // A window begun is searched to its end: setting it up is half of the work.
  while (solver.state() == KeptSolver::State::open && done() < ticks && !stop()) {
    const std::size_t chosen = adaptive_.choose(random_);
    const std::vector<Op> ops =
        generators_[chosen]->draw(*landscape, adaptive_.size(chosen), random_);
    drawn += graph_.num_ops() / 4 + 1;
    for (const Op op : ops) freed[op.value()] = 1;
    const std::uint64_t improvements = improvements_;
    const KeptSolver::Window result = search(solver, freed, stop, on_better);
    for (const Op op : ops) freed[op.value()] = 0;
    const bool improved = improvements_ > improvements;
    adaptive_.tell(chosen, result, improved ? Adaptive::Gain::some : Adaptive::Gain::none);
    if (improved) landscape = std::make_unique<Landscape>(graph_, solver.steps());
  }
  return done();
}

KeptSolver::Window LnsWorker::search(KeptSolver& solver, const std::vector<char>& freed,
                                     const std::function<bool()>& stop,
                                     const KeptSolver::OnBetter& on_better) {
  for (;;) {
    ++windows_;
    const KeptSolver::Window result = solver.search_window(freed, kConflicts, stop, on_better);
    if (result == KeptSolver::Window::improved) ++improvements_;
    if (result != KeptSolver::Window::improved || stop()) return result;
  }
}

}  // namespace moccasin::search
