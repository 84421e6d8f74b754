// SPDX-License-Identifier: Apache-2.0
#include "search/portfolio/annealing_technique.h"

#include <gtest/gtest.h>

#include <memory>

#include "tests/search/portfolio/support/hard_case.h"
#include "tests/search/portfolio/support/recording_publisher.h"

namespace moccasin::search {
namespace {

using model::Order;

constexpr std::uint64_t kSeed = 5;

struct Case {
  explicit Case(Order order)
      : c(order),
        graph(c.problem,
              order == Order::free ? CompiledGraph::Empty::kept : CompiledGraph::Empty::dropped),
        plan(std::make_shared<AnnealingPlan>(c.problem, graph)) {}

  // Proposals an operation of round `round`, when so much is used up and so many are done.
  double length(int round, double used, std::uint64_t proposals) {
    Snapshot snapshot;
    snapshot.round = round;
    snapshot.used = used;
    plan->plan(snapshot, proposals);
    return static_cast<double>(plan->cooling().proposals) / static_cast<double>(graph.num_ops());
  }

  const test::HardCase c;
  const CompiledGraph graph;
  const std::shared_ptr<AnnealingPlan> plan;
};

TEST(AnnealingPlan, QuenchesFirstAndIsHotAndWarmInTurns) {
  Case c(Order::kept);
  std::vector<double> hot;
  for (const int round : {0, 1, 2, 3, 4}) {
    c.length(round, 0, 0);
    hot.push_back(c.plan->cooling().hot);
  }
  EXPECT_EQ(hot, (std::vector<double>{0.3, 3, 1, 3, 1}));
}

TEST(AnnealingPlan, DoublesWithTheOrderKeptAlone) {
  Case kept(Order::kept), free(Order::free);
  for (const int round : {1, 2, 3, 8}) {
    EXPECT_EQ(kept.length(round, 0, 0), 200 << (round - 1)) << round;
    EXPECT_EQ(free.length(round, 0, 0), 300) << round;
  }
}

// A tenth is left of what made 90 000 proposals possible: 10 000, less than three cycles.
TEST(AnnealingPlan, TakesAllThereIsWhereLittleIsLeft) {
  Case c(Order::kept);
  const auto n = static_cast<double>(c.graph.num_ops());
  EXPECT_NEAR(c.length(3, 0.9, 90'000), 10'000 / n, 1);
  EXPECT_EQ(c.plan->cooling().hot, 10'000 / n < 100 ? 0.3 : 3);
  EXPECT_EQ(c.length(3, 1, 90'000), 1) << "one proposal an operation at least";
  EXPECT_EQ(c.plan->cooling().hot, 0.3) << "too few to be hot";
}

// Workers of one plan differ by their number alone, and so do those of two seeds.
TEST(AnnealingTechnique, HasASeedOfItsOwn) {
  const auto counters = [](std::size_t index, std::uint64_t seed) {
    Case c(Order::kept);
    const Limits limits{.work = 30'000};
    Meter meter(limits);
    test::RecordingPublisher to(c.c.problem);
    Snapshot known;
    known.best = c.plan->starting().orders.front();
    c.plan->plan(known, 0);
    AnnealingTechnique technique(c.plan, index, seed);
    technique.plan(known);
    technique.run(meter, to);
    technique.publish(known);
    EXPECT_EQ(to.wrong, 0);
    return known.best;
  };
  EXPECT_EQ(counters(0, kSeed), counters(0, kSeed));
  EXPECT_NE(counters(0, kSeed), counters(1, kSeed));
  EXPECT_NE(counters(0, kSeed), counters(0, kSeed + 1));
}

// It is there for the first schedule only.
TEST(AnnealingTechnique, UntilGreedyHasNothingToDoLater) {
  Case c(Order::kept);
  const Limits limits;
  Meter meter(limits);
  test::RecordingPublisher to(c.c.problem);
  AnnealingTechnique technique(c.plan, 0, kSeed, AnnealingTechnique::Until::greedy);
  Snapshot known;
  known.best = c.plan->starting().orders.front();
  technique.plan(known);
  technique.run(meter, to);
  EXPECT_EQ(technique.statistics()[0].second, 0) << "no proposals";
  const std::uint64_t before = meter.ticks();
  known.round = 1;
  technique.plan(known);
  technique.run(meter, to);
  EXPECT_EQ(meter.ticks(), before);
}

}  // namespace
}  // namespace moccasin::search
