// SPDX-License-Identifier: Apache-2.0
#include "tests/search/bound/support/bound_case.h"

#include "model/floor.h"
#include "tests/support/build_graph.h"
#include "tests/support/naive_profile.h"
#include "tests/support/random_graph.h"

namespace moccasin::test {
namespace {

model::Graph graph_of(std::uint64_t seed, base::Random& random) {
  if (seed % 2 == 0) return random_step(2 + random.below(4), 40, random);
  return random_graph(2 + random.below(7), random);
}

model::Problem tight_problem(const model::Graph& graph, model::Order order, base::Random& random) {
  const std::int64_t floor = model::make_floor(graph).bytes;
  const std::int64_t peak = naive_profile(graph, model::base_schedule(graph)).peak;
  const double where = 0.8 * random.unit();
  return {.graph = &graph,
          .budget = floor + static_cast<std::int64_t>(where * static_cast<double>(peak - floor)),
          .order = order,
          .max_copies = random.chance(0.5) ? 0 : 2};
}

}  // namespace

model::Graph random_step(std::size_t layers, std::int64_t most, base::Random& random) {
  std::vector<std::pair<std::int64_t, std::int64_t>> nodes;
  std::vector<std::pair<std::size_t, std::size_t>> edges;
  for (std::size_t op = 0; op < 2 * layers; ++op) {
    nodes.emplace_back(random.between(1, most), random.between(1, most));
    if (op > 0) edges.emplace_back(op - 1, op);
    if (op <= layers) continue;
    const std::size_t layer = 2 * layers - 1 - op;
    edges.emplace_back(layer, op);
    if (layer > 0 && random.chance(0.3)) edges.emplace_back(layer - 1, op);
  }
  return built(simple_graph(nodes, edges));
}

BoundCase::BoundCase(std::uint64_t seed, model::Order order)
    : random(seed),
      graph(graph_of(seed, random)),
      problem(tight_problem(graph, order, random)),
      compiled(problem),
      scan(compiled, order),
      relaxed(scan) {}

}  // namespace moccasin::test
