// SPDX-License-Identifier: Apache-2.0
#include "search/bound/event_scan.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "tests/search/support/random_case.h"
#include "tests/support/build_graph.h"

namespace moccasin::search {
namespace {

using model::Order;

// Whether a read leads from `from` to `to`, in any number of steps, at least one.
bool leads(const CompiledGraph& graph, Op from, Op to) {
  for (const Tensor tensor : graph.inputs(to)) {
    const Op producer = graph.tensor(tensor).producer;
    if (producer == from || leads(graph, from, producer)) return true;
  }
  return false;
}

bool surely_before(const CompiledGraph& graph, Order order, Op a, Op b) {
  return order == Order::kept ? a < b : leads(graph, a, b);
}

class EventScanIn : public ::testing::TestWithParam<Order> {};
INSTANTIATE_TEST_SUITE_P(Order, EventScanIn, ::testing::Values(Order::kept, Order::free));

TEST_P(EventScanIn, SaysWhatADefinitionSays) {
  const Order order = GetParam();
  for (std::uint64_t seed = 0; seed < 300; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    const test::RandomCase c(seed, 9, order);
    const CompiledGraph& graph = c.compiled;
    EventScan scan(graph, order);
    const auto profile = base_profile(graph);
    for (const Op at : graph.ops()) {
      scan.look(at);
      std::vector<Op> others;
      const auto inputs = graph.inputs(at);
      std::int64_t units = graph.footprint(at);
      for (const Tensor tensor : inputs) units += graph.tensor(tensor).size;
      for (const Op op : graph.ops()) {
        ASSERT_EQ(scan.is_before(op), surely_before(graph, order, op, at));
        const bool other = op != at && !surely_before(graph, order, at, op);
        ASSERT_EQ(scan.is_other(op), other);
        if (other) others.push_back(op);
      }
      ASSERT_EQ(scan.others(), others);
      for (const Tensor tensor : graph.tensors()) {
        if (!scan.is_other(graph.tensor(tensor).producer)) continue;
        const bool input = std::find(inputs.begin(), inputs.end(), tensor) != inputs.end();
        const auto readers = graph.readers(tensor);
        const bool needed = graph.tensor(tensor).retain == model::Retain::yes ||
                            std::any_of(readers.begin(), readers.end(), [&](Op reader) {
                              return surely_before(graph, order, at, reader);
                            });
        ASSERT_EQ(scan.is_input(tensor), input);
        ASSERT_EQ(scan.is_needed(tensor), needed);
        if (needed && !input) units += graph.tensor(tensor).size;
      }
      if (order == Order::kept) {
        ASSERT_EQ(profile[at], units);
      }
    }
  }
}

// The example of docs/bound.md.
TEST(EventScan, OnTheExample) {
  const model::Graph graph = test::built(test::simple_graph(
      {{7, 4}, {1, 2}, {1, 5}, {1, 1}}, {{0, 1}, {1, 2}, {0, 3}, {1, 3}, {2, 3}}));
  const model::Problem problem{.graph = &graph, .budget = 10, .order = Order::free};
  const CompiledGraph compiled(problem);
  EventScan scan(compiled, Order::free);
  scan.look(Op(2));
  EXPECT_EQ(scan.others(), (std::vector<Op>{Op(0), Op(1)}));
  EXPECT_TRUE(scan.is_input(Tensor(1)) && scan.is_needed(Tensor(1)));
  EXPECT_TRUE(!scan.is_input(Tensor(0)) && scan.is_needed(Tensor(0)));
}

}  // namespace
}  // namespace moccasin::search
