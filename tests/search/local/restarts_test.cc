// SPDX-License-Identifier: Apache-2.0
#include "search/local/restarts.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "model/verify.h"
#include "tests/search/support/random_case.h"
#include "tests/support/random_schedule.h"

namespace moccasin::search {
namespace {

using model::Order;
using test::RandomCase;

constexpr auto kKept = CompiledGraph::Empty::kept;

bool valid_but_for_the_budget(const RandomCase& c, const std::vector<Op>& steps) {
  model::Problem anything = c.problem;
  anything.budget = INT64_MAX;
  return model::verify(anything, test::schedule_of(c.compiled, steps)).valid();
}

std::int64_t excess(const CompiledGraph& graph, const std::vector<Op>& steps) {
  Sequence sequence(graph);
  sequence.assign(steps);
  return sequence.excess();
}

// Units at the highest step.
std::int64_t peak(const CompiledGraph& graph, const std::vector<Op>& steps) {
  Sequence sequence(graph);
  sequence.assign(steps);
  const Timeline& timeline = sequence.timeline();
  std::int64_t peak = 0;
  for (Key key = timeline.begin(); key < timeline.end(); key = timeline.next(key)) {
    peak = std::max(peak, timeline.live(key));
  }
  return peak;
}

TEST(StartingOrders, AreTopologicalAndSortedByExcess) {
  std::size_t several = 0;
  for (std::uint64_t seed = 0; seed < 300; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    const RandomCase c(seed, 20, Order::free, kKept);
    const auto [orders, nearest] = starting_orders(c.graph, c.compiled);
    ASSERT_FALSE(orders.empty());
    const auto ops = c.compiled.ops();
    ASSERT_NE(std::ranges::find(orders, std::vector<Op>(ops.begin(), ops.end())), orders.end());
    ASSERT_NE(std::ranges::find(orders, nearest.steps), orders.end());
    ASSERT_EQ(nearest.peak, peak(c.compiled, nearest.steps));
    std::int64_t before = 0;
    for (const auto& steps : orders) {
      ASSERT_GE(peak(c.compiled, steps), nearest.peak);
      ASSERT_EQ(steps.size(), c.compiled.num_ops());
      ASSERT_TRUE(valid_but_for_the_budget(c, steps));
      ASSERT_EQ(std::ranges::count(orders, steps), 1);
      ASSERT_GE(excess(c.compiled, steps), before);
      before = excess(c.compiled, steps);
    }
    several += orders.size() > 1 ? 1 : 0;
  }
  EXPECT_GT(several, 200u);
}

TEST(Thinned, DropsRunsAfterTheFirst) {
  std::size_t dropped = 0, left = 0;
  for (std::uint64_t seed = 0; seed < 300; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    RandomCase c(seed, 20, Order::free, kKept);
    const std::vector<Op> steps =
        test::compiled_steps(c.graph, test::random_schedule(c.problem, 0.4, c.random));
    ASSERT_EQ(thinned(c.compiled, steps, 0, c.random), steps);
    ASSERT_EQ(thinned(c.compiled, steps, 1, c.random).size(), c.compiled.num_ops());
    const std::vector<Op> half = thinned(c.compiled, steps, 0.5, c.random);
    ASSERT_TRUE(valid_but_for_the_budget(c, half));
    for (const Op op : c.compiled.ops()) {  // all of its runs, or the first
      const auto runs = std::ranges::count(steps, op), now = std::ranges::count(half, op);
      ASSERT_TRUE(now == runs || now == 1);
      dropped += runs > 1 && now == 1 ? 1 : 0;
      left += now > 1 ? 1 : 0;
    }
  }
  EXPECT_GT(dropped, 200u);
  EXPECT_GT(left, 200u);
}

// Two operations that do not read from each other, in both orders.
class Walk : public testing::Test {
 protected:
  Found found(std::int64_t duration) const { return {{Op(0), Op(1), Op(0)}, duration}; }

  const RandomCase case_{1, 2, Order::free, kKept};
  const std::vector<std::vector<Op>> orders_{{Op(0), Op(1)}, {Op(1), Op(0)}};
  const std::vector<Op> best_{Op(1), Op(0), Op(1)};
  Restarts restarts_{case_.compiled, orders_, 1, 7};
};

TEST_F(Walk, BeginsWithEachBaseOrder) {
  EXPECT_EQ(restarts_.next(best_), orders_[1]);
  restarts_.tell(found(10));
  EXPECT_EQ(restarts_.next(best_), orders_[0]);
}

TEST_F(Walk, GoesOnFromWhereItIs) {
  for (int i = 0; i < 2; ++i) {
    static_cast<void>(restarts_.next(best_));
    restarts_.tell(found(10));
  }
  for (int i = 0; i < 6; ++i) {
    const std::vector<Op> start = restarts_.next(best_);
    EXPECT_EQ(start.front(), Op(0)) << "not where the best begins";
    restarts_.tell(found(10 - i));
  }
}

TEST_F(Walk, BeginsAnewWhenCyclesAreOfNoUse) {
  std::set<std::vector<Op>> from_best, from_order;
  int changes = 0;
  bool was_best = false;
  for (int i = 0; i < 200; ++i) {
    const std::vector<Op> start = restarts_.next(best_);
    const bool at_best = start.front() == Op(1) && start != orders_[1];
    changes += at_best != was_best ? 1 : 0;
    was_best = at_best;
    restarts_.tell(i % 10 == 0 ? Found() : found(1000));
  }
  EXPECT_GT(changes, 4);
}

TEST_F(Walk, HasABaseOrderWhereNothingIsKnown) {
  for (int i = 0; i < 50; ++i) {
    const std::vector<Op> start = restarts_.next({});
    EXPECT_NE(std::ranges::find(orders_, start), orders_.end());
    restarts_.tell(Found());
  }
}

TEST_F(Walk, DependsOnItsSeedAlone) {
  Restarts other(case_.compiled, orders_, 1, 7);
  for (int i = 0; i < 50; ++i) {
    EXPECT_EQ(restarts_.next(best_), other.next(best_));
    restarts_.tell(found(20 - i % 7));
    other.tell(found(20 - i % 7));
  }
}

}  // namespace
}  // namespace moccasin::search
