// SPDX-License-Identifier: Apache-2.0
#include "search/portfolio/fixed_order_search.h"

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <limits>

#include "model/graph_builder.h"
#include "model/verify.h"
#include "search/portfolio/first_runs.h"
#include "search/portfolio/sequences.h"
#include "search/portfolio/solve.h"
#include "tests/search/bound/support/any_order.h"
#include "tests/search/portfolio/support/hard_case.h"
#include "tests/search/portfolio/support/recording_publisher.h"
#include "tests/search/support/random_case.h"
#include "tests/support/brute_force.h"
#include "tests/support/build_graph.h"
#include "tests/support/random_schedule.h"

namespace moccasin::search {
namespace {

using model::Order;
using test::ops;
using test::RandomCase;

constexpr std::uint64_t kSeed = 5;
constexpr std::uint64_t kTicks = 1'000'000;
constexpr std::int64_t kAnything = std::numeric_limits<std::int64_t>::max();

// A random case with a schedule that recomputes something, and just fits.
struct RecomputingCase : RandomCase {
  RecomputingCase(std::uint64_t seed, std::size_t most_operations)
      : RandomCase(seed, most_operations, Order::free) {
    problem.budget = kAnything;
    schedule = test::random_schedule(problem, 0.1, random);
    const model::Verdict verdict = model::verify(problem, schedule);
    duration = verdict.duration;
    problem.budget = verdict.peak;
  }

  model::Schedule schedule;
  std::int64_t duration = 0;
};

model::Problem in_order(const model::Problem& problem, const model::Graph& reordered) {
  model::Problem kept = problem;
  kept.graph = &reordered;
  kept.order = Order::kept;
  return kept;
}

// The technique with its meter, told of schedules as if others had found them.
struct Turns {
  explicit Turns(const model::Problem& of, const SolveOptions& with = {}, InnerSolve inner = &solve)
      : problem(of), options(with), to(problem), technique(problem, options, kSeed, inner) {}

  void set_incumbent(const model::Schedule& schedule) {
    known.take(model::verify(problem, schedule).duration, to_steps(problem, schedule));
    technique.plan(known);
  }
  // A turn beside a first worker that has had `pace` ticks in all, with `left` for this one.
  StopReason turn(std::uint64_t pace = kTicks, std::uint64_t left = Meter::kUnlimited) {
    known.pace = pace;
    technique.plan(known);
    const bool unlimited = left == Meter::kUnlimited;
    meter.grant(unlimited ? left : meter.ticks() + left);
    technique.run(meter, to);
    technique.publish(known);
    EXPECT_EQ(to.wrong, 0);
    return meter.reason();
  }
  [[nodiscard]] std::int64_t attempts() const { return technique.statistics()[0].second; }
  [[nodiscard]] std::int64_t improvements() const { return technique.statistics()[1].second; }

  const model::Problem problem;
  const SolveOptions options;
  test::RecordingPublisher to;
  Meter meter{options.limits};
  Snapshot known;
  FixedOrderSearch technique;
};

// With a schedule that others have found.
struct FoundCase : test::HardCase {
  static constexpr std::uint64_t kLeft = 1'000'000;

  FoundCase() : HardCase(Order::free) {
    SolveOptions options;
    options.techniques = Techniques::local;
    options.limits.work = kLeft;
    found = solve(problem, options);
  }

