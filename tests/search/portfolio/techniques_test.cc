// SPDX-License-Identifier: Apache-2.0
#include "search/portfolio/techniques.h"

#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <vector>

#include "search/portfolio/solve.h"
#include "tests/search/support/random_case.h"

namespace moccasin::search {
namespace {

using model::Order;
using Names = std::vector<std::string>;

Names names_of(Order order, Techniques techniques, int workers) {
  test::RandomCase c(21, 60, order);
  SolveOptions options;
  options.techniques = techniques;
  options.workers = workers;
  const CompiledGraph graph(c.problem), annealed(c.problem, CompiledGraph::Empty::kept);
  const Portfolio portfolio = make_portfolio(
      c.problem, options, graph, order == Order::free ? annealed : graph, nullptr, &solve);
  EXPECT_EQ(portfolio.start.size(), graph.num_ops());
  Names names;
  for (const auto& technique : portfolio.techniques) names.emplace_back(technique->name());
  return names;
}

// With one worker all take turns; with more, annealing gives way to the others.
TEST(Techniques, AreAsManyAsWorkersOrTakeTurns) {
  const Names kept{"annealing", "recompute closure", "clause learning"};
  for (const int workers : {1, 2}) EXPECT_EQ(names_of(Order::kept, Techniques::all, workers), kept);
  const Names three{"annealing", "annealing", "recompute closure", "clause learning"};
  EXPECT_EQ(names_of(Order::kept, Techniques::all, 3), three);
  const Names five{"annealing", "annealing", "annealing", "recompute closure", "clause learning"};
  EXPECT_EQ(names_of(Order::kept, Techniques::all, 5), five);
  const Names free{"annealing", "annealing", "recompute closure", "fixed-order search"};
  EXPECT_EQ(names_of(Order::free, Techniques::all, 4), free);
}

TEST(Techniques, WorkAloneWhereAskedTo) {
  EXPECT_EQ(names_of(Order::free, Techniques::local, 3), Names(3, "annealing"));
  EXPECT_EQ(names_of(Order::kept, Techniques::cdcl, 3), Names{"clause learning"});
  const Names lns{"annealing", "clause learning"};  // the former for a greedy schedule
  EXPECT_EQ(names_of(Order::kept, Techniques::lns, 3), lns);
}

}  // namespace
}  // namespace moccasin::search
