// SPDX-License-Identifier: Apache-2.0
// How low a search came that found nothing.
#include <gtest/gtest.h>

#include "model/floor.h"
#include "model/verify.h"
#include "search/portfolio/solve.h"
#include "tests/search/portfolio/support/training_chain.h"
#include "tests/support/build_graph.h"
#include "tests/support/least_peak.h"
#include "tests/support/random_graph.h"

namespace moccasin::search {
namespace {

using model::Order;
using model::Problem;

using test::base_peak_of;
using test::local_with_work;
using test::with_work;

class NearMiss : public testing::Test {
 protected:
  [[nodiscard]] std::int64_t base_peak() const { return base_peak_of(graph_); }

  // Two copies an operation are too few for the floor.
  const model::Graph graph_ = test::training_chain(40);
  const Problem at_floor_{.graph = &graph_,
                          .budget = model::make_floor(graph_).bytes,
                          .order = Order::free,
                          .max_copies = 2};
};

// Without a schedule: how low it came, as model::verify says, and the sequence that did.
void expect_near_miss(const Problem& problem, const SolveResult& result) {
  ASSERT_FALSE(result.schedule.has_value());
  ASSERT_TRUE(result.nearest.has_value());
  const model::Verdict verdict = model::verify(problem, *result.nearest);
  EXPECT_TRUE(verdict.in_scope());
  EXPECT_EQ(verdict.peak, result.least_peak);
  EXPECT_GT(result.least_peak, problem.budget);
  EXPECT_LE(result.least_peak, base_peak_of(*problem.graph));
}

TEST_F(NearMiss, SaysHowLowItCame) {
  for (const Order order : {Order::kept, Order::free}) {
    Problem problem = at_floor_;
    problem.order = order;
    const SolveResult result = solve(problem, local_with_work(300'000));
    EXPECT_EQ(result.status, Status::unknown);
    expect_near_miss(problem, result);
    EXPECT_LT(result.least_peak, base_peak() * 8 / 10);
    // With that much it is a schedule.
    problem.budget = result.least_peak;
    SolveOptions again = with_work(1);
    again.warm_start = result.nearest->steps;
    again.target = INT64_MAX;  // whatever fits
    EXPECT_EQ(solve(problem, again).schedule, result.nearest);
  }
}

// It does not matter who does the work.
TEST_F(NearMiss, IsTheSameOnAnyNumberOfThreads) {
  SolveOptions options = with_work(300'000);
  options.workers = 3;
  const SolveResult one = solve(at_floor_, options);
  expect_near_miss(at_floor_, one);
  options.threads = 3;
  const SolveResult three = solve(at_floor_, options);
  EXPECT_EQ(three.nearest, one.nearest);
  EXPECT_EQ(three.least_peak, one.least_peak);
}

// Each of four large tensors is made small, and the small ones are summed up in pairs. In order of
// addition all the large ones come first, and take 200 and a small one. One after the other, the
// last takes 50 and its small one beside the third and the sum of the first two.
model::GraphBuilder sums() {
  return test::simple_graph(
      {{1, 50}, {1, 50}, {1, 50}, {1, 50}, {1, 1}, {1, 1}, {1, 1}, {1, 1}, {1, 1}, {1, 1}, {1, 1}},
      {{0, 4}, {1, 5}, {2, 6}, {3, 7}, {4, 8}, {5, 8}, {6, 9}, {7, 9}, {8, 10}, {9, 10}});
}

// That order is looked at even if there is time for nothing else, and the search starts elsewhere.
TEST_F(NearMiss, MayBeAStartingOrder) {
  const model::Graph graph = test::built(sums());
  const Problem problem{.graph = &graph, .budget = 52, .order = Order::free};
  SolveOptions options = with_work(1);
  options.warm_start = model::base_schedule(graph).steps;
  const SolveResult result = solve(problem, options);
  EXPECT_EQ(result.status, Status::unknown);
  expect_near_miss(problem, result);
  EXPECT_EQ(base_peak_of(graph), 201);
  EXPECT_EQ(result.least_peak, 53);
}

TEST_F(NearMiss, IsTheBaseOrderIfTheWarmStartIsHigher) {
  model::GraphBuilder builder = sums();
  builder.set_base_order(test::ops({0, 4, 1, 5, 8, 2, 6, 3, 7, 9, 10}));
  const model::Graph graph = test::built(builder);
  const Problem problem{.graph = &graph, .budget = 40, .order = Order::free};
  SolveOptions options = with_work(1);
  options.warm_start = test::ops({0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10});
  const SolveResult result = solve(problem, options);
  expect_near_miss(problem, result);
  EXPECT_EQ(result.nearest, model::base_schedule(graph));
  EXPECT_EQ(result.least_peak, 53);
}

TEST_F(NearMiss, IsTheBaseOrderWithoutASearch) {
  Problem problem = at_floor_;
  problem.budget = model::make_floor(graph_).bytes - 1;
  const SolveResult below = solve(problem, with_work(1000));
  EXPECT_EQ(below.status, Status::infeasible);
  expect_near_miss(problem, below);
  EXPECT_EQ(below.nearest, model::base_schedule(graph_));
  problem = at_floor_;
  problem.order = Order::kept;
  problem.max_copies = 1;
  const SolveResult nothing_to_try = solve(problem, with_work(1000));
  EXPECT_EQ(nothing_to_try.status, Status::infeasible);
  EXPECT_EQ(nothing_to_try.nearest, model::base_schedule(graph_));
}

TEST_F(NearMiss, MayBeTheWarmStart) {
  Problem problem = at_floor_;
  problem.budget = base_peak() * 6 / 10;
  const SolveResult found = solve(problem, with_work(300'000));
  ASSERT_TRUE(found.schedule.has_value());
  EXPECT_EQ(found.least_peak, found.peak);
  EXPECT_FALSE(found.nearest.has_value());

  problem.budget = at_floor_.budget - 1;
  SolveOptions options = with_work(1000);
  options.warm_start = found.schedule->steps;
  const SolveResult warm = solve(problem, options);
  expect_near_miss(problem, warm);
  EXPECT_EQ(warm.nearest, found.schedule);
  problem.max_copies = 1;  // it is not in scope then
  EXPECT_EQ(solve(problem, options).nearest, model::base_schedule(graph_));
}

// Never below what is possible at all, nor above the base order, which is found by nobody.
TEST(NearMissOfAny, IsNoLowerThanTheLeastPeak) {
  int failed = 0, least = 0;
  for (std::uint64_t seed = 0; failed < 60; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    base::Random random(seed);
    const model::Graph graph = test::random_graph(3 + random.below(4), random);
    if (graph.num_operations() + graph.num_tensors() > 13) continue;
    const std::int64_t possible = model::make_profile(graph, test::least_peak_schedule(graph)).peak;
    const Problem problem{
        .graph = &graph, .budget = possible - 1 - random.below(3), .order = Order::free};
    const SolveResult result = solve(problem, with_work(20'000, seed));
    expect_near_miss(problem, result);
    EXPECT_GE(result.least_peak, possible);
    if (problem.budget < model::make_floor(graph).bytes) continue;  // no search
    ++failed;
    least += result.least_peak == possible ? 1 : 0;
  }
  EXPECT_GT(least, 30);
}

}  // namespace
}  // namespace moccasin::search
