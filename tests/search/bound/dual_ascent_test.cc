// SPDX-License-Identifier: Apache-2.0
#include "search/bound/dual_ascent.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <limits>
#include <optional>

#include "tests/search/bound/support/bound_case.h"
#include "tests/support/build_graph.h"

namespace moccasin::search {
namespace {

using model::Order;
using test::BoundCase;
using test::RelaxedSolutions;
using Set = RelaxedSolutions::Set;
using Result = DualAscent::Result;

const BoundStop kNever = [](std::uint64_t) { return false; };

std::vector<Op> some_events(BoundCase& c, std::size_t most) {
  std::vector<Op> events;
  for (const Op op : c.compiled.ops()) {
    if (events.size() < most && c.random.chance(0.6)) events.push_back(op);
  }
  return events;
}

ClosureNode root_of(const CompiledGraph& graph) {
  ClosureNode node;
  node.again = Fixings(graph.num_ops(), Again::open);
  return node;
}

std::int64_t scaled(const BoundCase& c, const CostScale& scale, Set set) {
  std::int64_t sum = 0;
  for (const Op op : c.compiled.ops()) sum += RelaxedSolutions::has(set, op) ? scale.cost()[op] : 0;
  return sum;
}

// What is proved of `node`, begun with `before`: against all relaxed solutions for these events.
void expect_sound(const BoundCase& c, const std::vector<Op>& events, const CostScale& scale,
                  const Fixings& before, const ClosureNode& node, bool refuted) {
  for (const Set set : c.relaxed.sets()) {
    if (!RelaxedSolutions::agrees(set, before) || !c.relaxed.fits(set, events)) continue;
    if (scaled(c, scale, set) > scale.cutoff()) continue;
    ASSERT_FALSE(refuted) << "set " << set;
    ASSERT_TRUE(RelaxedSolutions::agrees(set, node.again)) << "set " << set;
    ASSERT_LE(node.bound, scaled(c, scale, set)) << "set " << set;
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
    DualAscent ascent(c.scan, events, scale, kNever);
    ClosureNode node = root_of(c.compiled);
    for (const Op op : c.compiled.ops()) {
      if (c.random.chance(0.1)) node.again[op] = Again::never;
      if (c.random.chance(0.1) && c.compiled.recomputable(op)) node.again[op] = Again::surely;
    }
    const Fixings before = node.again;
    const Result result = ascent.run(node, 60, 1e-6);
    const bool gone = result == Result::refuted || ascent.network_of(node) == nullptr;
    expect_sound(c, events, scale, before, node, gone);
    if (HasFatalFailure()) return;
    if (gone) ++refuted;
    for (const Op op : c.compiled.ops()) {
      ASSERT_TRUE(before[op] == Again::open || before[op] == node.again[op]);
      if (before[op] != node.again[op]) ++fixed;
    }
  }
  EXPECT_GT(refuted, 50);
  EXPECT_GT(fixed, 50);
}

// The highest bound there is at any prices, by trying: what is proved at given prices is concave.
class Highest {
 public:
  Highest(const BoundCase& c, const CostScale& scale, const std::vector<Op>& events)
      : c_(c), scale_(scale), events_(events), prices_(events.size(), 0) {}

  double find(std::size_t event = 0) {
    if (event == events_.size()) return least();
    double low = 0, high = 1e13, best = 0;
    for (int i = 0; i < 90 && high - low > 1e3; ++i) {
      const double a = low + (high - low) * 0.45, b = low + (high - low) * 0.55;
      const double at_a = at(event, a), at_b = at(event, b);
      best = std::max({best, at_a, at_b});
      (at_a < at_b ? low : high) = at_a < at_b ? a : b;
    }
    return best;
  }

 private:
  double at(std::size_t event, double price) {
    prices_[event] = price;
    return find(event + 1);
  }
  [[nodiscard]] double least() const {
    double least = std::numeric_limits<double>::infinity();
    const auto budget = static_cast<double>(c_.compiled.budget());
    for (const Set set : c_.relaxed.sets()) {
      auto value = static_cast<double>(scaled(c_, scale_, set));
      for (std::size_t e = 0; e < events_.size(); ++e) {
        const auto units = static_cast<double>(c_.relaxed.least_units(set, events_[e]));
        value += prices_[e] * (units / budget - 1);
      }
      least = std::min(least, value);
    }
    return least;
  }

