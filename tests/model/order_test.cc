// SPDX-License-Identifier: Apache-2.0
#include "model/order.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "model/profile.h"
#include "tests/support/build_graph.h"
#include "tests/support/random_graph.h"

namespace moccasin::model {
namespace {

using test::ops;

bool topological(const Graph& graph, const std::vector<OpIndex>& order) {
  if (order.size() != graph.num_operations()) return false;
  base::IndexedVector<OpIndex, char> done(graph.num_operations(), 0);
  for (const OpIndex op : order) {
    if (done[op] != 0) return false;
    for (const TensorIndex t : graph.inputs(op)) {
      if (done[graph.tensor(t).producer] == 0) return false;
    }
    done[op] = 1;
  }
  return true;
}

// `count` operations of one unit of time and size each.
Graph unit_graph(std::size_t count, const std::vector<std::pair<std::size_t, std::size_t>>& edges) {
  return test::built(
      test::simple_graph(std::vector<std::pair<std::int64_t, std::int64_t>>(count, {1, 1}), edges));
}

// The next four agree with networkx.topological_sort of the same nodes and edges, in this order.
TEST(GenerationsOrder, TakesSourcesInOrderOfAddition) {
  EXPECT_EQ(generations_order(unit_graph(4, {{3, 1}, {0, 1}})), ops({0, 2, 3, 1}));
}

TEST(GenerationsOrder, FinishesAGenerationBeforeTheNext) {
  // 0 -> 1 -> 2 and 3 -> 4: 4 does not wait for 2.
  EXPECT_EQ(generations_order(unit_graph(5, {{0, 1}, {1, 2}, {3, 4}})), ops({0, 3, 1, 4, 2}));
}

TEST(GenerationsOrder, ReleasesReadersInOrderOfTheirEdges) {
  EXPECT_EQ(generations_order(unit_graph(4, {{0, 3}, {0, 1}, {0, 2}})), ops({0, 3, 1, 2}));
}

TEST(GenerationsOrder, ReleasesAReaderWithItsLastInput) {
  // 4 reads 0 and 2; 3 reads 1: 3 is free before 4 although 0's edges come first.
  EXPECT_EQ(generations_order(unit_graph(5, {{0, 4}, {2, 4}, {1, 3}})), ops({0, 1, 2, 3, 4}));
  EXPECT_EQ(generations_order(unit_graph(5, {{0, 4}, {1, 4}, {2, 3}})), ops({0, 1, 2, 4, 3}));
}

TEST(GenerationsOrder, GoesThroughTheOutputsOfAnOperationOneByOne) {
  GraphBuilder builder;
  for (const char* name : {"a", "b", "c"}) builder.add_operation({.name = name});
  const TensorIndex x = builder.add_output(OpIndex(0), 1);
  const TensorIndex y = builder.add_output(OpIndex(0), 1);
  builder.add_read(OpIndex(1), y);
  builder.add_read(OpIndex(2), x);
  EXPECT_EQ(generations_order(test::built(builder)), ops({0, 2, 1}));
}

TEST(DepthFirstOrder, RunsAnOperationRightBeforeItsReader) {
  // Two chains 0 -> 2 -> 4 and 1 -> 3 -> 5: one after the other.
  const Graph graph = unit_graph(6, {{0, 2}, {2, 4}, {1, 3}, {3, 5}});
  EXPECT_EQ(generations_order(graph), ops({0, 1, 2, 3, 4, 5}));
  EXPECT_EQ(depth_first_order(graph), ops({0, 2, 4, 1, 3, 5}));
}

TEST(DepthFirstOrder, FinishesInputsInOrderOfAddition) {
  EXPECT_EQ(depth_first_order(unit_graph(3, {{1, 2}, {0, 2}})), ops({1, 0, 2}));
}

TEST(MemoryGrowthOrder, PrefersWhatFreesMemory) {
  // a writes 5, which c alone reads to write 1; b writes 2. After a, c frees 4: before b.
  const Graph graph =
      test::built(test::simple_graph({{1, 5}, {1, 2}, {1, 1}, {1, 0}}, {{0, 2}, {2, 3}, {1, 3}}));
  EXPECT_EQ(memory_growth_order(graph), ops({1, 0, 2, 3}));
}

TEST(MemoryGrowthOrder, NoticesWhenAnInputHasOneReaderLeft) {
  // b and c read a's 9 bytes and write 1 and 2 bytes; e writes 1 byte. Nothing frees a's tensor at
  // first, so e ties with b and follows it; but after b only c is left to free it.
  const Graph graph = test::built(test::simple_graph(
      {{1, 9}, {1, 1}, {1, 2}, {1, 0}, {1, 1}}, {{0, 1}, {0, 2}, {1, 3}, {2, 3}, {0, 4}, {4, 3}}));
  EXPECT_EQ(memory_growth_order(graph), ops({0, 1, 4, 2, 3}));
}

TEST(MemoryGrowthOrder, DoesNotCountOnFreeingWhatIsRetained) {
  GraphBuilder builder;
  for (const char* name : {"a", "b", "c", "d"}) builder.add_operation({.name = name});
  const TensorIndex kept = builder.add_output(OpIndex(0), 9, Retain::yes);
  const TensorIndex dropped = builder.add_output(OpIndex(1), 5);
  builder.add_read(OpIndex(2), kept);
  builder.add_read(OpIndex(3), dropped);
  // b grows memory by less than a; then d frees 5; c frees nothing and goes where the base order
  // has it.
  EXPECT_EQ(memory_growth_order(test::built(builder)), ops({1, 3, 0, 2}));
}

// Those of std::ranges are not in libc++ 14.
template <class Range, class Test>
bool all_of(const Range& range, const Test& test) {
  return std::all_of(range.begin(), range.end(), test);
}
template <class Range, class Test>
bool any_of(const Range& range, const Test& test) {
  return std::any_of(range.begin(), range.end(), test);
}

// memory_growth_order by its definition: tries every ready operation at every step.
std::vector<OpIndex> slow_memory_growth_order(const Graph& graph) {
  base::IndexedVector<OpIndex, char> done(graph.num_operations(), 0);
  const auto ready = [&](OpIndex op) {
    return done[op] == 0 && all_of(graph.inputs(op), [&](TensorIndex t) {
             return done[graph.tensor(t).producer] != 0;
           });
  };
  const auto live_bytes = [&] {
    std::int64_t bytes = 0;
    for (const TensorIndex t : graph.tensors()) {
      const bool wanted =
          graph.tensor(t).retain == Retain::yes ||
          any_of(graph.readers(t), [&](OpIndex reader) { return done[reader] == 0; });
      if (done[graph.tensor(t).producer] != 0 && wanted) bytes += graph.tensor(t).size;
    }
    return bytes;
  };
  std::vector<OpIndex> order;
  while (order.size() < graph.num_operations()) {
    OpIndex best;
    std::int64_t least = INT64_MAX;
    for (const OpIndex op : graph.base_order()) {
      if (!ready(op)) continue;
      done[op] = 1;
      const std::int64_t bytes = live_bytes();
      done[op] = 0;
      if (bytes >= least) continue;
      least = bytes;
      best = op;
    }
    done[best] = 1;
    order.push_back(best);
  }
  return order;
}

// The same for backward_memory_growth_order.
std::vector<OpIndex> slow_backward_order(const Graph& graph) {
  base::IndexedVector<OpIndex, char> placed(graph.num_operations(), 0);
  const auto ready = [&](OpIndex op) {
    return placed[op] == 0 && all_of(graph.outputs(op), [&](TensorIndex t) {
             return all_of(graph.readers(t), [&](OpIndex reader) { return placed[reader] != 0; });
           });
  };
  const auto live_bytes = [&] {  // before everything that has its place
    std::int64_t bytes = 0;
    for (const TensorIndex t : graph.tensors()) {
      const bool read =
          any_of(graph.readers(t), [&](OpIndex reader) { return placed[reader] != 0; });
      const bool wanted = read || graph.tensor(t).retain == Retain::yes;
      if (placed[graph.tensor(t).producer] == 0 && wanted) bytes += graph.tensor(t).size;
    }
    return bytes;
  };
  std::vector<OpIndex> order;
  while (order.size() < graph.num_operations()) {
    OpIndex best;
    std::int64_t least = INT64_MAX;
    for (const OpIndex op : graph.base_order()) {
      if (!ready(op)) continue;
      placed[op] = 1;
      const std::int64_t bytes = live_bytes();
      placed[op] = 0;
      if (bytes > least) continue;
      least = bytes;
      best = op;
    }
    placed[best] = 1;
    order.push_back(best);
  }
  std::reverse(order.begin(), order.end());
  return order;
}

TEST(BackwardMemoryGrowthOrder, MakesLateWhatIsReadLate) {
  // a writes 9 for d alone, b writes 1 for c, c writes 1 for d: backward, a goes right before d.
  const Graph graph =
      test::built(test::simple_graph({{1, 9}, {1, 1}, {1, 1}, {1, 0}}, {{0, 3}, {1, 2}, {2, 3}}));
  EXPECT_EQ(backward_memory_growth_order(graph), ops({1, 2, 0, 3}));
}

TEST(BackwardMemoryGrowthOrder, IsWhatItsDefinitionSaysOnRandomGraphs) {
  for (std::uint64_t seed = 0; seed < 1000; ++seed) {
    base::Random random(seed);
    const Graph graph = test::random_graph(1 + random.below(14), random);
    EXPECT_EQ(backward_memory_growth_order(graph), slow_backward_order(graph)) << "seed " << seed;
  }
}

TEST(Orders, AreTopologicalOnRandomGraphs) {
  for (std::uint64_t seed = 0; seed < 2000; ++seed) {
    base::Random random(seed);
    const Graph graph = test::random_graph(1 + random.below(40), random);
    EXPECT_TRUE(topological(graph, generations_order(graph))) << "seed " << seed;
    EXPECT_TRUE(topological(graph, depth_first_order(graph))) << "seed " << seed;
    EXPECT_TRUE(topological(graph, memory_growth_order(graph))) << "seed " << seed;
    EXPECT_TRUE(topological(graph, backward_memory_growth_order(graph))) << "seed " << seed;
  }
}

TEST(MemoryGrowthOrder, IsWhatItsDefinitionSaysOnRandomGraphs) {
  for (std::uint64_t seed = 0; seed < 1000; ++seed) {
    base::Random random(seed);
    const Graph graph = test::random_graph(1 + random.below(14), random);
    EXPECT_EQ(memory_growth_order(graph), slow_memory_growth_order(graph)) << "seed " << seed;
  }
}

TEST(FindCycle, FindsNoneInAGraphThatWasBuilt) {
  base::Random random(0);
  for (int i = 0; i < 200; ++i) {
    EXPECT_TRUE(find_cycle(test::random_graph(1 + random.below(20), random)).empty());
  }
}

// Graphs with cycles never leave the builder, but its issue carries what find_cycle found.
TEST(FindCycle, NamesReadersAfterWhatTheyReadOnRandomGraphs) {
  int cyclic = 0;
  for (std::uint64_t seed = 0; seed < 2000; ++seed) {
    base::Random random(seed);
    const std::size_t count = 2 + random.below(8);
    std::vector<std::pair<std::size_t, std::size_t>> edges;
    for (std::size_t i = 0; i < count; ++i) {
      const std::size_t to = random.below(count), from = random.below(count);
      edges.emplace_back(from, to);
    }
    const auto result =
        test::simple_graph(std::vector<std::pair<std::int64_t, std::int64_t>>(count, {1, 1}), edges)
            .build();
    const auto* issues = std::get_if<std::vector<Issue>>(&result);
    if (issues == nullptr) continue;
    ++cyclic;
    ASSERT_EQ(issues->front().code, IssueCode::cycle);
    const std::vector<OpIndex>& cycle = issues->front().operations;
    for (std::size_t i = 0; i < cycle.size(); ++i) {
      const std::pair<std::size_t, std::size_t> edge{cycle[i].value(),
                                                     cycle[(i + 1) % cycle.size()].value()};
      EXPECT_NE(std::find(edges.begin(), edges.end(), edge), edges.end()) << "seed " << seed;
      EXPECT_EQ(std::count(cycle.begin(), cycle.end(), cycle[i]), 1) << "seed " << seed;
    }
  }
  EXPECT_GT(cyclic, 500);
  EXPECT_LT(cyclic, 1990);
}

}  // namespace
}  // namespace moccasin::model
