// SPDX-License-Identifier: Apache-2.0
// Choices forced in a closure network: what it costs then, against all relaxed solutions that keep
// to them, and what each of them is worth.
#include <gtest/gtest.h>

#include <iostream>
#include <limits>

#include "search/bound/closure_network.h"
#include "tests/search/bound/support/bound_case.h"
#include "tests/support/build_graph.h"

namespace moccasin::search {
namespace {

using model::Order;
using Price = ClosureNetwork::Price;
using Set = test::RelaxedSolutions::Set;
using test::BoundCase;
using test::RelaxedSolutions;

Set only(Op op) { return Set{1} << op.value(); }

// A network of up to four events at random prices, order kept, and choices of some solution.
struct ForcedCase {
  explicit ForcedCase(std::uint64_t seed)
      : c(seed, Order::kept),
        cost(costs()),
        open(c.compiled.num_ops(), Again::open),
        events(some_events()),
        network(c.scan, c.cost_vars, events, open, cost) {
    for (std::size_t e = 0; e < events.size(); ++e) prices.push_back(c.random.between(0, 100'000));
    again = c.relaxed.sets()[c.random.below(c.relaxed.sets().size())];
    for (std::size_t op = 0; op < c.compiled.num_ops(); ++op) {
      until.push_back(c.random.below(events.size() + 1));
    }
  }

  [[nodiscard]] bool usable() const { return !network.overfull() && c.compiled.budget() > 0; }

  // In the solution: an operation of `again` runs again after its first `until` events.
  [[nodiscard]] Again solution(const ClosureNetwork::Choice& choice) const {
    if (!RelaxedSolutions::has(again, choice.op)) return Again::never;
    if (!choice.event.valid()) return Again::surely;
    return number_of(choice.event) < until[choice.op.value()] ? Again::surely : Again::never;
  }
  std::vector<std::size_t> force_some(double share) {
    std::vector<std::size_t> some;
    for (std::size_t i = 0; i < network.choices().size(); ++i) {
      if (!c.random.chance(share)) continue;
      network.force(i, solution(network.choices()[i]));
      some.push_back(i);
    }
    return some;
  }
  [[nodiscard]] std::size_t number_of(Op event) const {
    return static_cast<std::size_t>(std::find(events.begin(), events.end(), event) -
                                    events.begin());
  }

  BoundCase c;
  base::IndexedVector<Op, std::int64_t> cost;
  Fixings open;
  std::vector<Op> events;
  ClosureNetwork network;
  std::vector<Price> prices;
  Set again = 0;
  std::vector<std::size_t> until;

 private:
  [[nodiscard]] base::IndexedVector<Op, std::int64_t> costs() const {
    base::IndexedVector<Op, std::int64_t> all;
    for (const Op op : c.compiled.ops()) all.push_back(1000 * c.compiled.duration(op));
    return all;
  }
  std::vector<Op> some_events() {
    std::vector<Op> some;
    for (const Op op : c.compiled.ops()) {
      if (some.size() < 4 && c.random.chance(0.4)) some.push_back(op);
    }
    return some;
  }
};

// What is forced, with what follows of it: who runs again after an event runs again after earlier
// ones. By event; the last is about all.
struct Kept {
  explicit Kept(const ForcedCase& f) : surely(f.events.size() + 1), never(f.events.size() + 1) {
    const std::size_t all = f.events.size();
    const auto& choices = f.network.choices();
    for (const auto& forced : choices) {
      const std::size_t at = forced.event.valid() ? f.number_of(forced.event) : all;
      if (forced.forced == Again::surely) surely[all] |= only(forced.op);
      if (forced.forced == Again::never && at == all) never[all] |= only(forced.op);
      for (const auto& other : choices) {
        if (other.op != forced.op || !other.event.valid() || at == all) continue;
        const std::size_t e = f.number_of(other.event);
        if (forced.forced == Again::surely && e <= at) surely[e] |= only(forced.op);
        if (forced.forced == Again::never && e >= at) never[e] |= only(forced.op);
      }
    }
  }
  std::vector<Set> surely, never;
};

double least_at_prices(const ForcedCase& f) {
  const Kept kept(f);
  const auto budget = static_cast<double>(f.c.compiled.budget());
  double least = std::numeric_limits<double>::infinity();
  for (const Set set : f.c.relaxed.sets()) {
    if ((kept.surely.back() & ~set) != 0 || (kept.never.back() & set) != 0) continue;
    double value = 0;
    for (std::size_t e = 0; e < f.events.size(); ++e) {
      const auto units = static_cast<double>(
          f.c.relaxed.least_units(set, kept.surely[e], kept.never[e], f.events[e]));
      value += static_cast<double>(f.prices[e]) * (units / budget - 1);
    }
    for (const Op op : f.c.compiled.ops()) {
      if (RelaxedSolutions::has(set, op)) value += static_cast<double>(f.cost[op]);
    }
    least = std::min(least, value);
  }
  return least;
}

// But for rounding, of which an item, or a budget, loses 1 at most.
TEST(ClosureNetworkForced, GivesTheLeastCostOfWhatKeepsToIt) {
  int compared = 0, dearer = 0;
  for (std::uint64_t seed = 0; seed < 2000; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    ForcedCase f(seed);
    if (!f.usable()) continue;
    const std::int64_t free = f.network.evaluate(f.prices);
    for (int round = 0; round < 4; ++round) {
      const std::vector<std::size_t> forced = f.force_some(f.c.random.unit());
      const auto bound = static_cast<double>(f.network.evaluate(f.prices));
      const double least = least_at_prices(f);
      ASSERT_LE(bound, least + 1e-6);
      ASSERT_GE(bound, least - 80);
      for (const std::size_t choice : forced) {
        ASSERT_EQ(f.network.chosen(choice), f.network.choices()[choice].forced == Again::surely);
      }
      compared += forced.empty() ? 0 : 1;
      dearer += bound > static_cast<double>(free) ? 1 : 0;
      // As if nothing had been forced; or the next round goes on from here.
      if (f.c.random.chance(0.5)) continue;
      for (std::size_t i = 0; i < f.network.choices().size(); ++i) {
        f.network.force(i, Again::open);
        ASSERT_EQ(f.network.weight_of(i), 0);
      }
      ASSERT_EQ(f.network.evaluate(f.prices), free);
    }
  }
  std::cout << compared << " compared, " << dearer << " dearer than what is free\n";
  EXPECT_GT(compared, 3000);
  EXPECT_GT(dearer, 2000);
}

// Without some of what is forced, the bound is no lower than by what they are worth together.
TEST(ClosureNetworkForced, IsWorthWhatTheBoundLoses) {
  int lost = 0, all_of_it = 0, worthless = 0, rounds = 0;
  for (std::uint64_t seed = 2000; seed < 4000; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    ForcedCase f(seed);
    if (!f.usable()) continue;
    const std::vector<std::size_t> forced = f.force_some(0.2 + 0.8 * f.c.random.unit());
    const std::int64_t bound = f.network.evaluate(f.prices);
    for (int round = 0; round < 10 && !forced.empty(); ++round, ++rounds) {
      std::int64_t weight = 0;
      const double share = round % 2 == 0 ? 0 : f.c.random.unit();
      std::vector<std::size_t> left_out = {forced[f.c.random.below(forced.size())]};
      for (const std::size_t choice : forced) {
        if (choice != left_out[0] && f.c.random.chance(share)) left_out.push_back(choice);
      }
      for (const std::size_t choice : left_out) weight += f.network.weight_of(choice);
      for (const std::size_t choice : left_out) f.network.force(choice, Again::open);
      const std::int64_t less = f.network.evaluate(f.prices);
      ASSERT_LE(less, bound);
      ASSERT_GE(less, bound - weight);
      lost += less < bound ? 1 : 0;
      all_of_it += weight > 0 && less == bound - weight ? 1 : 0;
      worthless += weight == 0 ? 1 : 0;
      for (const std::size_t choice : left_out) {
        f.network.force(choice, f.solution(f.network.choices()[choice]));
      }
      ASSERT_EQ(f.network.evaluate(f.prices), bound);
    }
  }
  std::cout << rounds << " rounds, " << lost << " lost something, " << all_of_it
            << " all that it was worth, " << worthless << " worthless\n";
  EXPECT_GT(lost, 3000);
  EXPECT_GT(all_of_it, 2000);
  EXPECT_GT(worthless, 3000);
}

// a is read by c and d; at c it is live, or runs again after it.
TEST(ClosureNetworkForced, CostsMoreThanAnythingIfItCannotBe) {
  const model::Graph graph =
      test::built(test::simple_graph({{7, 4}, {1, 2}, {1, 5}, {1, 1}}, {{0, 3}, {1, 2}, {2, 3}}));
  const model::Problem problem{.graph = &graph, .budget = 20, .order = Order::kept};
  const CompiledGraph compiled(problem);
  EventScan scan(compiled, Order::kept);
  const base::IndexedVector<Op, std::int64_t> cost(4, 100);
  const Fixings again(4, Again::open);
  const CostVars cost_vars(4);
  ClosureNetwork network(scan, cost_vars, {Op(2)}, again, cost);
  ASSERT_FALSE(network.overfull());
  const auto choice = [&](bool at_all) {
    std::size_t i = 0;
    while (network.choices()[i].op != Op(0) || network.choices()[i].event.valid() == at_all) ++i;
    return i;
  };
  const std::size_t ever = choice(true), after = choice(false);
  EXPECT_EQ(network.choices()[after].event, Op(2));
  EXPECT_EQ(network.evaluate({0}), 0);
  network.force(after, Again::surely);
  EXPECT_EQ(network.evaluate({0}), 100);
  EXPECT_EQ(network.weight_of(after), 100);
  network.force(ever, Again::never);
  EXPECT_GT(network.evaluate({0}), std::int64_t{1} << 45);
  network.force(after, Again::never);
  EXPECT_EQ(network.evaluate({0}), 0);
  network.force(ever, Again::surely);
  EXPECT_EQ(network.evaluate({0}), 100);
  EXPECT_TRUE(network.chosen(ever));
  EXPECT_FALSE(network.chosen(after));
}

}  // namespace
}  // namespace moccasin::search
