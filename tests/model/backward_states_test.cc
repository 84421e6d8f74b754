// SPDX-License-Identifier: Apache-2.0
#include "model/backward_states.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <iostream>
#include <utility>
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

// u --11--> s --1--> p --1--> q --1, which reads 10 of v as well; y of p and z of q are wanted. In
// 12 bytes s must run before v, so y cannot be made last, though that takes no more than y itself.
TEST(LeastPeakWith, WhatIsReadOnTheWayIsNotMadeLast) {
  const Graph graph = test::built(test::simple_graph({{1, 11}, {1, 1}, {1, 1}, {1, 10}, {1, 1}},
                                                     {{0, 1}, {1, 2}, {2, 4}, {3, 4}}));
  for (const std::int64_t least : {0, 12}) {
    const LeastPeak peak = with_plenty(graph, {TensorIndex(2), TensorIndex(4)}, least);
    EXPECT_EQ(peak.bytes, 12) << least;
    EXPECT_TRUE(peak.exact);
  }
}

// The same as the search, without its forced moves: all states there are, each raised until nothing
// changes.
class EveryState {
 public:
  explicit EveryState(const Graph& graph)
      : graph_(graph), least_(std::size_t{1} << graph.num_tensors(), INT64_MAX) {
    least_[0] = 0;
    for (bool changed = true; changed;) {
      changed = false;
      for (std::uint64_t state = 1; state < least_.size(); ++state) {
        for (const OpIndex op : graph.operations()) changed = improve(state, op) || changed;
      }
    }
  }
  [[nodiscard]] std::int64_t least(std::uint64_t state) const { return least_[state]; }

 private:
  template <class Tensors>
  static std::uint64_t mask(const Tensors& tensors) {
    std::uint64_t bits = 0;
    for (const TensorIndex tensor : tensors) bits |= std::uint64_t{1} << tensor.value();
    return bits;
  }

  // A path to the empty state that begins with `op`: least_ is of paths from a state.
  bool improve(std::uint64_t state, OpIndex op) {
    const std::uint64_t written = mask(graph_.outputs(op)), read = mask(graph_.inputs(op));
    if ((state & written) == 0) return false;
    std::int64_t live = graph_.resident() + graph_.operation(op).workspace;
    for (const TensorIndex tensor : graph_.tensors()) {
      if (((state | written | read) >> tensor.value() & 1U) != 0)
        live += graph_.tensor(tensor).size;
    }
    const std::uint64_t before = (state & ~written) | read;
    const std::int64_t cost = std::max(live, least_[before]);
    if (cost >= least_[state]) return false;
    least_[state] = cost;
    return true;
  }

  const Graph& graph_;
  std::vector<std::int64_t> least_;  // by set of tensors
};

// Chains and merges with a few sizes far apart, where what is made when decides.
Graph uneven_graph(std::size_t n, base::Random& random) {
  constexpr std::array<std::int64_t, 6> kSizes = {1, 1, 2, 9, 10, 11};
  std::vector<std::pair<std::int64_t, std::int64_t>> nodes;
  std::vector<std::pair<std::size_t, std::size_t>> edges;
  for (std::size_t i = 0; i < n; ++i) {
    nodes.emplace_back(1, kSizes[random.below(kSizes.size())]);
    for (std::size_t j = 0; j < i; ++j) {
      if (random.chance(i - j <= 2 ? 0.5 : 0.15)) edges.emplace_back(j, i);
    }
  }
  return test::built(test::simple_graph(nodes, edges));
}

TEST(LeastPeakWith, IsWhatEveryStateSays) {
  std::size_t asked = 0;
  for (std::uint64_t seed = 0; seed < 1500; ++seed) {
    base::Random random(seed);
    const Graph graph = seed % 3 == 0 ? test::random_graph(4 + random.below(4), random)
                                      : uneven_graph(4 + random.below(5), random);
    if (graph.num_tensors() > 10) continue;
    const EveryState every(graph);
    for (int i = 0; i < 8; ++i) {
      const std::uint64_t state = random.below(std::uint64_t{1} << graph.num_tensors());
      std::vector<TensorIndex> wanted;
      for (const TensorIndex tensor : graph.tensors()) {
        if ((state >> tensor.value() & 1U) != 0) wanted.push_back(tensor);
      }
      const std::int64_t least = static_cast<std::int64_t>(random.below(30));
      const LeastPeak found = with_plenty(graph, wanted, least);
      ASSERT_TRUE(found.exact);
      ASSERT_EQ(found.bytes, std::max(least, every.least(state))) << "seed " << seed << " " << i;
      ++asked;
    }
  }
  EXPECT_GT(asked, 8000u);
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

TEST(LeastPeakWith, EndsWhenItIsToldTo) {
  base::Random random(3);
  const Graph graph = uneven_graph(60, random);
  const std::vector<TensorIndex> wanted = {TensorIndex(58), TensorIndex(59)};
  int asked = 0;
  std::uint64_t ticks = UINT64_MAX;
  const LeastPeak least = least_peak_with(graph, wanted, 0, ticks, [&] { return ++asked < 3; });
  EXPECT_FALSE(least.exact);
  EXPECT_EQ(asked, 3);
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
    std::uint64_t ticks = kPlenty;
    const RaisedFloor raised = raise_floor(graph, weak, ticks);
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
