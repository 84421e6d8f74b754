// SPDX-License-Identifier: Apache-2.0
#include "search/bound/precedence.h"

#include <gtest/gtest.h>

#include "tests/search/support/random_case.h"

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

TEST(Precedence, OrderKeptIsTheBaseOrder) {
  const test::RandomCase c(1, 9, Order::kept);
  Precedence precedence(c.compiled, Order::kept);
  for (const Op at : c.compiled.ops()) {
    precedence.look(at);
    EXPECT_EQ(precedence.at(), at);
    for (const Op op : c.compiled.ops()) {
      EXPECT_EQ(precedence.is_before(op), op < at);
      EXPECT_EQ(precedence.is_at_or_before(op), op <= at);
      EXPECT_EQ(precedence.is_after(op), op > at);
    }
  }
}

// In any order of events, as what was marked for one must not stay for the next.
TEST(Precedence, OrderFreeIsWhereReadsLead) {
  int before = 0, after = 0;
  for (std::uint64_t seed = 0; seed < 300; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    test::RandomCase c(seed, 9, Order::free);
    const CompiledGraph& graph = c.compiled;
    Precedence precedence(graph, Order::free);
    for (int i = 0; i < 10; ++i) {
      const Op at(c.random.below(graph.num_ops()));
      precedence.look(at);
      for (const Op op : graph.ops()) {
        ASSERT_EQ(precedence.is_before(op), leads(graph, op, at));
        ASSERT_EQ(precedence.is_at_or_before(op), op == at || leads(graph, op, at));
        ASSERT_EQ(precedence.is_after(op), leads(graph, at, op));
        before += precedence.is_before(op) ? 1 : 0;
        after += precedence.is_after(op) ? 1 : 0;
      }
    }
  }
  EXPECT_GT(before, 1000);
  EXPECT_GT(after, 1000);
}

}  // namespace
}  // namespace moccasin::search
