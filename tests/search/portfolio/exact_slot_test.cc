// SPDX-License-Identifier: Apache-2.0
// The slot against the optimum that trying everything finds, whatever the closure told it on the
// way.
#include "search/portfolio/exact_slot.h"

#include <gtest/gtest.h>

#include <optional>

#include "model/verify.h"
#include "tests/encoding/support/live_sets.h"
#include "tests/search/bound/support/bound_case.h"
#include "tests/search/support/random_case.h"

namespace moccasin::search {
namespace {

using model::Order;
using test::BoundCase;

constexpr std::uint64_t kTicks = 100'000;

StopReason go_on(std::uint64_t) { return StopReason::none; }

// A slot and a closure that work on a case in turns.
struct Turns {
  Turns(const BoundCase& of, Technique technique)
      : c(of),
        bound(c.graph.base_duration(), "base duration"),
        closure(c.compiled, Order::kept),
        slot(c.compiled, c.problem, with(technique), bound) {}

  static SolveOptions with(Technique technique) {
    SolveOptions options;
    options.technique = technique;
    return options;
  }

  void hear_of(const model::Schedule& schedule) {
    slot.learn_of(test::compiled_steps(c.graph, schedule));
  }
  // What is proved of schedules faster than `upper` within so many ticks.
  void close(std::int64_t upper, std::uint64_t ticks) {
    test::improve(closure, upper, ticks);
    slot.learn_of(closure);
  }
  void run(std::uint64_t ticks) {
    slot.run(ticks, Meter::kUnlimited, go_on, [&](const Steps& steps, std::string_view) {
      const model::Schedule schedule = test::schedule_of(c.compiled, steps);
      EXPECT_TRUE(model::verify(c.problem, schedule).valid());
    });
  }
  [[nodiscard]] bool open() const {
    return slot.prover()->state() == FixedOrderSolver::State::open;
  }

  const BoundCase& c;
  Bound bound;
  ClosureBound closure;
  ExactSlot slot;
};

void expect_proved(const Turns& turns, const std::optional<std::int64_t>& optimum) {
  ASSERT_FALSE(turns.open());
  ASSERT_EQ(turns.slot.infeasible(), !optimum);
  if (!optimum) return;
  ASSERT_EQ(turns.slot.duration(), *optimum);
  ASSERT_EQ(turns.bound.value(), *optimum);
  ASSERT_EQ(turns.slot.closed(), 1);
  const auto verdict =
      model::verify(turns.c.problem, test::schedule_of(turns.c.compiled, turns.slot.steps()));
  ASSERT_TRUE(verdict.valid());
  ASSERT_EQ(verdict.duration, *optimum);
}

// The closure has an upper bound of its own, above the slot's schedule or below it, and gets less
// or more time; the slot begins with a schedule, or with none, and hears of others later.
TEST(ExactSlot, ProvesTheOptimumWhateverTheClosureTellsIt) {
  int fixed = 0, below = 0, infeasible = 0;
  for (std::uint64_t seed = 0; seed < 2000; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    BoundCase c(seed, Order::kept);
    if (!test::can_be_tried(c, 8)) continue;
    const std::optional<std::int64_t> optimum = test::shortest_by_live_sets(c.problem);
    const std::int64_t overhead = optimum.value_or(100) - c.graph.base_duration();
    const std::vector<model::Schedule> schedules = test::random_schedules(c);
    Turns turns(c, c.random.chance(0.5) ? Technique::all : Technique::cdcl);
    if (!schedules.empty() && c.random.chance(0.8)) turns.hear_of(schedules.front());
    const std::int64_t gap = c.random.below(12);
    for (const std::int64_t above : {3 * gap, gap, std::int64_t{0}}) {
      if (optimum) turns.close(overhead + above, c.random.below(3000));
      const ClosureBound& closure = turns.closure;
      if (turns.slot.duration() != Incumbent::kNoDuration && closure.statistics().fixed > 0) {
        const bool of_less = turns.slot.duration() - c.graph.base_duration() > closure.upper();
        ++(of_less ? below : fixed);
      }
      if (turns.open() && c.random.chance(0.7)) turns.run(c.random.below(3000));
      if (!schedules.empty() && c.random.chance(0.3)) {
        turns.hear_of(schedules[c.random.below(schedules.size())]);
      }
    }
    for (int i = 0; i < 100 && turns.open(); ++i) turns.run(kTicks);
    expect_proved(turns, optimum);
    if (HasFailure()) return;
    if (!optimum) ++infeasible;
  }
  EXPECT_GT(fixed, 200);
  EXPECT_GT(below, 200);
  EXPECT_GT(infeasible, 100);
}

// What the closure has proved, the engine need not prove again.
TEST(ExactSlot, HasNothingToDoWhereTheClosureHasProvedItsScheduleOptimal) {
  int proved = 0;
  for (std::uint64_t seed = 0; seed < 300; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    BoundCase c(seed, Order::kept);
    const std::optional<std::int64_t> relaxed = c.relaxed.optimum();
    const std::vector<model::Schedule> schedules = test::random_schedules(c);
    if (!relaxed || *relaxed == 0 || schedules.empty()) continue;
    const std::int64_t best = model::verify(c.problem, schedules.back()).duration;
    if (best > c.graph.base_duration() + *relaxed) continue;
    Turns turns(c, Technique::all);
    turns.hear_of(schedules.back());
    turns.close(*relaxed, 100'000'000);
    turns.run(kTicks);
    EXPECT_EQ(turns.slot.prover()->effort().conflicts, 0u);
    expect_proved(turns, best);
    if (HasFatalFailure()) return;
    ++proved;
  }
  EXPECT_GT(proved, 30);
}

}  // namespace
}  // namespace moccasin::search
