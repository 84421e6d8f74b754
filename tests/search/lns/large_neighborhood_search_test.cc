// SPDX-License-Identifier: Apache-2.0
// Windows alone, from a slow schedule, against the optimum that trying everything finds.
#include "search/lns/large_neighborhood_search.h"

#include <gtest/gtest.h>

#include <atomic>
#include <optional>

#include "model/verify.h"
#include "tests/encoding/support/live_sets.h"
#include "tests/search/bound/support/bound_case.h"
#include "tests/search/support/random_case.h"
#include "tests/search/support/unlimited.h"

namespace moccasin::search {
namespace {

using model::Order;
using test::BoundCase;

TEST(LargeNeighborhoodSearch, ComesToTheOptimumFromASlowSchedule) {
  int cases = 0, slower_at_first = 0, improvements = 0, optimal = 0;
  for (std::uint64_t seed = 0; seed < 600; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    BoundCase c(seed, Order::kept);
    if (!test::can_be_tried(c, 10)) continue;
    const std::optional<std::int64_t> optimum = test::shortest_by_live_sets(c.problem);
    const std::vector<model::Schedule> schedules = test::random_schedules(c);
    if (!optimum || schedules.empty()) continue;
    FixedOrderSolver solver(c.compiled, 2);
    solver.set_incumbent(test::compiled_steps(c.graph, schedules.front()));
    LargeNeighborhoodSearch search(c.compiled, seed);
    std::int64_t best = model::verify(c.problem, schedules.front()).duration;
    ++cases;
    slower_at_first += best > *optimum ? 1 : 0;
    test::Unlimited unlimited;
    Share turn(unlimited.meter, 300'000);
    search.run(solver, turn, [&](const Steps& steps) {
      const auto verdict = model::verify(c.problem, test::schedule_of(c.compiled, steps));
      EXPECT_TRUE(verdict.valid());
      EXPECT_LT(verdict.duration, best);
      EXPECT_GE(verdict.duration, *optimum);
      best = verdict.duration;
      return Offer::accepted;
    });
    if (HasFailure()) return;
    if (solver.state() == FixedOrderSolver::State::optimal) {
      ASSERT_EQ(best, *optimum) << "it says that it has proved this";
    }
    improvements += static_cast<int>(search.improvements());
    optimal += best == *optimum ? 1 : 0;
    ASSERT_GE(search.windows(), search.improvements());
  }
  EXPECT_GT(cases, 200);
  EXPECT_GT(slower_at_first, cases / 4);
  EXPECT_GE(improvements, slower_at_first);
  EXPECT_EQ(optimal, cases);
}

TEST(LargeNeighborhoodSearch, StopsWhenToldAndGoesOn) {
  for (std::uint64_t seed = 0; seed < 100; ++seed) {
    BoundCase c(seed, Order::kept);
    const std::vector<model::Schedule> schedules = test::random_schedules(c);
    if (schedules.empty()) continue;
    FixedOrderSolver solver(c.compiled, 2);
    solver.set_incumbent(test::compiled_steps(c.graph, schedules.front()));
    LargeNeighborhoodSearch search(c.compiled, seed);
    const auto accept = [](const Steps&) { return Offer::accepted; };
    const std::atomic<bool> stop = true;
    const Limits limits{.stop = &stop};
    Meter stopped(limits);
    Share turn(stopped, 1'000'000);
    search.run(solver, turn, accept);
    EXPECT_EQ(search.windows(), 0u);
    EXPECT_EQ(stopped.ticks(), 0u);
    test::Unlimited unlimited;
    Share short_turn(unlimited.meter, 500);
    search.run(solver, short_turn, accept);
    if (solver.state() == FixedOrderSolver::State::open) {
      EXPECT_GT(unlimited.meter.ticks(), solver.work());  // windows were drawn
      EXPECT_GE(unlimited.meter.ticks(), 500u);
    }
  }
}

}  // namespace
}  // namespace moccasin::search