  SolveResult found;
};

TEST(FixedOrderSearch, WaitsForAScheduleAndForItsShare) {
  const FoundCase c;
  constexpr std::uint64_t kLeft = FoundCase::kLeft;
  ASSERT_TRUE(c.found.schedule.has_value());
  Turns run(c.problem);
  EXPECT_EQ(run.turn(kTicks, kLeft), StopReason::none);
  EXPECT_EQ(run.meter.ticks(), 0u);
  run.set_incumbent(*c.found.schedule);
  EXPECT_EQ(run.turn(kTicks, 100), StopReason::none);  // too little is left
  EXPECT_EQ(run.meter.ticks(), 0u);
  run.turn(kTicks, kLeft);
  EXPECT_EQ(run.attempts(), 1);
  run.turn(kTicks, kLeft);  // it has had more than the annealing
  EXPECT_EQ(run.attempts(), 1);
  run.turn(1000 * kTicks, kLeft);
  EXPECT_EQ(run.attempts(), 2);
}

// What the inner search is stopped by stops the run.
TEST(FixedOrderSearch, IsStoppedByALimitOfMemory) {
  const FoundCase c;
  ASSERT_TRUE(c.found.schedule.has_value());
  SolveOptions options;
  options.limits.start -= std::chrono::hours(1);  // memory is looked at now and then
  options.memory = 1;
  Turns run(c.problem, options);
  run.set_incumbent(*c.found.schedule);
  EXPECT_EQ(run.turn(), StopReason::memory);
  options.memory = 0;
  Turns unlimited(c.problem, options);
  unlimited.set_incumbent(*c.found.schedule);
  EXPECT_EQ(unlimited.turn(), StopReason::none);
}

std::int64_t optimum_of(const model::Problem& problem, const std::vector<model::OpIndex>& order) {
  const model::Graph reordered = model::GraphBuilder::reordered(*problem.graph, order);
  const model::Problem kept = in_order(problem, reordered);
  const std::optional<model::Schedule> fastest = test::brute_force(kept);
  return fastest ? model::verify(kept, *fastest).duration : kAnything;
}

TEST(FixedOrderSearch, ReachesTheOptimumOfTheGivenOrderAndOfThatOfItsBest) {
  int improved = 0, at_optimum = 0, cases = 0;
  for (std::uint64_t seed = 0; cases < 150; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    const RecomputingCase c(seed, 6);
    if (model::verify(c.problem, model::base_schedule(c.graph)).valid()) continue;
    ++cases;
    Turns run(c.problem);
    run.set_incumbent(c.schedule);
    for (int turn = 0; turn < 8; ++turn) run.turn(100 * kTicks);
    const std::int64_t best = run.technique.duration();
    const auto base = c.graph.base_order();
    ASSERT_LE(best, optimum_of(c.problem, {base.begin(), base.end()}));
    const auto order_of_best = first_runs(c.graph, run.technique.best());
    ASSERT_LE(best, optimum_of(c.problem, order_of_best));
    ASSERT_EQ(best, run.known.duration);
    ASSERT_EQ(run.technique.best(), to_schedule(c.problem, run.known.best));
    improved += run.to.durations.empty() ? 0 : 1;
    const std::optional<std::int64_t> optimum = test::shortest_in_any_order(c.problem);
    ASSERT_GE(best, *optimum);
    at_optimum += best == *optimum ? 1 : 0;
  }
  EXPECT_GT(improved, 10);
  EXPECT_GT(at_optimum, 75);
}

// One that recomputes a where b stays: 0 1 0 2 0 3 is what others know.
struct SmallCase {
  const model::Graph graph = test::built(
      test::simple_graph({{1, 4}, {10, 2}, {100, 3}, {1000, 0}}, {{0, 1}, {1, 2}, {2, 3}, {0, 3}}));
  const model::Problem problem{.graph = &graph, .budget = 7, .order = Order::free};
  const model::Schedule known{ops({0, 1, 0, 2, 0, 3})};
};

TEST(FixedOrderSearch, HasNothingToDoOnceTheOrderOfItsBestIsProved) {
  const SmallCase c;
  Turns run(c.problem);
  run.set_incumbent(c.known);
  const std::int64_t before = run.technique.duration();
  for (int turn = 0; turn < 4; ++turn) run.turn(100 * kTicks);
  EXPECT_EQ(run.technique.duration(), 1112);
  EXPECT_LE(run.technique.duration(), before);
  EXPECT_EQ(run.technique.best().steps, ops({0, 1, 2, 0, 3}));
  EXPECT_EQ(run.attempts(), 1);
}

// b is made and read first, or a. Whatever the given order is, the other way round needs nothing
// twice.
TEST(FixedOrderSearch, TriesTheGivenOrderAndThenThatOfItsBest) {
  // a(4) and b(4) are read by c and d, whose outputs of 1 are read by e; only one of a, b fits.
  const model::Graph graph = test::built(test::simple_graph(
      {{1, 4}, {1, 4}, {1, 1}, {1, 1}, {1, 0}}, {{0, 2}, {1, 3}, {2, 4}, {3, 4}}));
  Turns run({.graph = &graph, .budget = 6, .order = Order::free});
  run.set_incumbent({ops({0, 2, 1, 3, 1, 4})});
  for (int turn = 0; turn < 4; ++turn) run.turn(100 * kTicks);
  EXPECT_EQ(run.technique.best().steps, ops({0, 2, 1, 3, 4}));
  EXPECT_EQ(run.attempts(), 2);
}

TEST(FixedOrderSearch, KeepsNothingThatIsRefused) {
  std::size_t offered = 0;
  for (std::uint64_t seed = 0; seed < 60; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    const RecomputingCase c(seed, 12);
    Turns turns(c.problem);
    turns.set_incumbent(c.schedule);
    const model::Schedule before = turns.technique.best();
    turns.to.refuses = true;
    turns.turn(100 * kTicks);
    offered += turns.to.durations.size();
    ASSERT_EQ(turns.technique.best(), before);
  }
  EXPECT_GT(offered, 5u);
}

// Says stop when it is first asked. Nothing in the options does: only the outer meter ends.
class StoppingWatch final : public Meter::Watch {
 public:
  StopReason look(const Meter&) override { return StopReason::target; }
};

TEST(FixedOrderSearch, EndsItsInnerSearchWhenTheOuterEnds) {
  const FoundCase c;
  ASSERT_TRUE(c.found.schedule.has_value());
  const auto ticks_with = [&](Meter& meter) {
    const SolveOptions options;
    FixedOrderSearch technique(c.problem, options, kSeed, &solve);
    Snapshot known;
    known.pace = 100 * kTicks;
    known.take(c.found.duration, to_steps(c.problem, *c.found.schedule));
    technique.plan(known);
    test::RecordingPublisher to(c.problem);
    technique.run(meter, to);
    EXPECT_EQ(technique.statistics()[0].second, 1);
    return meter.ticks();
  };
  const Limits limits;
  StoppingWatch watch;
  Meter stopped(limits, watch), free(limits);
  const std::uint64_t with = ticks_with(stopped), without = ticks_with(free);
  EXPECT_EQ(stopped.reason(), StopReason::target);
  EXPECT_LT(10 * with, without);
}

// Whatever the reason, and whether or not the inner search knows of it.
TEST(FixedOrderSearch, EndsTheInnerSearchWithItsOwn) {
  constexpr std::uint64_t kHeardOf = 300, kDone = 500;
  static bool goes_on;
  const auto inner = [](const model::Problem&, const SolveOptions& with) {
    Progress progress;
    progress.work = kHeardOf;
    goes_on = with.on_progress(progress);
    SolveResult result;
    result.work = kDone;
    return result;
  };
  const RecomputingCase c(21, 60);
  for (const StopReason reason : {StopReason::none, StopReason::target}) {
    Turns run(c.problem, {}, inner);
    run.set_incumbent(c.schedule);
    if (reason != StopReason::none) run.meter.end(reason);
    run.technique.run(run.meter, run.to);
    EXPECT_EQ(run.attempts(), 1);
    EXPECT_EQ(goes_on, reason == StopReason::none);
    EXPECT_EQ(run.meter.reason(), reason);
    EXPECT_EQ(run.meter.ticks(), kDone + c.graph.num_operations() + c.graph.num_reads());
  }
}

TEST(FixedOrderSearch, DoesTheSameWithTheSameSeed) {
  for (std::uint64_t seed = 0; seed < 10; ++seed) {
    const RecomputingCase c(seed, 40);
    Turns one(c.problem), two(c.problem);
    for (Turns* run : {&one, &two}) {
      run->set_incumbent(c.schedule);
      run->turn();
      run->turn();
    }
    ASSERT_EQ(one.technique.best(), two.technique.best());
    ASSERT_EQ(one.meter.ticks(), two.meter.ticks());
  }
}

}  // namespace
}  // namespace moccasin::search
