// SPDX-License-Identifier: Apache-2.0
#include "search/bound/dual_ascent.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "tests/search/bound/support/bound_case.h"
#include "tests/support/build_graph.h"

namespace moccasin::search {
namespace {

using model::Order;
using test::BoundCase;
using test::RelaxedSolutions;
using Set = RelaxedSolutions::Set;
using Result = DualAscent::Result;

std::vector<Op> some_events(BoundCase& c, std::size_t most) {
  std::vector<Op> events;
  for (const Op op : c.compiled.ops()) {
    if (events.size() < most && c.random.chance(0.6)) events.push_back(op);
  }
  return events;
}

// What is proved of `node`, begun with `before`: against all relaxed solutions for these events.
void expect_sound(const BoundCase& c, const std::vector<Op>& events, const CostScale& scale,
                  const Fixings& before, const ClosureNode& node, bool refuted) {
  for (const Set set : c.relaxed.sets()) {
    if (!RelaxedSolutions::agrees(set, before) || !c.relaxed.fits(set, events)) continue;
    if (test::scaled(scale, set) > scale.cutoff()) continue;
    ASSERT_FALSE(refuted) << "set " << set;
    ASSERT_TRUE(RelaxedSolutions::agrees(set, node.again)) << "set " << set;
    ASSERT_LE(node.bound, test::scaled(scale, set)) << "set " << set;
  }
}

class DualAscentIn : public ::testing::TestWithParam<Order> {};
INSTANTIATE_TEST_SUITE_P(Order, DualAscentIn, ::testing::Values(Order::kept, Order::free));

// Targets that are just what some relaxed solution costs, and any; some operations fixed before.
TEST_P(DualAscentIn, ProvesNothingThatARelaxedSolutionDenies) {
  int refuted = 0, fixed = 0;
  for (std::uint64_t seed = 0; seed < 600; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    BoundCase c(seed, GetParam());
    const std::vector<Op> events = some_events(c, 4);
    const std::vector<Set>& sets = c.relaxed.sets();
    CostScale scale(c.compiled, c.random.chance(0.5) ? 200 : c.random.between(1, 200));
    scale.aim(c.random.chance(0.2) ? c.random.between(0, 200)
                                   : c.relaxed.ticks(sets[c.random.below(sets.size())]));
    DualAscent ascent(c.scan, c.cost_vars, events, scale);
    ClosureNode node = test::root_of(c.compiled);
    for (const Op op : c.compiled.ops()) {
      if (c.random.chance(0.1)) node.again[CostVars::first(op)] = Again::never;
      if (c.random.chance(0.1) && c.compiled.recomputable(op))
        node.again[CostVars::first(op)] = Again::surely;
    }
    const Fixings before = node.again;
    const Result result = test::run(ascent, node, 60, 1e-6);
    const bool gone = result == Result::refuted || ascent.network_of(node) == nullptr;
    expect_sound(c, events, scale, before, node, gone);
    if (HasFatalFailure()) return;
    if (gone) ++refuted;
    for (const Op op : c.compiled.ops()) {
      ASSERT_TRUE(before[CostVars::first(op)] == Again::open ||
                  before[CostVars::first(op)] == node.again[CostVars::first(op)]);
      if (before[CostVars::first(op)] != node.again[CostVars::first(op)]) ++fixed;
    }
  }
  EXPECT_GT(refuted, 50);
  EXPECT_GT(fixed, 50);
}

// e makes 10 and reads d only; a is wanted afterwards, and must run again: 7 ticks. Of its 4, 1 is
// too much, so prices alone prove a quarter of that.
struct Squeezed {
  const model::Graph graph = test::built(
      test::simple_graph({{7, 4}, {2, 2}, {1, 10}, {1, 1}}, {{0, 1}, {1, 2}, {2, 3}, {0, 3}}));
  const model::Problem problem{.graph = &graph, .budget = 15, .order = Order::kept};
  const CompiledGraph compiled{problem};
  EventScan scan{compiled, Order::kept};
  CostVars cost_vars{4};
  std::vector<Op> events{Op(2)};
  CostScale scale{compiled, 10};
  DualAscent ascent{scan, cost_vars, events, scale};
  ClosureNode node = test::root_of(compiled);
};

TEST(DualAscent, RefutesWhatPricesProve) {
  Squeezed s;
  s.scale.aim(1);
  EXPECT_EQ(test::run(s.ascent, s.node, 50, 1e-6), Result::refuted);
  EXPECT_GT(s.node.bound, s.scale.cutoff());
}

TEST(DualAscent, FixesWhatCostsMoreThanTheTargetAndNotWhatCostsAsMuch) {
  Squeezed enough;
  enough.scale.aim(7);
  EXPECT_EQ(test::run(enough.ascent, enough.node, 50, 1e-6), Result::done);
  EXPECT_GT(enough.node.bound, 17'000'000'000);  // 1.75 ticks
  EXPECT_EQ(enough.node.again[CostVar(0)], Again::open);
  Squeezed little;
  little.scale.aim(6);
  EXPECT_EQ(test::run(little.ascent, little.node, 50, 1e-6), Result::done);
  EXPECT_EQ(little.node.again[CostVar(0)], Again::never);
  EXPECT_EQ(little.ascent.network_of(little.node), nullptr);
}

TEST(DualAscent, RefutesWhatIsPaidAlreadyWithoutACut) {
  Squeezed s;
  s.events.clear();
  s.scale.aim(8);
  s.node.again[CostVar(0)] = Again::surely;
  s.node.again[CostVar(2)] = Again::surely;
  EXPECT_EQ(test::run(s.ascent, s.node, 50, 1e-6), Result::done);  // 8 ticks
  const std::uint64_t flows = s.ascent.flows();
  s.node.again[CostVar(1)] = Again::surely;
  EXPECT_EQ(s.ascent.network_of(s.node), nullptr);
  EXPECT_EQ(test::run(s.ascent, s.node, 50, 1e-6), Result::refuted);
  EXPECT_EQ(s.ascent.flows(), flows);
}

TEST(DualAscent, RefutesWhatNeedsTooMuchWhateverThePrice) {
  Squeezed s;
  s.node.again[CostVar(0)] = Again::never;
  EXPECT_EQ(test::run(s.ascent, s.node, 50, 1e-6), Result::refuted);
  EXPECT_EQ(s.ascent.network_of(s.node), nullptr);
  EXPECT_EQ(s.ascent.flows(), 0u);
}

TEST(DualAscent, StopsWhenToldAndCountsWhatItDoes) {
  constexpr std::uint64_t kOneCut = 12;  // at most, of this network
  struct Stop {
    std::uint64_t ticks, flows;
  };
  for (const Stop& stop : {Stop{1, 1}, Stop{10, 3}, Stop{15, 3}}) {
    SCOPED_TRACE(stop.ticks);
    Squeezed s;
    s.scale.aim(7);
    test::Turn turn(stop.ticks);
    EXPECT_EQ(s.ascent.run(s.node, 50, 1e-6, turn.share), Result::stopped);
    EXPECT_EQ(s.ascent.flows(), stop.flows);
    EXPECT_GE(turn.meter.ticks(), stop.ticks);
    EXPECT_LE(turn.meter.ticks(), stop.ticks + kOneCut);
    EXPECT_EQ(test::run(s.ascent, s.node, 50, 1e-6), Result::done);
    EXPECT_GT(s.node.bound, 17'000'000'000);
  }
}

}  // namespace
}  // namespace moccasin::search
