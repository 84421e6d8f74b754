// SPDX-License-Identifier: Apache-2.0
#include "model/backward_states.h"

#include <gtest/gtest.h>

#include <iostream>
#include <vector>

#include "model/floor.h"
#include "model/profile.h"
#include "tests/support/build_graph.h"
#include "tests/support/least_peak.h"
#include "tests/support/random_graph.h"

namespace moccasin::model {
namespace {

constexpr std::uint64_t kPlenty = 100'000'000;

LeastPeak with_plenty(const Graph& graph, std::vector<TensorIndex> wanted, std::int64_t least = 0) {
  std::uint64_t ticks = kPlenty;
  return least_peak_with(graph, wanted, least, ticks);
}

TEST(LeastPeakWith, IsTheExampleOfItsHeader) {
  const Graph graph = test::built(test::simple_graph({{1, 4}, {1, 4}, {1, 1}}, {{0, 1}, {1, 2}}));
  const LeastPeak least = with_plenty(graph, {TensorIndex(2)});
  EXPECT_EQ(least.bytes, 8);
  EXPECT_TRUE(least.exact);
}

TEST(LeastPeakWith, NothingNeedsNothingAndTheLeastStays) {
  const Graph graph = test::built(test::simple_graph({{1, 4}}, {}));
  EXPECT_EQ(with_plenty(graph, {}).bytes, 0);
  EXPECT_EQ(with_plenty(graph, {TensorIndex(0)}, 77).bytes, 77);
}

// A binary tree of unit tensors: each level needs one more (pebbles of a pyramid's little brother).
TEST(LeastPeakWith, OfATreeIsOneMoreALevel) {
  for (std::size_t levels = 1; levels <= 4; ++levels) {
    std::vector<std::pair<std::int64_t, std::int64_t>> nodes((std::size_t{2} << levels) - 1,
                                                             {1, 1});
    std::vector<std::pair<std::size_t, std::size_t>> edges;  // to the parent, the root is 0
    for (std::size_t i = 1; i < nodes.size(); ++i) edges.emplace_back(i, (i - 1) / 2);
    GraphBuilder builder;
    for (std::size_t i = 0; i < nodes.size(); ++i) {
      builder.add_output(builder.add_operation({.name = std::to_string(i), .duration = 1}), 1);
    }
    for (const auto& [from, to] : edges) builder.add_read(OpIndex(to), TensorIndex(from));
    const Graph graph = test::built(builder);
    const LeastPeak least = with_plenty(graph, {TensorIndex(0)});
    EXPECT_TRUE(least.exact);
    EXPECT_EQ(least.bytes, static_cast<std::int64_t>(levels) + 2);
  }
}

TEST(LeastPeakWith, StoppedItKnowsLessAndNeverMore) {
  for (std::uint64_t seed = 0; seed < 300; ++seed) {
    base::Random random(seed);
    const Graph graph = test::random_graph(12, random);
    std::vector<TensorIndex> wanted;
    for (const TensorIndex tensor : graph.tensors()) {
      if (random.chance(0.3)) wanted.push_back(tensor);
    }
    const LeastPeak whole = with_plenty(graph, wanted);
    std::int64_t before = 0;
    for (std::uint64_t most = 1; most < 3000; most *= 3) {
      std::uint64_t ticks = most;
      const LeastPeak part = least_peak_with(graph, wanted, 0, ticks);
      ASSERT_LE(part.bytes, whole.bytes) << "seed " << seed;
      ASSERT_GE(part.bytes, before) << "seed " << seed;
      if (part.exact) {
        ASSERT_EQ(part.bytes, whole.bytes) << "seed " << seed;
      }
      before = part.bytes;
    }
  }
}

// Against trying every schedule: never above, and where it is exact and everything may run again,
// the same.
TEST(StrongFloor, IsTheLeastPeakOfSmallGraphs) {
  int graphs = 0, tight = 0, tight_before = 0, exact = 0;
  for (std::uint64_t seed = 0; seed < 6000; ++seed) {
    base::Random random(seed);
    const Graph graph = test::random_graph(4 + random.below(4), random);
    if (graph.num_operations() + graph.num_tensors() > 15) continue;
    ++graphs;
    const std::int64_t peak = make_profile(graph, test::least_peak_schedule(graph)).peak;
    const Floor weak = make_floor(graph), strong = make_strong_floor(graph);
    ASSERT_LE(strong.bytes, peak) << "seed " << seed;
    ASSERT_GE(strong.bytes, weak.bytes) << "seed " << seed;
    if (strong.bytes == weak.bytes) {
      ASSERT_EQ(strong, weak) << "the reason stays";
    }
    const RaisedFloor raised = raise_floor(graph, weak, kPlenty);
    bool free = true;
    for (const OpIndex op : graph.operations()) {
      free = free && graph.operation(op).max_copies == 0;
    }
    if (raised.exact && free) {
      ASSERT_EQ(raised.floor.bytes, peak) << "seed " << seed;
      ++exact;
    }
    tight += strong.bytes == peak ? 1 : 0;
    tight_before += weak.bytes == peak ? 1 : 0;
  }
  std::cout << graphs << " graphs: " << tight_before << " floors were tight, " << tight << " are; "
            << exact << " are exact\n";
  EXPECT_GT(exact, graphs / 10);
  EXPECT_GT(tight, tight_before);
}

}  // namespace
}  // namespace moccasin::model
