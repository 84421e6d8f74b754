// SPDX-License-Identifier: Apache-2.0
#include "search/bound/max_flow.h"

#include <gtest/gtest.h>

#include "base/random.h"
#include "tests/search/bound/support/cut_network.h"
#include "tests/search/bound/support/recorded_flow.h"
#include "tests/search/bound/support/slow_cuts.h"

namespace moccasin::search {
namespace {

using test::brute_force_cut;
using test::Cut;
using test::CutNetwork;
using test::edmonds_karp_cut;
using test::NetworkShape;
using test::RecordedFlow;

constexpr std::int64_t kInfinite = MaxFlow::kInfinite;

std::int64_t residual(const RecordedFlow& flow, std::size_t node) {
  return flow.flow().residual_to_sink(MaxFlow::Node(node));
}

// What reaches the sink, by its residuals.
std::int64_t used_at_sink(const RecordedFlow& flow) {
  std::int64_t used = 0;
  for (std::size_t node = 0; node < flow.network().num_nodes(); ++node) {
    used += flow.network().sink[node] - residual(flow, node);
  }
  return used;
}

// The network without what residual_to_sink() says has no use.
CutNetwork without_residuals(const RecordedFlow& flow) {
  CutNetwork network = flow.network();
  for (std::size_t node = 0; node < network.num_nodes(); ++node) {
    network.sink[node] -= residual(flow, node);
  }
  return network;
}

// What the minimum cut costs if `node` must be on the source's side.
std::int64_t cost_with(CutNetwork network, std::size_t node) {
  network.source[node] = kInfinite;
  return edmonds_karp_cut(network).cost;
}

// Sizes and capacities of all sorts: few different ones make ties, many make long flows.
NetworkShape random_shape(base::Random& random, std::size_t most_nodes) {
  NetworkShape shape;
  shape.nodes = static_cast<std::size_t>(random.between(1, static_cast<std::int64_t>(most_nodes)));
  shape.arcs = random.below(4 * shape.nodes);
  const std::int64_t most[] = {1, 3, 20, 1'000'000'000};
  shape.most = most[random.below(4)];
  shape.terminals = random.unit();
  shape.infinite = random.chance(0.5) ? 0.3 * random.unit() : 0;
  return shape;
}

// 0 -> 1 -> 2, a source at 0 and a sink at 2.
CutNetwork chain() {
  return {.source = {9, 0, 0}, .sink = {0, 0, 7}, .arcs = {{0, 1, 5}, {1, 2, 6}}};
}

TEST(MaxFlow, ANetworkWithoutNodesHasTheEmptyCut) {
  EXPECT_EQ(RecordedFlow({}).solve(), (Cut{.cost = 0, .source_side = {}}));
}

TEST(MaxFlow, CutsTheSmallestArcOfAChain) {
  RecordedFlow flow(chain());
  EXPECT_EQ(flow.flow().num_nodes(), 3u);
  EXPECT_EQ(flow.flow().num_arcs(), 2u);
  EXPECT_EQ(flow.solve(), (Cut{.cost = 5, .source_side = {true, false, false}}));
  EXPECT_EQ(residual(flow, 2), 2);
}

TEST(MaxFlow, OfTwoMinimumCutsTakesTheOneWithFewerNodesAtTheSource) {
  RecordedFlow flow(chain());
  flow.set_arc(1, 5);
  EXPECT_EQ(flow.solve(), (Cut{.cost = 5, .source_side = {true, false, false}}));
  flow.set_source(0, 5);
  EXPECT_EQ(flow.solve(), (Cut{.cost = 5, .source_side = {false, false, false}}));
}

TEST(MaxFlow, ANodeBetweenBothTerminalsTakesTheCheaperSide) {
  RecordedFlow flow({.source = {3, 4, 4}, .sink = {5, 2, 4}, .arcs = {}});
  EXPECT_EQ(flow.solve(), (Cut{.cost = 9, .source_side = {false, true, false}}));
  EXPECT_EQ(residual(flow, 0), 2);
  EXPECT_EQ(residual(flow, 1), 0);
  EXPECT_EQ(residual(flow, 2), 0);
}

TEST(MaxFlow, TakesFlowBackThatWentTheWrongWay) {
  // 0 -> 3 is short, but 0 has to leave it to 1, which has no other way.
  RecordedFlow flow(
      {.source = {1, 1, 0, 0}, .sink = {0, 0, 1, 1}, .arcs = {{0, 3, 1}, {1, 3, 1}, {0, 2, 1}}});
  EXPECT_EQ(flow.solve(), (Cut{.cost = 2, .source_side = {false, false, false, false}}));
  EXPECT_EQ(residual(flow, 2), 0);
}

TEST(MaxFlow, RepairsTheFlowOfAnArcThatShrinks) {
  RecordedFlow flow(chain());
  flow.solve();
  flow.set_arc(0, 2);
  EXPECT_EQ(flow.solve(), (Cut{.cost = 2, .source_side = {true, false, false}}));
  flow.set_arc(1, 1);
  EXPECT_EQ(flow.solve(), (Cut{.cost = 1, .source_side = {true, true, false}}));
  flow.set_arc(0, 20);
  flow.set_arc(1, 20);
  EXPECT_EQ(flow.solve(), (Cut{.cost = 7, .source_side = {true, true, true}}));
  EXPECT_EQ(residual(flow, 2), 0);
}

TEST(MaxFlow, RepairsTheFlowOfATerminalThatShrinks) {
  RecordedFlow flow(chain());
  flow.solve();
  flow.set_sink(2, 1);
  EXPECT_EQ(flow.solve(), (Cut{.cost = 1, .source_side = {true, true, true}}));
  flow.set_sink(2, 7);
  flow.set_source(0, 3);
  EXPECT_EQ(flow.solve(), (Cut{.cost = 3, .source_side = {false, false, false}}));
  EXPECT_LE(residual(flow, 2), 4);
}

TEST(MaxFlow, AResidualIsNeverMoreThanTheCapacity) {
  // 1 is left with a flow to 2 that nothing brings.
  RecordedFlow flow({.source = {6, 0, 0}, .sink = {0, 0, 6}, .arcs = {{0, 1, 6}, {1, 2, 6}}});
  flow.solve();
  flow.set_sink(1, 3);
  flow.set_arc(0, 0);
  EXPECT_EQ(flow.solve(), (Cut{.cost = 0, .source_side = {true, false, false}}));
  EXPECT_EQ(residual(flow, 1), 3);
}

TEST(MaxFlow, AClosureNeverCutsAnInfiniteArc) {
  // Profits 5 and 3 at the source, costs at the sink; 0 needs 2 and 3, 1 needs 3.
  RecordedFlow flow({.source = {5, 3, 0, 0},
                     .sink = {0, 0, 4, 3},
                     .arcs = {{0, 2, kInfinite}, {0, 3, kInfinite}, {1, 3, kInfinite}}});
  EXPECT_EQ(flow.solve(), (Cut{.cost = 7, .source_side = {true, true, true, true}}));
  flow.set_sink(3, 2);
  flow.set_source(0, 4);  // alone it would gain nothing
  EXPECT_EQ(flow.solve(), (Cut{.cost = 6, .source_side = {false, true, false, true}}));
  flow.set_source(0, kInfinite);
  EXPECT_EQ(flow.solve(), (Cut{.cost = 6, .source_side = {true, true, true, true}}));
}

TEST(MaxFlow, TheTwinsAgree) {
  for (std::uint64_t seed = 0; seed < 300; ++seed) {
    base::Random random(seed);
    const CutNetwork network = random_network(random, random_shape(random, 8));
    EXPECT_EQ(edmonds_karp_cut(network), brute_force_cut(network)) << "seed " << seed;
  }
}

TEST(MaxFlow, CutsSmallNetworksAsBruteForceDoesAfterEveryChange) {
  for (std::uint64_t seed = 0; seed < 3000; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    base::Random random(seed);
    const NetworkShape shape = random_shape(random, seed % 100 == 0 ? 12 : 7);
    RecordedFlow flow(random_network(random, shape));
    for (int round = 0; round < 12; ++round) {
      const Cut cut = flow.solve();
      ASSERT_EQ(cut, brute_force_cut(flow.network())) << "round " << round;
      for (std::uint32_t changes = random.below(6); changes > 0; --changes) {
        change_one(random, shape, flow);
      }
    }
  }
}

TEST(MaxFlow, CutsLargerNetworksAsEdmondsAndKarpDoAfterEveryChange) {
  for (std::uint64_t seed = 0; seed < 120; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    base::Random random(seed);
    const NetworkShape shape = random_shape(random, 60);
    RecordedFlow flow(random_network(random, shape));
    for (int round = 0; round < 20; ++round) {
      const Cut cut = flow.solve();
      ASSERT_EQ(cut, edmonds_karp_cut(flow.network())) << "round " << round;
      for (std::uint32_t changes = random.below(20); changes > 0; --changes) {
        change_one(random, shape, flow);
      }
    }
  }
}

TEST(MaxFlow, AWideGridNeedsManyAdoptionsAndIsCutAllTheSame) {
  // Arcs both ways between neighbors, a source on the left, a sink on the right.
  constexpr std::size_t kWidth = 10, kHeight = 6;
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    base::Random random(seed);
    const NetworkShape shape{.nodes = kWidth * kHeight, .most = seed % 2 == 0 ? 4 : 1000};
    CutNetwork network{.source = std::vector<std::int64_t>(shape.nodes),
                       .sink = std::vector<std::int64_t>(shape.nodes),
                       .arcs = {}};
    const auto connect = [&](std::size_t a, std::size_t b) {
      network.arcs.push_back({a, b, random.between(0, shape.most)});
      network.arcs.push_back({b, a, random.between(0, shape.most)});
    };
    for (std::size_t node = 0; node < shape.nodes; ++node) {
      const std::size_t column = node % kWidth;
      if (column == 0) network.source[node] = random.between(0, 2 * shape.most);
      if (column + 1 == kWidth) network.sink[node] = random.between(0, 2 * shape.most);
      if (column + 1 < kWidth) connect(node, node + 1);
      if (node + kWidth < shape.nodes) connect(node, node + kWidth);
    }
    RecordedFlow flow(network);
    for (int round = 0; round < 20; ++round) {
      ASSERT_EQ(flow.solve(), edmonds_karp_cut(flow.network())) << "round " << round;
      for (int changes = 0; changes < 5; ++changes) change_one(random, shape, flow);
    }
  }
}

TEST(MaxFlow, AFirstSolveLeavesAtTheSinkWhatTheCutDoesNotNeed) {
  for (std::uint64_t seed = 0; seed < 500; ++seed) {
    base::Random random(seed);
    RecordedFlow flow(random_network(random, random_shape(random, 30)));
    const Cut cut = flow.solve();
    EXPECT_EQ(cut.cost, used_at_sink(flow)) << "seed " << seed;
  }
}

TEST(MaxFlow, ResidualsToTheSinkHaveNoUseEvenAfterRepairs) {
  for (std::uint64_t seed = 0; seed < 100; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    base::Random random(seed);
    const NetworkShape shape = random_shape(random, 20);
    RecordedFlow flow(random_network(random, shape));
    for (int round = 0; round < 20; ++round) {
      const Cut cut = flow.solve();
      ASSERT_EQ(cut.cost, edmonds_karp_cut(without_residuals(flow)).cost) << "round " << round;
      for (std::size_t node = 0; node < shape.nodes; ++node) {
        ASSERT_GE(residual(flow, node), 0);
        ASSERT_TRUE(!cut.source_side[node] || residual(flow, node) == 0);
      }
      const std::size_t node = random.below(shape.nodes);
      ASSERT_GE(cost_with(flow.network(), node), cut.cost + residual(flow, node));
      for (std::uint32_t changes = random.below(6); changes > 0; --changes) {
        change_one(random, shape, flow);
      }
    }
  }
}

TEST(MaxFlow, CopiesGoTheirOwnWays) {
  for (std::uint64_t seed = 0; seed < 100; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    base::Random random(seed);
    const NetworkShape shape = random_shape(random, 20);
    RecordedFlow flow(random_network(random, shape));
    const Cut before = flow.solve();
    RecordedFlow copy = flow;
    for (int changes = 0; changes < 5; ++changes) change_one(random, shape, copy);
    EXPECT_EQ(copy.solve(), edmonds_karp_cut(copy.network()));
    EXPECT_EQ(flow.solve(), before);
    flow = copy;
    for (int changes = 0; changes < 5; ++changes) change_one(random, shape, copy);
    copy.solve();
    EXPECT_EQ(flow.solve(), edmonds_karp_cut(flow.network()));
  }
}

// Two layers of nodes, each joined to all of the other: many arcs for a cut that may be given up.
TEST(MaxFlow, MayBeGivenUpAndSolvedAgain) {
  constexpr std::size_t kSide = 150;
  base::Random random(2);
  MaxFlow flow;
  std::vector<MaxFlow::Node> left, right;
  for (std::size_t i = 0; i < kSide; ++i) left.push_back(flow.add_node());
  for (std::size_t i = 0; i < kSide; ++i) right.push_back(flow.add_node());
  for (const MaxFlow::Node from : left) {
    for (const MaxFlow::Node to : right) (void)flow.add_arc(from, to, random.between(0, 100));
  }
  flow.finish();
  for (const MaxFlow::Node node : left) flow.change_source(node, random.between(0, 10'000));
  for (const MaxFlow::Node node : right) flow.change_sink(node, random.between(0, 10'000));
  MaxFlow at_once = flow;
  EXPECT_TRUE(at_once.solve());
  const Limits limits{.work = 30'000};
  Meter meter(limits);
  ASSERT_FALSE(flow.solve(&meter));
  EXPECT_GE(meter.ticks(), 30'000u);
  EXPECT_EQ(meter.ticks(), flow.work());
  EXPECT_LT(flow.work(), at_once.work());
  meter.grant(Meter::kUnlimited);
  EXPECT_TRUE(flow.solve(&meter));
  EXPECT_EQ(meter.ticks(), flow.work());
  for (std::size_t i = 0; i < kSide; ++i) {
    EXPECT_EQ(flow.on_source_side(left[i]), at_once.on_source_side(left[i]));
    EXPECT_EQ(flow.on_source_side(right[i]), at_once.on_source_side(right[i]));
  }
}

TEST(MaxFlow, TheSameCallsAreTheSameWorkAndKnownFlowsAreLess) {
  base::Random random(1);
  const NetworkShape shape{.nodes = 60, .arcs = 240, .most = 1000};
  RecordedFlow one(random_network(random, shape));
  EXPECT_EQ(one.flow().work(), 0u);
  RecordedFlow other = one;
  one.solve();
  other.solve();
  const std::uint64_t first = one.flow().work();
  EXPECT_GT(first, 0u);
  EXPECT_EQ(other.flow().work(), first);
  one.solve();
  EXPECT_GT(one.flow().work(), first);
  EXPECT_LT(one.flow().work(), 2 * first);
}

}  // namespace
}  // namespace moccasin::search