  const BoundCase& c_;
  const CostScale& scale_;
  const std::vector<Op>& events_;
  std::vector<double> prices_;
};

// The events where the most is live if nothing is recomputed.
std::vector<Op> fullest(const BoundCase& c, std::size_t number) {
  std::vector<Op> events(c.compiled.ops().begin(), c.compiled.ops().end());
  std::stable_sort(events.begin(), events.end(), [&](Op a, Op b) {
    return c.relaxed.least_units(0, a) > c.relaxed.least_units(0, b);
  });
  events.resize(std::min(events.size(), number));
  std::sort(events.begin(), events.end());
  return events;
}

// A step that gains less than 6 % of the way to the cutoff is not worth its cut.
TEST_P(DualAscentIn, ComesNearTheHighestBoundOfAllPricesAndNearerTowardsTheCutoff) {
  int compared = 0, refuted = 0;
  for (std::uint64_t seed = 0; seed < 300; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    BoundCase c(seed, GetParam());
    const std::vector<Op> events = fullest(c, 1 + seed % 2);
    if (!c.relaxed.optimum() || c.relaxed.fits(0, events)) continue;
    CostScale scale(c.compiled, 400);
    const double highest = Highest(c, scale, events).find();
    const std::int64_t ticks = scale.ticks(static_cast<std::int64_t>(highest));
    for (const std::int64_t beyond : {100, 4, 1, -1}) {
      if (ticks + beyond <= 0) continue;
      scale.aim(ticks + beyond);
      DualAscent ascent(c.scan, events, scale, kNever);
      ClosureNode node = root_of(c.compiled);
      const Result result = ascent.run(node, 400, 1e-6);
      ASSERT_EQ(result, beyond < 0 ? Result::refuted : Result::done);
      ++(beyond < 0 ? refuted : compared);
      if (beyond < 0) continue;
      const auto bound = static_cast<double>(node.bound);
      ASSERT_LE(bound, highest * (1 + 1e-4));
      ASSERT_LE(highest - bound, 0.07 * (static_cast<double>(scale.cutoff()) - bound));
    }
  }
  EXPECT_GT(compared, 200);
  EXPECT_GT(refuted, 80);
}

TEST_P(DualAscentIn, SaysHowMuchOfItsCutsRunsAgain) {
  int halves = 0;
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    BoundCase c(seed, GetParam());
    const std::vector<Op> events = fullest(c, 3);
    CostScale scale(c.compiled, 400);
    DualAscent ascent(c.scan, events, scale, kNever);
    ClosureNode node = root_of(c.compiled);
    for (const Op op : c.compiled.ops()) {
      if (c.random.chance(0.1)) node.again[op] = Again::never;
      if (c.random.chance(0.1) && c.compiled.recomputable(op)) node.again[op] = Again::surely;
    }
    for (int round = 0; round < 2; ++round) {
      const Fixings before = node.again;
      if (ascent.run(node, 20, 1e-6) != Result::done) break;
      const std::vector<double>& mean = ascent.mean_again();
      ASSERT_EQ(mean.size(), c.compiled.num_ops());
      for (const Op op : c.compiled.ops()) {
        const double part = mean[op.value()];
        ASSERT_GE(part, 0);
        ASSERT_LE(part, 1 + 1e-6);
        if (before[op] != Again::open) {
          ASSERT_NEAR(part, before[op] == Again::surely ? 1 : 0, 1e-6);
        }
        if (part < 0.1 || part > 0.9) continue;
        ++halves;
        node.again[op] = c.random.chance(0.5) ? Again::never : Again::surely;
      }
    }
  }
  EXPECT_GT(halves, 20);
}

// What is proved with some events is proved with more: theirs cost nothing at first.
TEST_P(DualAscentIn, KeepsItsPricesWhenEventsGrow) {
  int grown = 0;
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    BoundCase c(seed, GetParam());
    std::vector<Op> events = fullest(c, 2);
    CostScale scale(c.compiled, 400);
    DualAscent ascent(c.scan, events, scale, kNever);
    ClosureNode node = root_of(c.compiled);
    if (ascent.run(node, 20, 1e-6) != Result::done) continue;
    const std::vector<Op> old = node.events;
    const std::vector<double> prices = node.prices;
    node.bound = 0;
    if (ascent.network_of(node) == nullptr) continue;
    const std::int64_t bound = node.bound;
    events = fullest(c, 5);
    node.bound = 0;
    if (ascent.network_of(node) == nullptr) continue;
    ASSERT_EQ(node.events, events);
    ASSERT_EQ(node.prices.size(), events.size());
    for (std::size_t e = 0; e < events.size(); ++e) {
      const auto at = std::find(old.begin(), old.end(), events[e]);
      const auto place = static_cast<std::size_t>(at - old.begin());
      ASSERT_EQ(node.prices[e], at == old.end() ? 0 : prices[place]);
    }
    ASSERT_EQ(node.bound, bound);
    if (events.size() > old.size() && bound > 0) ++grown;
  }
  EXPECT_GT(grown, 20);
}

