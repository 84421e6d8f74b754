// SPDX-License-Identifier: Apache-2.0
#include "search/bound/closure_network.h"

#include <gtest/gtest.h>

#include <limits>

#include "tests/search/support/random_case.h"
#include "tests/support/build_graph.h"

namespace moccasin::search {
namespace {

using model::Order;
using Price = ClosureNetwork::Price;

// What rules 1 to 4 of docs/bound.md leave at given Z, one event, by trying all Y: the least of
// what memory costs. Chains between events are left out, so with several events it may be less.
class OneEvent {
 public:
  OneEvent(const CompiledGraph& graph, EventScan& scan, Op at)
      : graph_(graph), scan_(scan), at_(at) {}

  // `again`: the operations that may run again, a bit each.
  [[nodiscard]] std::int64_t least_units(std::uint32_t again) const {
    std::int64_t least = std::numeric_limits<std::int64_t>::max();
    for (std::uint32_t later = again;; later = (later - 1) & again) {
      least = std::min(least, units(later));
      if (later == 0) return least;
    }
  }

 private:
  // Live if exactly these run again after the event.
  [[nodiscard]] std::int64_t units(std::uint32_t later) const {
    std::int64_t units = graph_.footprint(at_);
    for (const Tensor tensor : graph_.inputs(at_)) units += graph_.tensor(tensor).size;
    for (const Tensor tensor : graph_.tensors()) {
      const Op producer = graph_.tensor(tensor).producer;
      if (!scan_.is_before(producer) || scan_.is_input(tensor) || runs(later, producer)) continue;
      bool live = scan_.is_needed(tensor);
      for (const Op reader : graph_.readers(tensor)) {
        live = live || (scan_.is_before(reader) && runs(later, reader));
      }
      if (live) units += graph_.tensor(tensor).size;
    }
    return units;
  }
  [[nodiscard]] static bool runs(std::uint32_t set, Op op) { return (set >> op.value() & 1) != 0; }

  const CompiledGraph& graph_;
  EventScan& scan_;
  const Op at_;
};

struct Tiny {
  explicit Tiny(std::uint64_t seed, Order order)
      : c(seed, 7, order), graph(c.compiled), scan(graph, order), cost(graph.num_ops(), 0) {
    for (const Op op : graph.ops()) cost[op] = 1000 * graph.duration(op);
  }
  [[nodiscard]] std::uint32_t recomputable() const {
    std::uint32_t set = 0;
    for (const Op op : graph.ops()) set |= graph.recomputable(op) ? 1u << op.value() : 0;
    return set;
  }
  [[nodiscard]] Fixings exactly(std::uint32_t set) const {
    Fixings again(graph.num_ops(), Again::never);
    for (const Op op : graph.ops()) {
      if ((set >> op.value() & 1) != 0) again[op] = Again::surely;
    }
    return again;
  }
  test::RandomCase c;
  const CompiledGraph& graph;
  EventScan scan;
  base::IndexedVector<Op, std::int64_t> cost;
};

class ClosureNetworkIn : public ::testing::TestWithParam<Order> {};
INSTANTIATE_TEST_SUITE_P(Order, ClosureNetworkIn, ::testing::Values(Order::kept, Order::free));

TEST_P(ClosureNetworkIn, NeedsTheLeastMemoryWhenAllIsDecided) {
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    Tiny tiny(seed, GetParam());
    const std::uint32_t all = tiny.recomputable();
    const Op at(tiny.c.random.below(tiny.graph.num_ops()));
    for (std::uint32_t set = all;; set = (set - 1) & all) {
      const Fixings again = tiny.exactly(set);
      ClosureNetwork network(tiny.scan, {at}, again, tiny.cost);
      tiny.scan.look(at);
      const std::int64_t least = OneEvent(tiny.graph, tiny.scan, at).least_units(set);
      if (network.overfull()) {
        ASSERT_GT(least, tiny.graph.budget());
      } else {
        ASSERT_EQ(network.least_units(0), least);
      }
      if (set == 0) break;
    }
  }
}

// One event, nothing decided: the least over all Z of cost and priced memory, but for rounding.
TEST_P(ClosureNetworkIn, GivesTheLeastCostAtItsPrice) {
  int compared = 0;
  for (std::uint64_t seed = 0; seed < 400; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    Tiny tiny(seed, GetParam());
    const Op at(tiny.c.random.below(tiny.graph.num_ops()));
    const Fixings open(tiny.graph.num_ops(), Again::open);
    ClosureNetwork network(tiny.scan, {at}, open, tiny.cost);
    if (network.overfull() || tiny.graph.budget() == 0) continue;
    const Price price = tiny.c.random.between(0, 100'000);
    const std::int64_t bound = network.evaluate({price});
    tiny.scan.look(at);
    const OneEvent event(tiny.graph, tiny.scan, at);
    const std::uint32_t all = tiny.recomputable();
    double least = std::numeric_limits<double>::infinity();
    for (std::uint32_t set = all;; set = (set - 1) & all) {
      double value = static_cast<double>(price) * (static_cast<double>(event.least_units(set)) /
                                                       static_cast<double>(tiny.graph.budget()) -
                                                   1);
      for (const Op op : tiny.graph.ops()) {
        if ((set >> op.value() & 1) != 0) value += static_cast<double>(tiny.cost[op]);
      }
      least = std::min(least, value);
      if (set == 0) break;
    }
    ASSERT_LE(static_cast<double>(bound), least + 1e-6);
    ASSERT_GE(static_cast<double>(bound), least - 20);  // an item, or the budget, loses 1 at most
    ++compared;
    for (const Op op : network.open()) {
      ASSERT_GE(network.evaluate_never(op), bound);
      Fixings fixed = open;
      fixed[op] = Again::surely;
      ClosureNetwork again(tiny.scan, {at}, fixed, tiny.cost);
      ASSERT_GE(again.evaluate({price}), bound + network.rise_if_again(op));
    }
  }
  EXPECT_GT(compared, 200);
}

// Every operation may be recomputed but b, which alone is too much.
TEST(ClosureNetwork, IsOverfullWhereNothingHelps) {
  model::GraphBuilder builder =
      test::simple_graph({{7, 4}, {1, 9}, {1, 5}, {1, 1}}, {{0, 1}, {1, 3}, {2, 3}});
  const model::Graph graph = test::built(builder);
  const model::Problem problem{.graph = &graph, .budget = 13, .order = Order::kept};
  const CompiledGraph compiled(problem);
  EventScan scan(compiled, Order::kept);
  const base::IndexedVector<Op, std::int64_t> cost(4, 1);
  Fixings again(4, Again::open);
  EXPECT_FALSE(ClosureNetwork(scan, {Op(2)}, again, cost).overfull());
  again[Op(1)] = Again::never;
  EXPECT_TRUE(ClosureNetwork(scan, {Op(2)}, again, cost).overfull());
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
  const base::IndexedVector<Op, std::int64_t> cost(4, std::int64_t{1} << 38);
  const Fixings again(4, Again::open);
  ClosureNetwork network(scan, {Op(2)}, again, cost);
  ASSERT_FALSE(network.overfull());
  EXPECT_GT(network.highest(0), 100'000'000'000'000);
  // One unit too many of 3 * 2^58 at that price is not worth a tick; twice as much is no worse.
  EXPECT_LE(network.evaluate({network.highest(0)}), 1);
  EXPECT_LE(network.evaluate({0}), 0);
}

}  // namespace
}  // namespace moccasin::search
