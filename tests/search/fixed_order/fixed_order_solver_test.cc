// SPDX-License-Identifier: Apache-2.0
// Attempts after attempts, at the pace of an impatient user, against the optimum that trying
// everything finds.
#include "search/fixed_order/fixed_order_solver.h"

#include <gtest/gtest.h>

#include <optional>

#include "model/verify.h"
#include "search/bound/closure_bound.h"
#include "tests/encoding/support/live_sets.h"
#include "tests/search/bound/support/bound_case.h"
#include "tests/search/support/random_case.h"
#include "tests/search/support/unlimited.h"

namespace moccasin::search {
namespace {

using model::Order;
using test::BoundCase;

Offer accept(const Steps&) { return Offer::accepted; }

std::int64_t overhead_of(const BoundCase& c, const Steps& steps) {
  const auto verdict = model::verify(c.problem, test::schedule_of(c.compiled, steps));
  EXPECT_TRUE(verdict.valid());
  return verdict.duration - c.graph.base_duration();
}

// The slowest of some, so that much is left to find; nothing: none was found.
Steps slow_schedule(BoundCase& c) {
  const std::vector<model::Schedule> schedules = test::random_schedules(c);
  return schedules.empty() ? Steps() : test::compiled_steps(c.graph, schedules.front());
}

// Short calls: an attempt goes on from one to the next. Longer by and by, for each begins at the
// engine's root.
void prove(const BoundCase& c, FixedOrderSolver& solver,
           const std::optional<std::int64_t>& optimum) {
  for (std::uint64_t call = 1; call < 500 && solver.state() == FixedOrderSolver::State::open;
       ++call) {
    const std::uint64_t before = solver.work();
    test::Unlimited unlimited;
    Share turn(unlimited.meter, 500 * call);
    solver.prove(turn, [&](const Steps& steps) {
      EXPECT_TRUE(optimum);
      EXPECT_GE(overhead_of(c, steps), *optimum);
      return Offer::accepted;
    });
    ASSERT_EQ(solver.work(), before + unlimited.meter.ticks());
    ASSERT_LE(solver.lower_bound(), optimum.value_or(INT64_MAX));
  }
  ASSERT_NE(solver.state(), FixedOrderSolver::State::open);
  ASSERT_EQ(solver.state() == FixedOrderSolver::State::infeasible, !optimum);
  if (!optimum) return;
  ASSERT_EQ(solver.lower_bound(), *optimum);
  ASSERT_EQ(overhead_of(c, solver.steps()), *optimum);
}

TEST(FixedOrderSolver, ProvesTheOptimumHoweverManyEnginesItTakes) {
  int many = 0, solved = 0, infeasible = 0;
  for (std::uint64_t seed = 0; seed < 1500; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    BoundCase c(seed, Order::kept);
    if (!test::can_be_tried(c, 10)) continue;
    std::optional<std::int64_t> optimum = test::shortest_by_live_sets(c.problem);
    if (optimum) *optimum -= c.graph.base_duration();
    const auto copies = static_cast<std::int32_t>(2 + c.random.below(2));
    FixedOrderSolver solver(c.compiled, copies,
                            {.first_attempt = 1, .patience = c.random.below(4)});
    if (const Steps steps = slow_schedule(c); !steps.empty()) solver.set_incumbent(steps);
    prove(c, solver, optimum);
    if (HasFailure()) return;
    ++(optimum ? solved : infeasible);
    if (solver.effort().parts > 2) ++many;
  }
  EXPECT_GT(solved, 500);
  EXPECT_GT(infeasible, 100);
  EXPECT_GT(many, 50);
}

// Stopped soon after every conflict, an attempt ends all the same when it has had as many as it
// may.
TEST(FixedOrderSolver, GoesOnWithAnAttemptThatWasStopped) {
  int long_ones = 0;
  for (std::uint64_t seed = 0; seed < 600; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    BoundCase c(seed, Order::kept);
    const Steps slow = slow_schedule(c);
    if (slow.empty()) continue;
    FixedOrderSolver solver(c.compiled, 3, {.first_attempt = 4, .patience = 0});
    solver.set_incumbent(slow);
    for (int call = 0; call < 300 && solver.state() == FixedOrderSolver::State::open; ++call) {
      const std::uint64_t conflicts = solver.effort().conflicts;
      for (std::uint64_t ticks = 16; solver.effort().conflicts == conflicts; ticks += ticks / 4) {
        if (solver.state() != FixedOrderSolver::State::open) break;
        test::Unlimited unlimited;
        Share turn(unlimited.meter, ticks);
        solver.prove(turn, accept);
      }
    }
    ASSERT_NE(solver.state(), FixedOrderSolver::State::open);
    if (solver.effort().parts > 0) ++long_ones;
  }
  EXPECT_GT(long_ones, 30);
}

// What a solution needs more copies for is not hard: attempts stay as they are.
TEST(FixedOrderSolver, HasPatienceWithSolutionsThatNeedCopies) {
  int renewed = 0;
  for (std::uint64_t seed = 0; seed < 3000; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    BoundCase c(seed, Order::kept);
    const Steps slow = slow_schedule(c);
    if (slow.empty()) continue;
    FixedOrderSolver solver(c.compiled, 2, {.first_attempt = 10'000, .patience = 10'000});
    solver.set_incumbent(slow);
    const std::size_t runs = solver.encoding().model().runs.size();
    test::Unlimited unlimited;
    solver.prove(unlimited.turn, accept);
    ASSERT_NE(solver.state(), FixedOrderSolver::State::open);
    ASSERT_EQ(solver.effort().parts, 0u);
    if (solver.encoding().model().runs.size() > runs) ++renewed;
  }
  EXPECT_GT(renewed, 3);
}

// Facts from elsewhere reach the engines that are there, and those to come.
TEST(FixedOrderSolver, UsesWhatTheClosureProvesInEveryEngine) {
  int fixed = 0, many = 0;
  for (std::uint64_t seed = 0; seed < 1500; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    BoundCase c(seed, Order::kept);
    const Steps slow = slow_schedule(c);
    if (!test::can_be_tried(c, 10) || slow.empty()) continue;
    std::optional<std::int64_t> optimum = test::shortest_by_live_sets(c.problem);
    ASSERT_TRUE(optimum);
    *optimum -= c.graph.base_duration();
    FixedOrderSolver solver(c.compiled, 2, {.first_attempt = 1, .patience = 0});
    solver.set_incumbent(slow);
    ClosureBound closure(c.compiled, Order::kept);
    for (int turn = 0; turn < 3; ++turn) {
      test::Unlimited unlimited;
      Share part(unlimited.meter, 2000);
      solver.prove(part, accept);
      if (solver.state() != FixedOrderSolver::State::open) break;
      test::improve(closure, overhead_of(c, solver.steps()), c.random.below(2000));
      solver.import_bound(closure.lower_bound());
      for (const Op op : closure.fixings().indices()) {
        if (closure.fixings()[op] == Again::open) continue;
        solver.import_fixing(op, closure.fixings()[op]);
        ++fixed;
      }
      if (closure.scale() == nullptr || closure.root().prices.empty()) continue;
      ClosureStart start{*closure.scale(), Order::kept, closure.root()};
      start.root.bundle.clear();
      start.root.again = unsplit(closure.fixings());
      solver.import_closure(std::move(start));
    }
    prove(c, solver, optimum);
    if (HasFailure()) return;
    if (solver.effort().parts > 2) ++many;
  }
  EXPECT_GT(fixed, 200);
  EXPECT_GT(many, 30);
}

}  // namespace
}  // namespace moccasin::search
