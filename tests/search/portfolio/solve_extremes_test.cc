// SPDX-License-Identifier: Apache-2.0
// Problems at the edges of what solve() is made for: ties, amounts near the end of 64 bits, one
// tensor that is all there is to decide, recomputations in their hundred thousands.
#include <gtest/gtest.h>

#include <algorithm>

#include "search/portfolio/solve.h"
#include "tests/search/portfolio/support/training_chain.h"
#include "tests/support/build_graph.h"

namespace moccasin::search {
namespace {

using model::Order;
using model::Problem;

using test::counter;

// Many equally fast schedules, found by workers that race for the first place.
TEST(SolveTies, AreBrokenTheSameWayHoweverTheThreadsRun) {
  const std::size_t layers = 12;
  std::vector<std::pair<std::int64_t, std::int64_t>> nodes;  // duration, size
  std::vector<std::pair<std::size_t, std::size_t>> edges;
  for (std::size_t i = 0; i < 2 * layers; ++i) nodes.emplace_back(1, 4);
  for (std::size_t i = 0; i + 1 < nodes.size(); ++i) edges.emplace_back(i, i + 1);
  for (std::size_t i = 0; i + 1 < layers; ++i) edges.emplace_back(i, nodes.size() - 1 - i);
  const model::Graph graph = test::built(test::simple_graph(nodes, edges));
  const Problem problem{.graph = &graph, .budget = 4 * 10, .order = Order::kept};
  SolveOptions options;
  options.limits.work = 60'000;
  options.threads = 4;
  options.techniques = Techniques::local;  // a proof would stop threads wherever they are
  const SolveResult first = solve(problem, options);
  ASSERT_TRUE(first.schedule.has_value());
  for (int repetition = 0; repetition < 20; ++repetition) {
    const SolveResult again = solve(problem, options);
    ASSERT_EQ(again.schedule, first.schedule);
    ASSERT_EQ(again.work, first.work);
    ASSERT_EQ(again.stop, first.stop);
  }
}

// Two tensors of 2^60 that wait for their readers during twenty steps, in a budget for one of them:
// summed over the steps the excess passes 2^64 although no step's does.
TEST(SolveHugeAmounts, DoNotWrapTheSummedExcess) {
  const std::int64_t huge = std::int64_t{1} << 60;
  std::vector<std::pair<std::int64_t, std::int64_t>> nodes(22, {1, 1});
  nodes[0] = nodes[1] = {1, huge};
  const std::vector<std::pair<std::size_t, std::size_t>> edges{{0, 20}, {1, 21}};
  model::GraphBuilder builder = test::simple_graph(nodes, edges);
  std::vector<model::OpIndex> order;
  for (std::size_t i = 0; i < nodes.size(); ++i) order.emplace_back(i);
  builder.set_base_order(order);
  const model::Graph graph = test::built(builder);
  SolveOptions options;
  options.limits.work = 100'000;
  const SolveResult result =
      solve({.graph = &graph, .budget = huge + huge / 16, .order = Order::kept}, options);
  ASSERT_TRUE(result.schedule.has_value());
  EXPECT_EQ(result.duration, 24) << "both run again right before their readers";
  EXPECT_EQ(counter(result.statistics, "refused schedules"), 0);
}

// One tensor, live over everything and read by every second step; what runs in between needs the
// room. It has to be made again for every reader but the first.
model::Graph hub(std::size_t readers, std::int64_t duration) {
  model::GraphBuilder builder;
  const model::OpIndex source = builder.add_operation({.name = "hub", .duration = duration});
  const model::TensorIndex table = builder.add_output(source, 100);
  for (std::size_t i = 0; i < readers; ++i) {
    const model::OpIndex reader =
        builder.add_operation({.name = "r" + std::to_string(i), .duration = 1});
    builder.add_read(reader, table);
    builder.add_operation({.name = "w" + std::to_string(i), .duration = 1, .workspace = 100});
  }
  std::vector<model::OpIndex> order;
  for (std::size_t i = 0; i < 1 + 2 * readers; ++i) order.emplace_back(i);
  builder.set_base_order(order);
  return test::built(builder);
}

TEST(SolveHugeAmounts, DoNotWrapTheDuration) {
  for (const std::size_t readers :
       {2u, 3u, 4u, 6u}) {  // 2^61 ticks each: four of them are too many
    const model::Graph graph = hub(readers, std::int64_t{1} << 61);
    SolveOptions options;
    options.limits.work = 100'000;
    const SolveResult result =
        solve({.graph = &graph, .budget = 150, .order = Order::kept}, options);
    EXPECT_EQ(result.schedule.has_value(), readers < 4) << readers;
    EXPECT_NE(result.status, Status::infeasible) << readers << ": schedules too long to count fit";
    EXPECT_EQ(counter(result.statistics, "refused schedules"), 0) << readers;
  }
}

// So large that the search rounds sizes up, and then nothing seems to fit: the only schedule that
// does has its peak at the budget.
TEST(SolveHugeAmounts, ProveNothingOfRoundedSizes) {
  const std::int64_t huge = std::int64_t{1} << 43;
  model::GraphBuilder builder;
  const model::OpIndex source = builder.add_operation({.name = "hub", .duration = 1});
  const model::TensorIndex table = builder.add_output(source, huge);
  for (int i = 0; i < 2; ++i) {
    const model::OpIndex reader =
        builder.add_operation({.name = "r", .duration = 1, .workspace = 1 - i});
    builder.add_read(reader, table);
    builder.add_operation({.name = "w", .duration = 1, .workspace = huge + 1});
  }
  builder.set_base_order(test::ops({0, 1, 2, 3, 4}));
  const model::Graph graph = test::built(builder);
  for (const Techniques techniques : {Techniques::all, Techniques::cdcl}) {
    for (const Order order : {Order::kept, Order::free}) {
      if (techniques == Techniques::cdcl && order == Order::free) continue;
      SolveOptions options;
      options.limits.work = 100'000;
      options.techniques = techniques;
      const Problem problem{.graph = &graph, .budget = huge + 1, .order = order};
      EXPECT_NE(solve(problem, options).status, Status::infeasible);
      options.warm_start = test::ops({0, 1, 2, 0, 3, 4});
      const SolveResult result = solve(problem, options);
      ASSERT_TRUE(result.schedule.has_value());
      EXPECT_LE(result.duration, 6);
      EXPECT_EQ(result.bound, graph.base_duration());
    }
  }
}

// `wide` fits beside a and b, so c runs again; rounded up it does not, and one of a and b must.
TEST(SolveHugeAmounts, CallNothingOptimalThatIsSoForRoundedSizes) {
  const std::int64_t huge = (std::int64_t{1} << 43) + 1;
  model::GraphBuilder builder;
  std::vector<model::TensorIndex> tensors;
  for (const auto& [duration, size] : {std::pair(5, huge), {5, huge}, {1, huge / 2}}) {
    const model::OpIndex op = builder.add_operation({.name = "abc", .duration = duration});
    tensors.push_back(builder.add_output(op, size));
  }
  builder.add_operation({.name = "wide", .duration = 1, .workspace = huge});
  const model::OpIndex reader = builder.add_operation({.name = "reader", .duration = 1});
  for (const model::TensorIndex tensor : tensors) builder.add_read(reader, tensor);
  builder.set_base_order(test::ops({0, 1, 2, 3, 4}));
  const model::Graph graph = test::built(builder);
  const Problem problem{.graph = &graph, .budget = 3 * huge, .order = Order::kept};
  SolveOptions options;
  options.limits.work = 10'000'000;
  const SolveResult result = solve(problem, options);
  EXPECT_EQ(result.status, Status::feasible);
  EXPECT_EQ(result.duration, graph.base_duration() + 5) << "a or b runs again";
  options.warm_start = test::ops({0, 1, 2, 3, 2, 4});
  EXPECT_EQ(solve(problem, options).duration, graph.base_duration() + 1);
}

TEST(SolveHub, FindsTheOneTensorThatMatters) {
#ifdef MOCCASIN_EXPENSIVE_ASSERTS  // every edit is checked against the whole sequence
  const std::size_t readers = 100;
#else
  const std::size_t readers = 3000;
#endif
  const model::Graph graph = hub(readers, 1);
  SolveOptions options;
  options.limits.work = 400'000'000;
  options.target = graph.base_duration() + std::int64_t{readers};  // whatever fits
  const SolveResult result = solve({.graph = &graph, .budget = 150, .order = Order::kept}, options);
  ASSERT_TRUE(result.schedule.has_value());
  EXPECT_EQ(result.duration, graph.base_duration() + std::int64_t{readers} - 1);
}

}  // namespace
}  // namespace moccasin::search
