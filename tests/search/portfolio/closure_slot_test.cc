// SPDX-License-Identifier: Apache-2.0
#include "search/portfolio/closure_slot.h"

#include <gtest/gtest.h>

#include <optional>

#include "model/floor.h"
#include "model/profile.h"
#include "model/verify.h"
#include "tests/search/bound/support/bound_case.h"
#include "tests/search/support/dense_graph.h"
#include "tests/search/support/random_case.h"

namespace moccasin::search {
namespace {

using model::Order;
using test::BoundCase;

constexpr std::uint64_t kSeed = 5;

StopReason go_on(std::uint64_t) { return StopReason::none; }

Offer kept(const std::vector<Op>&) { return Offer::accepted; }

// A training step of 20 operations, whose bound takes some time; the upper bound is no schedule's.
struct LongerCase {
  LongerCase() {
    problem.budget = (model::make_floor(graph).bytes +
                      model::make_profile(graph, model::base_schedule(graph)).peak) /
                     2;
    compiled.emplace(problem);
  }
  base::Random random{7};
  const model::Graph graph = test::random_step(10, 1000, random);
  model::Problem problem{.graph = &graph, .order = Order::kept};
  std::optional<CompiledGraph> compiled;
  const std::int64_t duration = 2 * graph.base_duration();
};

TEST(ClosureSlot, WaitsForASchedule) {
  const BoundCase c(0, Order::kept);
  Bound bound(c.graph.base_duration(), "base duration");
  ClosureSlot slot(c.compiled, c.compiled, c.problem, kSeed, bound);
  EXPECT_EQ(slot.run(1'000'000, go_on, kept), StopReason::none);
  EXPECT_EQ(slot.run(
                1'000'000, [](std::uint64_t) { return StopReason::gap; }, kept),
            StopReason::gap);
  EXPECT_EQ(slot.work(), 0u);
  EXPECT_EQ(slot.closure(), nullptr);
  EXPECT_EQ(bound.by(), "base duration");
}

TEST(ClosureSlot, RaisesTheBoundToTheRelaxationsOptimum) {
  int raised = 0;
  for (const Order order : {Order::kept, Order::free}) {
    for (std::uint64_t seed = 0; seed < 200; ++seed) {
      SCOPED_TRACE("seed " + std::to_string(seed));
      BoundCase c(seed, order);
      const std::optional<std::int64_t> optimum = c.relaxed.optimum();
      if (!optimum) continue;
      const std::int64_t base = c.graph.base_duration();
      Bound bound(base, "base duration");
      ClosureSlot slot(c.compiled, c.compiled, c.problem, kSeed, bound);
      const std::int64_t best = base + *optimum + c.random.below(20);
      slot.learn_of(best + 7);
      slot.learn_of(best);
      slot.learn_of(best + 3);
      ASSERT_EQ(slot.duration(), best);
      ASSERT_EQ(slot.run(100'000'000, go_on, kept), StopReason::none);
      ASSERT_TRUE(slot.closure()->done());
      ASSERT_EQ(bound.value(), base + *optimum);
      if (*optimum == 0) continue;
      ASSERT_EQ(bound.by(), "recompute closure");
      ++raised;
    }
  }
  EXPECT_GT(raised, 50);
}

TEST(ClosureSlot, WorksForAboutItsTicksAndGoesOnWhereItStopped) {
  const LongerCase c;
  Bound bound(0, "nothing"), whole_bound(0, "nothing");
  ClosureSlot slot(*c.compiled, *c.compiled, c.problem, kSeed, bound),
      whole(*c.compiled, *c.compiled, c.problem, kSeed, whole_bound);
  slot.learn_of(c.duration);
  whole.learn_of(c.duration);
  constexpr std::uint64_t kTicks = 5000, kOneSchedule = 30'000;
  int turns = 0;
  std::int64_t before = 0;
  do {
    const std::uint64_t work = slot.work();
    ASSERT_EQ(slot.run(kTicks, go_on, kept), StopReason::none);
    ASSERT_LE(slot.work(), work + 2 * kTicks + kOneSchedule);
    if (!slot.closure()->done()) {
      ASSERT_GE(slot.work(), work + kTicks);
    }
    ASSERT_GE(bound.value(), before);
    before = bound.value();
    ASSERT_LT(++turns, 1000);
  } while (!slot.closure()->done());
  EXPECT_GT(turns, 3);
  EXPECT_EQ(whole.run(100'000'000, go_on, kept), StopReason::none);
  ASSERT_TRUE(whole.closure()->done());
  EXPECT_GT(bound.value(), c.graph.base_duration());
  EXPECT_EQ(bound.value(), whole_bound.value());
}

// Of a dense network the first cut takes far longer than there is left.
TEST(ClosureSlot, GivesACutUpAtALimit) {
  const model::Graph graph = test::dense_graph(1500, 25);
  const std::int64_t peak = model::make_profile(graph, model::base_schedule(graph)).peak;
  const model::Problem problem{.graph = &graph, .budget = peak * 8 / 10, .order = Order::free};
  const CompiledGraph compiled(problem);
  Bound bound(graph.base_duration(), "base duration");
  ClosureSlot slot(compiled, compiled, problem, kSeed, bound);
  slot.learn_of(2 * graph.base_duration());
  constexpr std::uint64_t kLimit = 50'000;
  const auto at_limit = [](std::uint64_t work) {
    return work >= kLimit ? StopReason::work : StopReason::none;
  };
  EXPECT_EQ(slot.run(1'000'000'000, at_limit, kept), StopReason::work);
  EXPECT_GE(slot.work(), kLimit);
  EXPECT_LE(slot.work(), kLimit + 30'000);
  EXPECT_EQ(bound.value(), graph.base_duration()) << "nothing is known of a cut that was given up";
  // A turn that is over is no reason.
  const std::uint64_t before = slot.work();
  EXPECT_EQ(slot.run(1, go_on, kept), StopReason::none);
  EXPECT_GT(slot.work(), before + 100'000);
}

TEST(ClosureSlot, StopsAsSoonAsItIsToldTo) {
  const LongerCase c;
  for (const int after : {1, 5, 50}) {
    Bound bound(c.graph.base_duration(), "base duration");
    ClosureSlot slot(*c.compiled, *c.compiled, c.problem, kSeed, bound);
    slot.learn_of(c.duration);
    int asked = 0;
    std::uint64_t last = 0;
    std::int64_t before = 0;
    const auto poll = [&](std::uint64_t work) {
      EXPECT_GT(work, last);
      EXPECT_GE(bound.value(), before);
      last = work;
      before = bound.value();
      return ++asked < after ? StopReason::none : StopReason::target;
    };
    EXPECT_EQ(slot.run(100'000'000, poll, kept), StopReason::target);
    EXPECT_EQ(asked, after);
    EXPECT_FALSE(slot.closure()->done());
    EXPECT_EQ(slot.work(), last);
    EXPECT_EQ(bound.value(), c.graph.base_duration() + slot.closure()->lower_bound());
  }
}

// With an upper bound that no schedule has.
TEST(ClosureSlot, MakesSchedulesOfWhatTheRelaxationRecomputes) {
  int found = 0, optimal = 0;
  for (const Order order : {Order::kept, Order::free}) {
    for (std::uint64_t seed = 0; seed < 200; ++seed) {
      SCOPED_TRACE("seed " + std::to_string(seed));
      BoundCase c(seed, order);
      Bound bound(c.graph.base_duration(), "base duration");
      ClosureSlot slot(c.compiled, c.compiled, c.problem, kSeed, bound);
      slot.learn_of(2 * c.graph.base_duration() + 1000);
      std::int64_t best = slot.duration();
      const auto offered = [&](const std::vector<Op>& steps) {
        const auto verdict = model::verify(c.problem, test::schedule_of(c.compiled, steps));
        EXPECT_TRUE(verdict.valid());
        best = std::min(best, verdict.duration);
        return Offer::accepted;
      };
      ASSERT_EQ(slot.run(100'000'000, go_on, offered), StopReason::none);
      ASSERT_EQ(slot.duration(), best);
      if (slot.steps().empty()) continue;
      std::int64_t duration = 0;
      for (const Op op : slot.steps()) duration += c.compiled.duration(op);
      ASSERT_EQ(slot.steps_duration(), duration);
      ASSERT_EQ(duration, best);
      ++found;
      if (best == bound.value()) ++optimal;
    }
  }
  EXPECT_GT(found, 50);
  EXPECT_GT(optimal, 20);
}

// Refused by whoever verifies: then it is none.
TEST(ClosureSlot, KeepsNoScheduleThatIsRefused) {
  int offered = 0;
  for (std::uint64_t seed = 0; seed < 50; ++seed) {
    BoundCase c(seed, Order::kept);
    Bound bound(c.graph.base_duration(), "base duration");
    ClosureSlot slot(c.compiled, c.compiled, c.problem, kSeed, bound);
    slot.learn_of(2 * c.graph.base_duration() + 1000);
    const std::int64_t before = slot.duration();
    slot.run(1'000'000, go_on, [&](const std::vector<Op>&) {
      ++offered;
      return Offer::refused;
    });
    ASSERT_EQ(slot.duration(), before);
    ASSERT_TRUE(slot.steps().empty());
  }
  EXPECT_GT(offered, 10);
}

}  // namespace
}  // namespace moccasin::search
