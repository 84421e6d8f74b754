// SPDX-License-Identifier: Apache-2.0
#include "search/bound/closure_network.h"

#include <gtest/gtest.h>

#include <limits>

#include "base/wide_int.h"
#include "tests/search/bound/support/bound_case.h"
#include "tests/support/build_graph.h"

namespace moccasin::search {
namespace {

using model::Order;
using Price = ClosureNetwork::Price;
using test::BoundCase;
using test::RelaxedSolutions;

using Costs = base::IndexedVector<Op, std::int64_t>;

Costs costs_of(const CompiledGraph& graph) {
  Costs cost(graph.num_ops(), 0);
  for (const Op op : graph.ops()) cost[op] = 1000 * graph.duration(op);
  return cost;
}

Fixings exactly(const CompiledGraph& graph, RelaxedSolutions::Set set) {
  Fixings again(graph.num_ops(), Again::never);
  for (const Op op : graph.ops()) {
    if (RelaxedSolutions::has(set, op)) again[CostVars::first(op)] = Again::surely;
  }
  return again;
}

class ClosureNetworkIn : public ::testing::TestWithParam<Order> {};
INSTANTIATE_TEST_SUITE_P(Order, ClosureNetworkIn, ::testing::Values(Order::kept, Order::free));

TEST_P(ClosureNetworkIn, NeedsTheLeastMemoryWhenAllIsDecided) {
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    BoundCase c(seed, GetParam());
    const Costs cost = costs_of(c.compiled);
    const Op at(c.random.below(c.compiled.num_ops()));
    for (const RelaxedSolutions::Set set : c.relaxed.sets()) {
      const Fixings again = exactly(c.compiled, set);
      ClosureNetwork network(c.scan, c.cost_vars, {at}, again, cost);
      const std::int64_t least = c.relaxed.least_units(set, at);
      if (network.overfull()) {
        ASSERT_GT(least, c.compiled.budget());
      } else {
        ASSERT_EQ(network.least_units(0), least);
      }
    }
  }
}

struct AtPrices {
  double value = std::numeric_limits<double>::infinity();  // the least over all Z
  double again = std::numeric_limits<double>::infinity();  // ... with one operation among them
  double never = std::numeric_limits<double>::infinity();  // ... and without it
};

AtPrices at_prices(const BoundCase& c, const std::vector<Op>& events,
                   const std::vector<Price>& prices, const Costs& cost, Op one) {
  AtPrices least;
  const auto budget = static_cast<double>(c.compiled.budget());
  for (const RelaxedSolutions::Set set : c.relaxed.sets()) {
    double value = 0;
    for (std::size_t e = 0; e < events.size(); ++e) {
      const auto units = static_cast<double>(c.relaxed.least_units(set, events[e]));
      value += static_cast<double>(prices[e]) * (units / budget - 1);
    }
    for (const Op op : c.compiled.ops()) {
      if (RelaxedSolutions::has(set, op)) value += static_cast<double>(cost[op]);
    }
    double& side = RelaxedSolutions::has(set, one) ? least.again : least.never;
    side = std::min(side, value);
    least.value = std::min(least.value, value);
  }
  return least;
}

// Up to three events, nothing decided: the least over all Z of cost and priced memory, but for
// rounding, of which an item, or a budget, loses 1 at most.
TEST_P(ClosureNetworkIn, GivesTheLeastCostAtItsPrices) {
  int compared = 0;
  for (std::uint64_t seed = 0; seed < 600; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    BoundCase c(seed, GetParam());
    const Costs cost = costs_of(c.compiled);
    std::vector<Op> events;
    std::vector<Price> prices;
    for (const Op op : c.compiled.ops()) {
      if (events.size() == 3 || !c.random.chance(0.3)) continue;
      events.push_back(op);
      prices.push_back(c.random.between(0, 100'000));
    }
    const Fixings open(c.compiled.num_ops(), Again::open);
    ClosureNetwork network(c.scan, c.cost_vars, events, open, cost);
    if (network.overfull() || c.compiled.budget() == 0) continue;
    const std::int64_t bound = network.evaluate(prices);
    const double value = at_prices(c, events, prices, cost, Op(0)).value;
    ASSERT_LE(static_cast<double>(bound), value + 1e-6);
    ASSERT_GE(static_cast<double>(bound), value - 60);
    ++compared;
    for (const CostVar cost_var : network.open()) {
      const AtPrices least = at_prices(c, events, prices, cost, c.cost_vars.op(cost_var));
      ASSERT_LE(static_cast<double>(bound + network.reduced_cost(cost_var)), least.again + 1e-6);
      const auto never = static_cast<double>(network.evaluate_never(cost_var));
      ASSERT_LE(never, least.never + 1e-6);
      ASSERT_GE(never, least.never - 60);
      ASSERT_EQ(network.evaluate(prices), bound);  // as if nothing had been asked
    }
  }
  EXPECT_GT(compared, 400);
}

// A part of the budget that is rounded up makes a bound too high by a tick, if what the items cost
// comes within 2^-14 of the next tick: looked for here. Nothing of the budget is left at the event.
TEST(ClosureNetwork, RoundsPartsOfTheBudgetDown) {
  constexpr std::int64_t kBudget = (std::int64_t{1} << 40) - 87;
  constexpr Price kPrice = ClosureNetwork::kHighest / 3;
  std::int64_t units = 1'000'000;
  while (base::Wide{kPrice} * units % kBudget < kBudget - (kBudget >> 17)) ++units;
  const model::Graph graph =
      test::built(test::simple_graph({{1, units}, {1, kBudget}, {1, 1}}, {{0, 2}}));
  const model::Problem problem{.graph = &graph, .budget = kBudget, .order = Order::kept};
  const CompiledGraph compiled(problem);
  ASSERT_EQ(compiled.budget(), kBudget);
  EventScan scan(compiled, Order::kept);
  const Costs cost(3, std::int64_t{1} << 38);
  const Fixings again(3, Again::open);
  const CostVars cost_vars(3);
  ClosureNetwork network(scan, cost_vars, {Op(1)}, again, cost);
  ASSERT_FALSE(network.overfull());
  const std::int64_t bound = network.evaluate({kPrice});
  EXPECT_LT(0, bound);
  EXPECT_LT(bound, cost[Op(0)]);
  EXPECT_LE(base::Wide{bound} * kBudget, base::Wide{kPrice} * units);
}

// Every operation may be recomputed but b, which alone is too much.
TEST(ClosureNetwork, IsOverfullWhereNothingHelps) {
  model::GraphBuilder builder =
      test::simple_graph({{7, 4}, {1, 9}, {1, 5}, {1, 1}}, {{0, 1}, {1, 3}, {2, 3}});
  const model::Graph graph = test::built(builder);
  const model::Problem problem{.graph = &graph, .budget = 13, .order = Order::kept};
  const CompiledGraph compiled(problem);
  EventScan scan(compiled, Order::kept);
  const Costs cost(4, 1);
  Fixings again(4, Again::open);
  const CostVars cost_vars(4);
  EXPECT_FALSE(ClosureNetwork(scan, cost_vars, {Op(2)}, again, cost).overfull());
  again[CostVar(1)] = Again::never;
  EXPECT_TRUE(ClosureNetwork(scan, cost_vars, {Op(2)}, again, cost).overfull());
}

// Sizes and durations as large as they can be, prices as high.
TEST(ClosureNetwork, DoesNotOverflow) {
  constexpr std::int64_t kLarge = std::int64_t{1} << 58;
  const model::Graph graph = test::built(
      test::simple_graph({{kLarge, kLarge}, {kLarge, kLarge + 1}, {1, kLarge - 1}, {1, 1}},
                         {{0, 1}, {1, 2}, {0, 3}, {1, 3}, {2, 3}}));
  const model::Problem problem{.graph = &graph, .budget = 3 * kLarge - 1, .order = Order::kept};
  const CompiledGraph compiled(problem);
  EventScan scan(compiled, Order::kept);
  const Costs cost(4, std::int64_t{1} << 38);
  const Fixings again(4, Again::open);
  const CostVars cost_vars(4);
  ClosureNetwork network(scan, cost_vars, {Op(2)}, again, cost);
  ASSERT_FALSE(network.overfull());
  EXPECT_GT(network.highest(0), 100'000'000'000'000);
  // One unit too many of 3 * 2^58 at that price is not worth a tick; twice as much is no worse.
  EXPECT_LE(network.evaluate({network.highest(0)}), 1);
  EXPECT_LE(network.evaluate({0}), 0);
}

}  // namespace
}  // namespace moccasin::search
