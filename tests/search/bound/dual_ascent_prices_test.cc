// SPDX-License-Identifier: Apache-2.0
// The prices that the ascent finds, against the best there are.
#include <gtest/gtest.h>

#include <algorithm>
#include <limits>

#include "search/bound/dual_ascent.h"
#include "tests/search/bound/support/bound_case.h"

namespace moccasin::search {
namespace {

using model::Order;
using test::BoundCase;
using Result = DualAscent::Result;

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
    for (const auto set : c_.relaxed.sets()) {
      auto value = static_cast<double>(test::scaled(scale_, set));
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

class PricesIn : public ::testing::TestWithParam<Order> {};
INSTANTIATE_TEST_SUITE_P(Order, PricesIn, ::testing::Values(Order::kept, Order::free));

// A trial that gains less than 6 % of the way to the cutoff is not worth its cut.
TEST_P(PricesIn, ComesNearTheHighestBoundOfAllPricesAndNearerTowardsTheCutoff) {
  int compared = 0, refuted = 0;
  for (std::uint64_t seed = 0; seed < 300; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    BoundCase c(seed, GetParam());
    const std::vector<Op> events = test::fullest(c, 1 + seed % 2);
    if (!c.relaxed.optimum() || c.relaxed.fits(0, events)) continue;
    CostScale scale(c.compiled, 400);
    const double highest = Highest(c, scale, events).find();
    const std::int64_t ticks = scale.ticks(static_cast<std::int64_t>(highest));
    for (const std::int64_t beyond : {100, 4, 1, -1}) {
      if (ticks + beyond <= 0) continue;
      scale.aim(ticks + beyond);
      DualAscent ascent(c.scan, c.cost_vars, events, scale);
      ClosureNode node = test::root_of(c.compiled);
      const Result result = test::run(ascent, node, 400, 1e-6);
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

TEST_P(PricesIn, SaysHowMuchOfItsCutsRunsAgain) {
  int halves = 0;
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    BoundCase c(seed, GetParam());
    const std::vector<Op> events = test::fullest(c, 3);
    CostScale scale(c.compiled, 400);
    DualAscent ascent(c.scan, c.cost_vars, events, scale);
    ClosureNode node = test::root_of(c.compiled);
    for (const Op op : c.compiled.ops()) {
      if (c.random.chance(0.1)) node.again[CostVars::first(op)] = Again::never;
      if (c.random.chance(0.1) && c.compiled.recomputable(op))
        node.again[CostVars::first(op)] = Again::surely;
    }
    for (int round = 0; round < 2; ++round) {
      const Fixings before = node.again;
      if (test::run(ascent, node, 20, 1e-6) != Result::done) break;
      const std::vector<double>& mean = ascent.primal_average();
      ASSERT_EQ(mean.size(), c.compiled.num_ops());
      for (const Op op : c.compiled.ops()) {
        const double part = mean[op.value()];
        ASSERT_GE(part, 0);
        ASSERT_LE(part, 1 + 1e-6);
        if (before[CostVars::first(op)] != Again::open) {
          ASSERT_NEAR(part, before[CostVars::first(op)] == Again::surely ? 1 : 0, 1e-6);
        }
        if (part < 0.1 || part > 0.9) continue;
        ++halves;
        node.again[CostVars::first(op)] = c.random.chance(0.5) ? Again::never : Again::surely;
      }
    }
  }
  EXPECT_GT(halves, 20);
}

// What is proved with some events is proved with more: theirs cost nothing at first.
TEST_P(PricesIn, KeepsItsPricesWhenEventsGrow) {
  int grown = 0;
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    BoundCase c(seed, GetParam());
    std::vector<Op> events = test::fullest(c, 2);
    CostScale scale(c.compiled, 400);
    DualAscent ascent(c.scan, c.cost_vars, events, scale);
    ClosureNode node = test::root_of(c.compiled);
    if (test::run(ascent, node, 20, 1e-6) != Result::done) continue;
    const std::vector<Op> old = node.events;
    const std::vector<double> prices = node.prices;
    node.bound = 0;
    if (ascent.network_of(node) == nullptr) continue;
    const std::int64_t bound = node.bound;
    events = test::fullest(c, 5);
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

}  // namespace
}  // namespace moccasin::search
