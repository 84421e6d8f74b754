// SPDX-License-Identifier: Apache-2.0
// The closure's constraint on random problems, random decisions and jumps back: reasons hold and
// imply, no schedule is excluded, and what it keeps follows the trail.
#include "search/closure/closure_propagator.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <iostream>
#include <limits>

#include "tests/search/closure/support/closure_walk.h"

namespace moccasin::test {
namespace {

using engine::Literal;
using Company = ClosureWalk::Company;

constexpr engine::Value kAny = std::numeric_limits<std::int32_t>::max();  // of the duration

enum class Prices { random, bound };

class Closure : public ::testing::TestWithParam<Prices> {};
INSTANTIATE_TEST_SUITE_P(Prices, Closure, ::testing::Values(Prices::random, Prices::bound),
                         [](const auto& tested) {
                           return tested.param == Prices::random ? "random" : "bound";
                         });

// Of the stages and the duration: to the closure the rest does not matter.
bool inside(const engine::Box& box, const encoding::Encoding& encoding, const Assignment& values) {
  const auto in = [&](engine::Var var) {
    const engine::Value value = values[var.value() / 2];
    return box.lower(var) <= value && value <= box.upper(var);
  };
  const auto& decisions = encoding.decisions();
  return in(encoding.duration()) && std::all_of(decisions.begin(), decisions.end(), in);
}

bool uses_surrogates(const ClosureCase& c, const Assignment& values) {
  return values[c.encoding().surrogates().value() / 2] != 0;
}

// `valid` may not be excluded: of what is fixed, and of a duration of `most`, no more than that.
struct Begin {
  search::ClosureStart start;
  engine::Value most;
  std::vector<Assignment> valid;
};
std::optional<Begin> begin(ClosureCase& c, Prices prices) {
  if (prices == Prices::random) {
    return Begin{c.random_start(), kAny, c.valid()};
  }
  std::int64_t upper = c.random().between(1, std::max<std::int64_t>(c.total_ticks(), 1));
  if (!c.valid().empty() && c.random().chance(0.7)) {
    upper = std::max<std::int64_t>(c.ticks(c.valid()[c.random().below(c.valid().size())]), 1);
  }
  auto start = c.start_of_bound(upper, c.random().below(4000));
  if (!start) return std::nullopt;
  Begin begun{std::move(*start), (upper - 1) / c.encoding().duration_unit(), {}};
  for (const Assignment& values : c.valid()) {
    if (c.ticks(values) < upper) begun.valid.push_back(values);
  }
  return begun;
}

TEST_P(Closure, ReasonsHoldAndImplyAndExcludeNoSchedule) {
  std::uint64_t inferences = 0, conflicts = 0, in_reach = 0, with_surrogates = 0, walks = 0;
  for (std::uint64_t seed = 0; seed < 2000; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    ClosureCase c(seed);
    const std::optional<Begin> begun = begin(c, GetParam());
    if (!begun) continue;
    const auto judge = [&](const Inferred& inferred) {
      (inferred.fact ? inferences : conflicts) += 1;
      for (const Literal premise : inferred.premises) {
        ASSERT_TRUE(inferred.before.is_true(premise));
      }
      ASSERT_TRUE(follows(inferred, inferred.premises, inferred.fact));
      for (const Assignment& values : begun->valid) {
        if (!inside(inferred.root, c.encoding(), values)) continue;
        const auto& premises = inferred.premises;
        if (!std::all_of(premises.begin(), premises.end(),
                         [&](Literal literal) { return holds(literal, values); })) {
          continue;
        }
        ++in_reach;
        with_surrogates += uses_surrogates(c, values) ? 1 : 0;
        ASSERT_TRUE(inferred.fact && holds(*inferred.fact, values));
      }
    };
    const Company company = c.random().chance(0.5) ? Company::all : Company::none;
    ClosureWalk walk(c, begun->start, begun->most, company, judge);
    ++walks;
    for (int i = 0; i < 100 && !walk.over(); ++i) {
      if (i % 10 == 0) {
        const bool follows = !begun->valid.empty() && c.random().chance(0.7);
        walk.follow(follows ? &begun->valid[c.random().below(begun->valid.size())] : nullptr);
      }
      walk.step();
      if (HasFailure()) return;
      const auto dearest = walk.over() ? std::nullopt : walk.closure().dearest(walk.domains());
      if (!dearest) continue;
      const Literal again = walk.model().choices().runs_again(*dearest);
      ASSERT_FALSE(walk.domains().is_true(again) || walk.domains().is_false(again));
    }
  }
  std::cout << walks << " walks, " << inferences << " inferences, " << conflicts << " conflicts, "
            << in_reach << " schedules that satisfied the premises, " << with_surrogates
            << " with surrogate copies\n";
  EXPECT_GT(inferences, 400u);
  EXPECT_GT(conflicts, 1200u);
  EXPECT_GT(in_reach, 100u);
  EXPECT_GT(with_surrogates, 40u);
}

using PriceList = std::vector<search::ClosureNetwork::Price>;

// The prices that the propagator has if no step of it leads anywhere.
PriceList prices_of(const search::ClosureStart& start, const search::ClosureModel& model) {
  const search::ClosureNetwork network = model.make_network();
  PriceList prices;
  for (std::size_t event = 0; event < start.root.prices.size(); ++event) {
    const auto highest = static_cast<double>(network.highest(event));
    const double price = std::clamp(start.root.prices[event], 0.0, highest);
    prices.push_back(static_cast<std::int64_t>(price));
  }
  return prices;
}

// Whether a network made anew, in which the box alone is forced, costs more than the box allows.
bool new_network_refutes(const search::ClosureModel& model, const PriceList& prices,
                         const engine::Box& box) {
  const search::ClosureChoices& choices = model.choices();
  search::ClosureNetwork network = model.make_network();
  for (std::size_t i = 0; i < network.choices().size(); ++i) {
    const search::ClosureNetwork::Choice& choice = network.choices()[i];
    if (choice.forced == search::Again::open) network.force(i, choices.made(choice, box));
  }
  std::int64_t cost = network.evaluate(prices);
  const auto& runs = choices.model().runs;
  for (const auto run : runs.indices()) {
    if (run.value() < model.graph().num_ops()) continue;
    const Literal takes_place = choices.model().takes_place(run);
    const bool does = box.lower(takes_place.var) >= takes_place.bound;
    if (does && run != choices.first_copy(choices.op_of(run))) cost += model.cost(run);
  }
  return cost > model.cutoff(box.upper(choices.model().duration));
}

// The longest duration that the bounds alone exclude at such prices; below what is possible: none.
engine::Value longest_refuted(const ClosureWalk& walk, const PriceList& prices) {
  const engine::Domains now = walk.domains();
  engine::Value refuted = now.lower(walk.duration()) - 1, other = now.upper(walk.duration()) + 1;
  while (other - refuted > 1) {
    const engine::Value middle = refuted + (other - refuted) / 2;
    engine::Box box = walk.box();
    box.impose(engine::at_most(walk.duration(), middle));
    (new_network_refutes(walk.model(), prices, box) ? refuted : other) = middle;
  }
  return refuted;
}

// At prices that stay what they are, a network made anew says from the bounds alone which duration
// is too short: so does one that has taken them in and back bit by bit.
TEST(ClosureAtItsPrices, ConflictsWhereOneMadeAnewDoes) {
  int conflicts = 0, fine = 0;
  for (std::uint64_t seed = 10'000; seed < 11'000; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    ClosureCase c(seed);
    search::ClosureStart start = c.random_start();
    start.root.prox_parameter = 0;  // of a trial: it stays where it is
    if (start.root.events.empty()) continue;
    ClosureWalk walk(c, start, kAny, Company::none, [](const Inferred&) {});
    if (walk.model().make_network().overfull()) continue;
    const PriceList prices = prices_of(start, walk.model());
    walk.stop_learning();
    for (int i = 0; i < 60 && !walk.over(); ++i) {
      walk.step();
      if (walk.over() || !walk.at_fixpoint()) continue;
      const engine::Value lower = walk.domains().lower(walk.duration());
      const engine::Value upper = walk.domains().upper(walk.duration());
      const engine::Value refuted = longest_refuted(walk, prices);
      if (refuted >= lower && upper > lower) {
        const engine::Value most = std::min(refuted, upper - 1);
        ASSERT_TRUE(walk.conflicts_after(engine::at_most(walk.duration(), most)));
        ++conflicts;
      }
      if (refuted + 1 < upper) {
        ASSERT_FALSE(walk.conflicts_after(engine::at_most(walk.duration(), refuted + 1)));
        ++fine;
      }
    }
  }
  std::cout << conflicts << " conflicts, " << fine << " fine\n";
  EXPECT_GT(conflicts, 4000);
  EXPECT_GT(fine, 20'000);
}

}  // namespace
}  // namespace moccasin::test
