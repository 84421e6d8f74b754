// SPDX-License-Identifier: Apache-2.0
#include "search/portfolio/first_runs.h"

#include <gtest/gtest.h>

#include <limits>

#include "model/graph_builder.h"
#include "model/verify.h"
#include "tests/search/support/random_case.h"
#include "tests/support/build_graph.h"
#include "tests/support/random_schedule.h"

namespace moccasin::search {
namespace {

using model::Order;
using test::ops;

TEST(FirstRuns, AreAnOrderOfAllOperations) {
  const model::Graph graph = test::built(
      test::simple_graph({{1, 1}, {1, 1}, {1, 1}, {1, 1}}, {{0, 1}, {1, 3}, {2, 3}, {0, 3}}));
  EXPECT_EQ(first_runs(graph, {ops({0, 2, 0, 1, 2, 0, 3})}), ops({0, 2, 1, 3}));
}

TEST(Staged, SortsStagesAndTakesEachRecomputationOnce) {
  const model::Graph graph = test::built(
      test::simple_graph({{1, 1}, {1, 1}, {1, 1}, {1, 1}}, {{0, 1}, {1, 3}, {2, 3}, {0, 3}}));
  // First runs 2 0 1 3: recomputations between two of them follow that order.
  EXPECT_EQ(staged(graph, {ops({2, 0, 1, 0, 2, 0, 3})}).steps, ops({2, 0, 1, 2, 0, 3}));
  EXPECT_EQ(staged(graph, {ops({2, 0, 2, 1, 0, 3})}).steps, ops({2, 0, 2, 1, 0, 3}));
  EXPECT_EQ(staged(graph, {ops({2, 0, 1, 3, 0, 1})}).steps, ops({2, 0, 1, 3}));
  EXPECT_EQ(staged(graph, {ops({2, 0, 1, 3})}).steps, ops({2, 0, 1, 3}));
}

// Any schedule of a graph, staged, is in scope of the problem that keeps the order of its first
// runs, whatever its memory.
TEST(Staged, IsInScopeOfTheOrderOfItsFirstRuns) {
  int changed = 0;
  for (std::uint64_t seed = 0; seed < 300; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    test::RandomCase c(seed, 12, Order::free);
    c.problem.budget = std::numeric_limits<std::int64_t>::max();
    const model::Schedule schedule = test::random_schedule(c.problem, 0.1, c.random);
    const model::Schedule kept = staged(c.graph, schedule);
    changed += kept == schedule ? 0 : 1;
    const model::Graph reordered =
        model::GraphBuilder::reordered(c.graph, first_runs(c.graph, schedule));
    model::Problem problem = c.problem;
    problem.graph = &reordered;
    problem.order = Order::kept;
    const model::Verdict verdict = model::verify(problem, kept);
    ASSERT_TRUE(verdict.valid()) << verdict.violation->message;
  }
  EXPECT_GT(changed, 30);
}

}  // namespace
}  // namespace moccasin::search
