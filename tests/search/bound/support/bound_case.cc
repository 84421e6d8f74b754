// SPDX-License-Identifier: Apache-2.0
#include "tests/search/bound/support/bound_case.h"

#include <algorithm>
#include <optional>
#include <string>

#include "model/floor.h"
#include "model/verify.h"
#include "tests/support/build_graph.h"
#include "tests/support/naive_profile.h"
#include "tests/support/random_graph.h"
#include "tests/support/random_schedule.h"

namespace moccasin::test {

using search::Op;

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
    const std::int64_t size = random.between(1, most), duration = random.between(1, most);
    nodes.emplace_back(duration, size);
    if (op > 0) edges.emplace_back(op - 1, op);
    if (op <= layers) continue;
    const std::size_t layer = 2 * layers - 1 - op;
    edges.emplace_back(layer, op);
    if (layer > 0 && random.chance(0.3)) edges.emplace_back(layer - 1, op);
  }
  return built(simple_graph(nodes, edges));
}

model::Graph squeezed(std::size_t held, std::size_t reads, base::Random& random,
                      model::OpIndex once) {
  model::GraphBuilder builder;
  const auto add = [&](std::int64_t duration, std::int64_t size, std::int64_t workspace) {
    const std::string name = std::to_string(builder.num_operations());
    const bool is_once = once.valid() && once.value() == builder.num_operations();
    return builder.add_output(builder.add_operation({.name = name,
                                                     .duration = duration,
                                                     .workspace = workspace,
                                                     .max_copies = is_once ? 1 : 0}),
                              size);
  };
  std::vector<model::TensorIndex> w;
  while (w.size() < held) {
    const std::int64_t size = random.between(2, 9), duration = random.between(1, 9);
    const model::TensorIndex next = add(duration, size, 0);
    if (!w.empty() && random.chance(0.4)) builder.add_read(model::OpIndex(next.value()), w.back());
    w.push_back(next);
  }
  std::optional<model::TensorIndex> last;
  for (std::size_t i = 0; i < reads; ++i) {
    const model::TensorIndex big = add(1, 1, random.between(10, 30));
    if (last) builder.add_read(model::OpIndex(big.value()), *last);
    last = add(1, 1, 0);
    builder.add_read(model::OpIndex(last->value()), big);
    for (const model::TensorIndex tensor : w) {
      if (random.chance(0.7)) builder.add_read(model::OpIndex(last->value()), tensor);
    }
  }
  return built(builder);
}

BoundCase::BoundCase(std::uint64_t seed, model::Order order)
    : random(seed),
      graph(graph_of(seed, random)),
      problem(tight_problem(graph, order, random)),
      compiled(problem),
      scan(compiled, order),
      cost_vars(compiled.num_ops()),
      relaxed(scan) {}

bool can_be_tried(const BoundCase& c, std::size_t most_operations) {
  const auto ops = c.graph.operations();
  return c.graph.num_operations() <= most_operations &&
         std::all_of(ops.begin(), ops.end(),
                     [&](model::OpIndex op) { return c.problem.copies_allowed(op) <= 3; });
}

std::vector<model::Schedule> random_schedules(BoundCase& c) {
  std::vector<std::pair<std::int64_t, model::Schedule>> found;
  for (int i = 0; i < 60; ++i) {
    model::Schedule schedule = random_schedule(c.problem, 0.4 * c.random.unit(), c.random);
    const model::Verdict verdict = model::verify(c.problem, schedule);
    if (verdict.valid()) found.emplace_back(verdict.duration, std::move(schedule));
  }
  std::stable_sort(found.begin(), found.end(),
                   [](const auto& a, const auto& b) { return a.first > b.first; });
  std::vector<model::Schedule> schedules;
  for (std::size_t i = 0; i < found.size(); ++i) {
    if (i == 0 || found[i].first < found[i - 1].first) schedules.push_back(found[i].second);
  }
  return schedules;
}

search::ClosureNode root_of(const search::CompiledGraph& graph) {
  search::ClosureNode node;
  node.again = search::Fixings(graph.num_ops(), search::Again::open);
  return node;
}

std::int64_t scaled(const search::CostScale& scale, RelaxedSolutions::Set again) {
  std::int64_t sum = 0;
  for (const Op op : scale.cost().indices()) {
    if (RelaxedSolutions::has(again, op)) sum += scale.cost()[op];
  }
  return sum;
}

std::vector<Op> fullest(const BoundCase& c, std::size_t number) {
  std::vector<Op> events(c.compiled.ops().begin(), c.compiled.ops().end());
  std::stable_sort(events.begin(), events.end(), [&](Op a, Op b) {
    return c.relaxed.least_units(0, a) > c.relaxed.least_units(0, b);
  });
  events.resize(std::min(events.size(), number));
  std::sort(events.begin(), events.end());
  return events;
}

}  // namespace moccasin::test
