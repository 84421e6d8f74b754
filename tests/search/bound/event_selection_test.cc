// SPDX-License-Identifier: Apache-2.0
#include "search/bound/event_selection.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "tests/search/bound/support/relaxed_solutions.h"
#include "tests/search/support/random_case.h"
#include "tests/support/build_graph.h"

namespace moccasin::search {
namespace {

using model::Order;

TEST(EventSelection, LooksAtWhatDoesNotFitAndBeginsWithPeaks) {
  for (const Order order : {Order::kept, Order::free}) {
    for (std::uint64_t seed = 0; seed < 300; ++seed) {
      SCOPED_TRACE("seed " + std::to_string(seed));
      const test::RandomCase c(seed, 12, order);
      EventScan scan(c.compiled, order);
      const CostVars cost_vars(c.compiled.num_ops());
      const EventSelection events(scan, cost_vars);
      const test::RelaxedSolutions relaxed(scan);
      std::vector<Op> violated;
      base::IndexedVector<Op, std::int64_t> forced(c.compiled.num_ops(), 0);
      for (const Op op : c.compiled.ops()) {
        forced[op] = relaxed.least_units(0, op);
        if (forced[op] > c.compiled.budget()) violated.push_back(op);
      }
      ASSERT_EQ(events.violated(), violated);
      ASSERT_TRUE(std::is_sorted(events.chosen().begin(), events.chosen().end()));
      ASSERT_EQ(events.chosen().empty(), violated.empty());
      const auto at_least = [&](Op op, std::uint32_t neighbor) {
        return !std::binary_search(violated.begin(), violated.end(), Op(neighbor)) ||
               forced[Op(neighbor)] <= forced[op];
      };
      for (const Op op : events.chosen()) {
        ASSERT_TRUE(std::binary_search(violated.begin(), violated.end(), op));
        ASSERT_TRUE(op.value() == 0 || at_least(op, op.value() - 1));
        ASSERT_TRUE(at_least(op, op.value() + 1));
      }
    }
  }
}

// Twelve tensors of 4 made one after the other and read at the end: at operation i, 4 (i + 1).
TEST(EventSelection, AddsTheWorstThatAreNotNeighbors) {
  std::vector<std::pair<std::int64_t, std::int64_t>> nodes(12, {1, 4});
  std::vector<std::pair<std::size_t, std::size_t>> edges;
  for (std::size_t i = 0; i < 12; ++i) edges.emplace_back(i, 12);
  nodes.emplace_back(1, 0);
  const model::Graph graph = test::built(test::simple_graph(nodes, edges));
  const model::Problem problem{.graph = &graph, .budget = 20, .order = Order::kept};
  const CompiledGraph compiled(problem);
  EventScan scan(compiled, Order::kept);
  const CostVars cost_vars(13);
  EventSelection events(scan, cost_vars);
  EXPECT_EQ(events.violated().size(), 8u);  // 5 to 12
  ASSERT_EQ(events.chosen().size(), 1u);
  EXPECT_EQ(events.chosen()[0], Op(11));
  // All run again in full: memory is short where they are read only.
  EXPECT_EQ(events.add(std::vector<double>(13, 1), 3), 1u);
  EXPECT_EQ(events.chosen(), (std::vector<Op>{Op(11), Op(12)}));
  EventSelection others(scan, cost_vars);
  EXPECT_EQ(others.add(std::vector<double>(13, 0), 3), 3u);
  EXPECT_EQ(others.chosen().size(), 4u);
  EXPECT_TRUE(std::is_sorted(others.chosen().begin(), others.chosen().end()));
  EXPECT_EQ(std::adjacent_find(others.chosen().begin(), others.chosen().end()),
            others.chosen().end());
  // Half of everything runs again: 2 i + 4 at operation i, too much from 9 on.
  EventSelection halves(scan, cost_vars);
  halves.add(std::vector<double>(13, 0.5), 100);
  for (const Op op : halves.chosen()) EXPECT_GE(op.value(), 9u);
}

}  // namespace
}  // namespace moccasin::search
