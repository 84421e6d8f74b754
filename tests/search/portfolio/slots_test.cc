// SPDX-License-Identifier: Apache-2.0
#include "search/portfolio/slots.h"

#include <gtest/gtest.h>

#include <optional>

#include "model/floor.h"
#include "model/profile.h"
#include "model/verify.h"
#include "tests/search/support/dense_graph.h"
#include "tests/search/support/random_case.h"

namespace moccasin::search {
namespace {

using model::Order;
using test::RandomCase;

// Slots run on a random case of some sixty operations.
struct SlotsRun {
  explicit SlotsRun(SolveOptions with) : options(std::move(with)) {
    stop = slots.run(test::compiled_steps(c.graph, model::base_schedule(c.graph)));
  }

  const RandomCase c{21, 60, Order::kept};
  const SolveOptions options;
  Incumbent incumbent{c.problem, options.limits};
  Bound bound{c.graph.base_duration(), "base duration"};
  Observer observer{options, incumbent, bound};
  Slots slots{c.problem, options, incumbent, bound, observer};
  StopReason stop = StopReason::none;
};

SolveOptions with_work(std::uint64_t work, int threads, int slots = 0) {
  SolveOptions options;
  options.limits.work = work;
  options.threads = threads;
  options.slots = slots;
  options.seed = 5;
  options.technique = Technique::local;  // the engine would be done before the work is
  return options;
}

TEST(Slots, FindWhatTheVerifierAccepts) {
  const SlotsRun run(with_work(100'000, 2));
  EXPECT_EQ(run.stop, StopReason::work);
  EXPECT_EQ(run.incumbent.refused(), 0);
  ASSERT_TRUE(run.incumbent.exists());
  const model::Verdict verdict = model::verify(run.c.problem, run.incumbent.record().schedule);
  EXPECT_TRUE(verdict.valid());
  EXPECT_EQ(verdict.duration, run.incumbent.duration());
  EXPECT_LE(run.slots.accepted(), run.slots.proposals());
  EXPECT_GT(run.slots.accepted(), 0u);
}

TEST(Slots, ShareTheWork) {
  for (const int threads : {1, 2, 3}) {
    const SlotsRun run(with_work(90'000, threads));
    EXPECT_EQ(run.stop, StopReason::work) << threads;
    EXPECT_GE(run.slots.work(), 80'000u) << threads;   // a slot may stop early between polls of
    EXPECT_LE(run.slots.work(), 140'000u) << threads;  // another, and runs past its share by a move
  }
}

// All techniques on a problem that a million ticks do not solve.
struct LongerRun {
  LongerRun(Order order, std::uint64_t work, int threads, int shares = 0)
      : options(with_work(work, threads, shares)) {
    options.technique = Technique::all;
    const std::int64_t peak = model::make_profile(c.graph, model::base_schedule(c.graph)).peak;
    problem = {
        .graph = &c.graph, .budget = (model::make_floor(c.graph).bytes + peak) / 2, .order = order};
    slots.emplace(problem, options, incumbent.emplace(problem, options.limits), bound,
                  observer.emplace(options, *incumbent, bound));
    stop = slots->run({});
  }

  const RandomCase c{8, 150, Order::free};
  SolveOptions options;
  model::Problem problem;
  Bound bound{c.graph.base_duration(), "base duration"};
  std::optional<Incumbent> incumbent;
  std::optional<Observer> observer;
  std::optional<Slots> slots;
  StopReason stop = StopReason::none;
};

// Annealing, the closure, the engine or polishing, one after the other.
TEST(Slots, ThatTakeTurnsDoNotDoMoreWorkThanThereIs) {
  for (const Order order : {Order::kept, Order::free}) {
    const LongerRun run(order, 1'000'000, 1);
    EXPECT_EQ(run.stop, StopReason::work);
    EXPECT_GE(run.slots->work(), 950'000u);
    EXPECT_LE(run.slots->work(), 1'100'000u);
    EXPECT_GT(run.slots->closure()->work(), 0u);
    EXPECT_EQ(run.slots->polish() != nullptr, order == Order::free);
    EXPECT_EQ(run.slots->exact() != nullptr, order == Order::kept);
    if (run.slots->polish() != nullptr) {
      EXPECT_GT(run.slots->polish()->attempts(), 0u);
    }
  }
}

TEST(Slots, PassTheLimitOfWorkByLittle) {
  const model::Graph graph = test::dense_graph(1000, 15);
  const std::int64_t peak = model::make_profile(graph, model::base_schedule(graph)).peak;
  for (const Order order : {Order::kept, Order::free}) {
    for (const std::uint64_t work : {30'000u, 300'000u, 3'000'000u}) {
      // With more slots the engine comes, at its third million, to a call that takes another.
      for (const int slots : {1, work < 3'000'000u ? 3 : 1}) {
        SolveOptions options = with_work(work, 1, slots);
        options.technique = Technique::all;
        const model::Problem problem{.graph = &graph, .budget = peak * 8 / 10, .order = order};
        const SolveResult result = solve(problem, options);
        EXPECT_EQ(result.stop, StopReason::work);
        EXPECT_LE(result.work, work + 100'000u * static_cast<unsigned>(slots)) << work;
      }
    }
  }
}

// As many threads as slots, fewer, and more.
constexpr int kSlots[] = {1, 2, 4, 16}, kThreads[] = {1, 2, 16};

TEST(Slots, GiveTheSameHoweverTheThreadsRun) {
  for (const int slots : kSlots) {
    const auto work = 15'000u * static_cast<std::uint64_t>(slots + 3);
    const SlotsRun one(with_work(work, slots));
    for (const int threads : kThreads) {
      SCOPED_TRACE(std::to_string(slots) + " slots, " + std::to_string(threads) + " threads");
      const SlotsRun two(with_work(work, threads, slots));
      EXPECT_EQ(one.incumbent.record().schedule, two.incumbent.record().schedule);
      EXPECT_EQ(one.slots.work(), two.slots.work());
      EXPECT_EQ(one.slots.proposals(), two.slots.proposals());
      EXPECT_EQ(one.slots.accepted(), two.slots.accepted());
    }
  }
}

// With the closure and clause learning, and what they tell each other.
TEST(Slots, GiveTheSameWithProofsHoweverTheThreadsRun) {
  for (const int slots : kSlots) {
    const auto work = 1'000'000u * static_cast<std::uint64_t>(slots + 1);
    const LongerRun one(Order::kept, work, slots);
    EXPECT_GT(one.slots->exact()->work(), 0u) << slots;
    EXPECT_GT(one.slots->closure()->work(), 0u) << slots;
    for (const int threads : kThreads) {
      SCOPED_TRACE(std::to_string(slots) + " slots, " + std::to_string(threads) + " threads");
      const LongerRun two(Order::kept, work, threads, slots);
      EXPECT_EQ(one.stop, two.stop);
      EXPECT_EQ(one.bound.value(), two.bound.value());
      EXPECT_EQ(one.incumbent->record().schedule, two.incumbent->record().schedule);
    }
  }
}

// With polishing, which searches within the search.
TEST(Slots, GiveTheSameInAnyOrderHoweverTheThreadsRun) {
  for (const int slots : kSlots) {
    const auto work = 1'000'000u * static_cast<std::uint64_t>(slots);
    const LongerRun one(Order::free, work, slots);
    EXPECT_GT(one.slots->polish()->attempts(), 0u) << slots;
    for (const int threads : kThreads) {
      SCOPED_TRACE(std::to_string(slots) + " slots, " + std::to_string(threads) + " threads");
      const LongerRun two(Order::free, work, threads, slots);
      EXPECT_EQ(one.slots->polish()->work(), two.slots->polish()->work());
      EXPECT_EQ(one.slots->work(), two.slots->work());
      EXPECT_EQ(one.incumbent->record().schedule, two.incumbent->record().schedule);
    }
  }
}

// Not the same work: slots that have the best schedule already stop wherever a proof meets them.
TEST(Slots, GiveTheSameProofHoweverTheThreadsRun) {
  for (const int threads : {1, 2, 4}) {
    SolveOptions options = with_work(200'000, threads);
    options.technique = Technique::all;
    const SlotsRun one(options), two(options);
    EXPECT_EQ(one.stop, two.stop) << threads;
    EXPECT_EQ(one.bound.value(), two.bound.value()) << threads;
    EXPECT_EQ(one.incumbent.record().schedule, two.incumbent.record().schedule) << threads;
    EXPECT_LE(one.bound.value(), one.incumbent.duration()) << threads;
  }
}

TEST(Slots, SearchWithSeedsOfTheirOwn) {
  SolveOptions options = with_work(60'000, 1);
  const SlotsRun one(options);
  options.seed = 6;
  const SlotsRun two(options);
  EXPECT_NE(one.slots.accepted(), two.slots.accepted());
}

}  // namespace
}  // namespace moccasin::search
