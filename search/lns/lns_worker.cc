// SPDX-License-Identifier: Apache-2.0
#include "search/lns/lns_worker.h"

namespace moccasin::search {
namespace {

std::vector<std::unique_ptr<NeighborhoodGenerator>> all_generators() {
  std::vector<std::unique_ptr<NeighborhoodGenerator>> generators;
  generators.push_back(std::make_unique<PeakWindow>());
  generators.push_back(std::make_unique<GraphBall>());
  generators.push_back(std::make_unique<CrossingTensors>());
  generators.push_back(std::make_unique<CostlyCopies>());
  return generators;
}

}  // namespace

LnsWorker::LnsWorker(const CompiledGraph& graph, std::uint64_t seed)
    : graph_(graph),
      random_(seed),
      generators_(all_generators()),
      adaptive_(generators_.size(), graph.num_ops()) {}

void LnsWorker::run(KeptSolver& solver, const KeptSolver::Stop& stop,
                    const KeptSolver::OnBetter& on_better) {
  const std::uint64_t began = solver.work();
  std::uint64_t drawn = 0;  // ticks: drawing a neighbourhood is linear in the graph
  auto landscape = std::make_unique<Landscape>(graph_, solver.steps());
  std::vector<char> freed(graph_.num_ops(), 0);
  const auto stops = [&] { return stop(solver.work() - began + drawn); };
  while (solver.state() == KeptSolver::State::open && !stops()) {
    const std::size_t chosen = adaptive_.choose(random_);
    const std::vector<Op> ops =
        generators_[chosen]->draw(*landscape, adaptive_.size(chosen), random_);
    drawn += graph_.num_ops() / 4 + 1;
    for (const Op op : ops) freed[op.value()] = 1;
    ++windows_;
    const KeptSolver::Window result = solver.search_window(
        freed, kConflicts, [&](std::uint64_t) { return stops(); }, on_better);
    for (const Op op : ops) freed[op.value()] = 0;
    adaptive_.tell(chosen, result);
    if (result != KeptSolver::Window::improved) continue;
    ++improvements_;
    landscape = std::make_unique<Landscape>(graph_, solver.steps());
  }
}

}  // namespace moccasin::search
