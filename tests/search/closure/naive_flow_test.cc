// SPDX-License-Identifier: Apache-2.0
// The checker's flow against the search's, which has slow twins of its own (max_flow_test.cc).
#include "search/closure/naive_flow.h"

#include <gtest/gtest.h>

#include "base/random.h"
#include "search/bound/max_flow.h"

namespace moccasin::search {
namespace {

using Amount = NaiveFlow::Amount;

TEST(NaiveFlow, TakesBackWhatAShortPathHasTaken) {
  // Both units get through only if a -> d, on the shortest path, carries nothing in the end.
  NaiveFlow flow;
  const std::size_t a = flow.add_node(), b = flow.add_node(), c = flow.add_node();
  const std::size_t d = flow.add_node(), e = flow.add_node(), f = flow.add_node();
  flow.add_edge(NaiveFlow::kSource, a, 1);
  flow.add_edge(NaiveFlow::kSource, b, 1);
  flow.add_edge(a, d, 1);
  flow.add_edge(d, NaiveFlow::kSink, 1);
  flow.add_edge(b, c, 1);
  flow.add_edge(c, d, 1);
  flow.add_edge(a, e, 1);
  flow.add_edge(e, f, 1);
  flow.add_edge(f, NaiveFlow::kSink, 1);
  EXPECT_TRUE(flow.maximum() == 2);
}

TEST(NaiveFlow, NothingLimitsAPathOfUnlimitedEdges) {
  NaiveFlow flow;
  const std::size_t a = flow.add_node();
  flow.add_edge(NaiveFlow::kSource, a, NaiveFlow::kUnlimited);
  flow.add_edge(a, NaiveFlow::kSink, 7);
  NaiveFlow limited = flow;
  EXPECT_TRUE(limited.maximum() == 7);
  flow.add_edge(a, NaiveFlow::kSink, NaiveFlow::kUnlimited);
  EXPECT_TRUE(flow.maximum() >= NaiveFlow::kUnlimited);
}

TEST(NaiveFlow, IsWhatMaxFlowFinds) {
  int positive = 0;
  for (std::uint64_t seed = 0; seed < 2000; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    base::Random random(seed);
    MaxFlow fast;
    NaiveFlow naive;
    const std::size_t nodes = 1 + random.below(12);
    std::vector<MaxFlow::Node> fast_nodes;
    std::vector<std::size_t> naive_nodes;
    for (std::size_t i = 0; i < nodes; ++i) {
      fast_nodes.push_back(fast.add_node());
      naive_nodes.push_back(naive.add_node());
    }
    std::vector<std::int64_t> sink(nodes), source(nodes);
    for (std::size_t i = 0; i < nodes; ++i) {
      source[i] = random.chance(0.4) ? random.between(0, 20) : 0;
      sink[i] = random.chance(0.4) ? random.between(0, 20) : 0;
      naive.add_edge(NaiveFlow::kSource, naive_nodes[i], source[i]);
      naive.add_edge(naive_nodes[i], NaiveFlow::kSink, sink[i]);
    }
    std::vector<std::size_t> from, to;
    std::vector<std::int64_t> capacity;
    for (std::size_t i = 0; i < 3 * nodes; ++i) {
      const std::size_t tail = random.below(nodes), head = random.below(nodes);
      if (tail == head) continue;
      from.push_back(tail);
      to.push_back(head);
      capacity.push_back(random.between(0, 20));
      fast.add_arc(fast_nodes[tail], fast_nodes[head], capacity.back());
      naive.add_edge(naive_nodes[tail], naive_nodes[head], capacity.back());
    }
    fast.finish();
    for (std::size_t i = 0; i < nodes; ++i) {
      fast.change_source(fast_nodes[i], source[i]);
      fast.change_sink(fast_nodes[i], sink[i]);
    }
    fast.solve();
    std::int64_t cut = 0;
    for (std::size_t i = 0; i < nodes; ++i) {
      cut += fast.on_source_side(fast_nodes[i]) ? sink[i] : source[i];
    }
    for (std::size_t i = 0; i < from.size(); ++i) {
      const bool leaves = fast.on_source_side(fast_nodes[from[i]]);
      if (leaves && !fast.on_source_side(fast_nodes[to[i]])) cut += capacity[i];
    }
    ASSERT_TRUE(naive.maximum() == Amount{cut});
    positive += cut > 0 ? 1 : 0;
  }
  EXPECT_GT(positive, 800);
}

}  // namespace
}  // namespace moccasin::search
