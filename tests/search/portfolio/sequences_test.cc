// SPDX-License-Identifier: Apache-2.0
#include "search/portfolio/sequences.h"

#include <gtest/gtest.h>

#include <limits>

#include "model/graph_builder.h"
#include "model/verify.h"
#include "search/local/unread.h"
#include "tests/search/support/random_case.h"
#include "tests/support/build_graph.h"
#include "tests/support/random_schedule.h"

namespace moccasin::search {
namespace {

using model::Order;
using test::ops;

// The base order is c a b, so that a base position is no operation's number.
TEST(Sequences, AreBasePositions) {
  const model::Graph graph = test::built(test::simple_graph({{1, 1}, {1, 1}, {1, 1}}, {{0, 1}}));
  const model::Graph rotated = model::GraphBuilder::reordered(graph, ops({2, 0, 1}));
  const model::Problem problem{.graph = &rotated, .budget = 9, .order = Order::kept};
  const model::Schedule schedule{ops({2, 0, 0, 1})};
  EXPECT_EQ(to_steps(problem, schedule), (Steps{Op(0), Op(1), Op(1), Op(2)}));
  EXPECT_EQ(to_schedule(problem, to_steps(problem, schedule)), schedule);
}

// With the order kept, there and back is the same; in any order, without what nobody reads.
TEST(Sequences, ThereAndBackIsTheSame) {
  for (std::uint64_t seed = 0; seed < 100; ++seed) {
    SCOPED_TRACE(seed);
    test::RandomCase c(seed, 20, Order::free);
    c.problem.budget = std::numeric_limits<std::int64_t>::max();
    const model::Schedule schedule = test::random_schedule(c.problem, 0.2, c.random);
    const model::Schedule back = to_schedule(c.problem, to_steps(c.problem, schedule));
    ASSERT_EQ(back, without_unread(c.graph, schedule));
    ASSERT_EQ(back, without_unread(c.graph, back)) << "once is enough";
    c.problem.order = Order::kept;
    ASSERT_EQ(to_schedule(c.problem, to_steps(c.problem, schedule)), schedule);
  }
}

}  // namespace
}  // namespace moccasin::search