// e makes 10 and reads d only; a is wanted afterwards, and must run again: 7 ticks. Of its 4, 1 is
// too much, so prices alone prove a quarter of that.
struct Squeezed {
  const model::Graph graph = test::built(
      test::simple_graph({{7, 4}, {2, 2}, {1, 10}, {1, 1}}, {{0, 1}, {1, 2}, {2, 3}, {0, 3}}));
  const model::Problem problem{.graph = &graph, .budget = 15, .order = Order::kept};
  const CompiledGraph compiled{problem};
  EventScan scan{compiled, Order::kept};
  std::vector<Op> events{Op(2)};
  CostScale scale{compiled, 10};
  BoundStop stop = kNever;
  DualAscent ascent{scan, events, scale, stop};
  ClosureNode node = root_of(compiled);
};

TEST(DualAscent, RefutesWhatPricesProve) {
  Squeezed s;
  s.scale.aim(1);
  EXPECT_EQ(s.ascent.run(s.node, 50, 1e-6), Result::refuted);
  EXPECT_GT(s.node.bound, s.scale.cutoff());
}

TEST(DualAscent, FixesWhatCostsMoreThanTheTargetAndNotWhatCostsAsMuch) {
  Squeezed enough;
  enough.scale.aim(7);
  EXPECT_EQ(enough.ascent.run(enough.node, 50, 1e-6), Result::done);
  EXPECT_GT(enough.node.bound, 17'000'000'000);  // 1.75 ticks
  EXPECT_EQ(enough.node.again[Op(0)], Again::open);
  Squeezed little;
  little.scale.aim(6);
  EXPECT_EQ(little.ascent.run(little.node, 50, 1e-6), Result::done);
  EXPECT_EQ(little.node.again[Op(0)], Again::never);
  EXPECT_EQ(little.ascent.network_of(little.node), nullptr);
}

TEST(DualAscent, RefutesWhatIsPaidAlreadyWithoutACut) {
  Squeezed s;
  s.events.clear();
  s.scale.aim(8);
  s.node.again[Op(0)] = Again::surely;
  s.node.again[Op(2)] = Again::surely;
  EXPECT_EQ(s.ascent.run(s.node, 50, 1e-6), Result::done);  // 8 ticks
  const std::uint64_t flows = s.ascent.flows();
  s.node.again[Op(1)] = Again::surely;
  EXPECT_EQ(s.ascent.network_of(s.node), nullptr);
  EXPECT_EQ(s.ascent.run(s.node, 50, 1e-6), Result::refuted);
  EXPECT_EQ(s.ascent.flows(), flows);
}

TEST(DualAscent, RefutesWhatNeedsTooMuchWhateverThePrice) {
  Squeezed s;
  s.node.again[Op(0)] = Again::never;
  EXPECT_EQ(s.ascent.run(s.node, 50, 1e-6), Result::refuted);
  EXPECT_EQ(s.ascent.network_of(s.node), nullptr);
  EXPECT_EQ(s.ascent.flows(), 0u);
}

TEST(DualAscent, StopsWhenToldAndCountsWhatItDoes) {
  for (const int after : {1, 2, 3}) {
    Squeezed s;
    s.scale.aim(7);
    int asked = 0;
    std::uint64_t ticks = 0;
    s.stop = [&](std::uint64_t done) {
      ticks += done;
      return ++asked == after;
    };
    EXPECT_EQ(s.ascent.run(s.node, 50, 1e-6), Result::stopped);
    EXPECT_EQ(asked, after);
    EXPECT_GT(ticks, 0u);
    EXPECT_LE(s.ascent.flows(), static_cast<std::uint64_t>(after));
    s.stop = kNever;
    EXPECT_EQ(s.ascent.run(s.node, 50, 1e-6), Result::done);
    EXPECT_GT(s.node.bound, 17'000'000'000);
  }
}

}  // namespace
}  // namespace moccasin::search
