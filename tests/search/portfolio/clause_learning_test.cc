// SPDX-License-Identifier: Apache-2.0
// Clause learning against the optimum that trying everything finds, whatever the closure told it on
// the way.
#include "search/portfolio/clause_learning.h"

#include <gtest/gtest.h>

#include <optional>

#include "model/verify.h"
#include "tests/encoding/support/live_sets.h"
#include "tests/search/bound/support/bound_case.h"
#include "tests/search/portfolio/support/recording_publisher.h"
#include "tests/search/support/random_case.h"

namespace moccasin::search {
namespace {

using model::Order;
using test::BoundCase;

constexpr std::uint64_t kSeed = 5, kTicksOfClosure = 3000;

// The technique and a closure that work on a case in turns.
struct Turns {
  Turns(const BoundCase& of, Techniques techniques)
      : c(of),
        to(c.problem),
        closure(c.compiled, Order::kept),
        technique(c.compiled, c.problem, techniques, kSeed) {}

  void hear_of(const model::Schedule& schedule) {
    known.take(model::verify(c.problem, schedule).duration,
               test::compiled_steps(c.graph, schedule));
    technique.plan(known);
  }
  // What is proved of schedules faster than `upper`, as far as `ticks` lead.
  void close(std::int64_t upper, std::uint64_t ticks) {
    Share share(of_closure, ticks);
    closure.improve(upper, share);
    known.closure = &closure;
    technique.plan(known);
  }
  void run() {
    technique.plan(known);
    technique.run(meter, to);
    technique.publish(known);
    ASSERT_EQ(to.wrong, 0);
  }
  [[nodiscard]] bool open() const {
    const FixedOrderSolver* const prover = technique.prover();
    return prover == nullptr || prover->state() == FixedOrderSolver::State::open;
  }

  const BoundCase& c;
  const Limits limits;
  Meter meter{limits}, of_closure{limits};
  test::RecordingPublisher to;
  ClosureBound closure;
  Snapshot known;
  ClauseLearning technique;
};

void expect_proved(const Turns& turns, const std::optional<std::int64_t>& optimum) {
  ASSERT_FALSE(turns.open());
  ASSERT_EQ(turns.known.infeasible_by, optimum ? "" : ClauseLearning::kName);
  if (!optimum) return;
  ASSERT_EQ(turns.known.duration, *optimum);
  ASSERT_EQ(turns.technique.duration(), *optimum);
  ASSERT_EQ(turns.to.bound, *optimum);
  const auto verdict =
      model::verify(turns.c.problem, test::schedule_of(turns.c.compiled, turns.known.best));
  ASSERT_TRUE(verdict.valid());
  ASSERT_EQ(verdict.duration, *optimum);
}

// The closure has an upper bound of its own, above the known schedule or below it, and gets less
// or more time; the technique begins with a schedule, or with none, and hears of others later.
TEST(ClauseLearning, ProvesTheOptimumWhateverTheClosureTellsIt) {
  int fixed = 0, below = 0, infeasible = 0;
  for (std::uint64_t seed = 0; seed < 2000; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    BoundCase c(seed, Order::kept);
    if (!test::can_be_tried(c, 8)) continue;
    const std::optional<std::int64_t> optimum = test::shortest_by_live_sets(c.problem);
    const std::int64_t overhead = optimum.value_or(100) - c.graph.base_duration();
    const std::vector<model::Schedule> schedules = test::random_schedules(c);
    Turns turns(c, c.random.chance(0.5) ? Techniques::all : Techniques::cdcl);
    if (!schedules.empty() && c.random.chance(0.8)) turns.hear_of(schedules.front());
    const std::int64_t gap = c.random.below(12);
    for (const std::int64_t above : {3 * gap, gap, std::int64_t{0}}) {
      if (optimum) turns.close(overhead + above, c.random.below(kTicksOfClosure));
      const ClosureBound& closure = turns.closure;
      if (turns.known.duration != Incumbent::kNoDuration && closure.statistics().fixed > 0) {
        const bool of_less = turns.known.duration - c.graph.base_duration() > closure.upper();
        ++(of_less ? below : fixed);
      }
      if (turns.open() && c.random.chance(0.7)) turns.run();
      if (!schedules.empty() && c.random.chance(0.3)) {
        turns.hear_of(schedules[c.random.below(schedules.size())]);
      }
    }
    for (int i = 0; i < 100 && turns.open(); ++i) turns.run();
    expect_proved(turns, optimum);
    if (HasFailure()) return;
    if (!optimum) ++infeasible;
  }
  EXPECT_GT(fixed, 200);
  EXPECT_GT(below, 200);
  EXPECT_GT(infeasible, 100);
}

// What the closure has proved, the engine need not prove again.
TEST(ClauseLearning, HasNothingToDoWhereTheClosureHasProvedItsScheduleOptimal) {
  int proved = 0;
  for (std::uint64_t seed = 0; seed < 300; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    BoundCase c(seed, Order::kept);
    const std::optional<std::int64_t> relaxed = c.relaxed.optimum();
    const std::vector<model::Schedule> schedules = test::random_schedules(c);
    if (!relaxed || *relaxed == 0 || schedules.empty()) continue;
    const std::int64_t best = model::verify(c.problem, schedules.back()).duration;
    if (best > c.graph.base_duration() + *relaxed) continue;
    Turns turns(c, Techniques::all);
    turns.hear_of(schedules.back());
    turns.close(*relaxed, Meter::kUnlimited);
    turns.run();
    EXPECT_EQ(turns.technique.prover()->effort().conflicts, 0u);
    expect_proved(turns, best);
    if (HasFatalFailure()) return;
    ++proved;
  }
  EXPECT_GT(proved, 30);
}

}  // namespace
}  // namespace moccasin::search
