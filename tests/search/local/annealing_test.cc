// SPDX-License-Identifier: Apache-2.0
#include "search/local/annealing.h"

#include <gtest/gtest.h>

#include "model/verify.h"
#include "tests/search/support/naive_sequence.h"
#include "tests/search/support/random_case.h"

namespace moccasin::search {
namespace {

using model::Order;
using test::RandomCase;

const Limits kNoLimits;
const OnBetter kIgnore = [](const Steps&) { return Offer::accepted; };

// Says nothing a few times, and then what it is told to say.
class PatientWatch final : public Meter::Watch {
 public:
  PatientWatch(int looks, StopReason says) : looks_(looks), says_(says) {}
  StopReason look(const Meter&) override { return ++looked_ < looks_ ? StopReason::none : says_; }
  [[nodiscard]] int looked() const { return looked_; }

 private:
  const int looks_;
  const StopReason says_;
  int looked_ = 0;
};

std::vector<Op> base_steps(const RandomCase& c) {
  return test::compiled_steps(c.graph, model::base_schedule(c.graph));
}

RandomCase case_of(std::uint64_t seed, Order order) {
  return {seed, 30, order,
          order == Order::kept ? CompiledGraph::Empty::dropped : CompiledGraph::Empty::kept};
}

// Whatever it calls better is a schedule of the problem, and faster than all before.
class Reports {
 public:
  Reports(const RandomCase& problem_case, std::uint64_t seed)
      : case_(problem_case), annealing_(case_.compiled, case_.problem.order, seed) {}

  Annealing& annealing() { return annealing_; }

  void expect_good_reports(int* reported) {
    std::int64_t fastest = INT64_MAX;
    std::vector<Op> best;
    const auto on_better = [&](const std::vector<Op>& steps) {
      const model::Schedule schedule = test::schedule_of(case_.compiled, steps);
      const model::Verdict verdict = model::verify(case_.problem, schedule);
      EXPECT_TRUE(verdict.valid()) << verdict.violation->message;
      EXPECT_LT(verdict.duration, fastest);
      fastest = verdict.duration;
      best = steps;
      ++*reported;
      return Offer::accepted;
    };
    Meter meter(kNoLimits);
    annealing_.greedy(meter, on_better);
    EXPECT_EQ(meter.ticks(), annealing_.work());
    annealing_.cycle({.hot = 3, .proposals = 3000}, meter, on_better);
    EXPECT_EQ(meter.ticks(), annealing_.work());
    EXPECT_EQ(annealing_.best(), best);
    EXPECT_EQ(annealing_.best_duration(), fastest);
  }

 private:
  const RandomCase& case_;
  Annealing annealing_;
};

class AnnealingInOrder : public testing::TestWithParam<Order> {};

TEST_P(AnnealingInOrder, ReportsValidSchedulesEachFasterThanTheLast) {
  int reported = 0;
  for (std::uint64_t seed = 0; seed < 150; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    const RandomCase c = case_of(seed, GetParam());
    Reports reports(c, seed);
    reports.annealing().start_from(base_steps(c));
    reports.expect_good_reports(&reported);
    if (HasFailure()) return;
  }
  EXPECT_GT(reported, 100);
}

// What came nearest to fitting is a sequence in scope, of the peak it is said to have: no higher
// than where the search started, not fitting, and kept while nothing fits.
TEST_P(AnnealingInOrder, KeepsWhatCameNearestToFitting) {
  int lower = 0, failed = 0;
  for (std::uint64_t seed = 0; seed < 300; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    RandomCase c = case_of(seed, GetParam());
    const std::int64_t unit = test::bytes_a_unit(c.graph, c.compiled);
    if (unit == 0) continue;
    Annealing annealing(c.compiled, GetParam(), seed);
    EXPECT_TRUE(annealing.nearest().steps.empty());
    annealing.start_from(base_steps(c));
    EXPECT_EQ(annealing.nearest().steps, base_steps(c));
    const std::int64_t start = annealing.nearest().peak;
    Meter meter(kNoLimits);
    annealing.greedy(meter, kIgnore);
    annealing.cycle({.hot = 3, .proposals = 3000}, meter, kIgnore);
    const Nearest& nearest = annealing.nearest();
    const model::Verdict verdict =
        model::verify(c.problem, test::schedule_of(c.compiled, nearest.steps));
    ASSERT_TRUE(verdict.in_scope());
    EXPECT_EQ(verdict.peak, c.graph.resident() + unit * nearest.peak);
    EXPECT_LE(nearest.peak, start);
    if (!annealing.best().empty()) continue;
    ++failed;
    EXPECT_GT(verdict.peak, c.problem.budget);
    lower += nearest.peak < start ? 1 : 0;
  }
  EXPECT_GT(failed, 10);
  EXPECT_GT(lower, 3);
}

TEST_P(AnnealingInOrder, CompletesASet) {
  int reported = 0;
  for (std::uint64_t seed = 0; seed < 100; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    const RandomCase c = case_of(seed, GetParam());
    base::Random random(seed);
    std::vector<Op> again;
    for (const Op op : c.compiled.ops()) {
      if (c.compiled.recomputable(op) && random.chance(0.2)) again.push_back(op);
    }
    Reports reports(c, seed);
    reports.annealing().start_from_set(again);
    reports.expect_good_reports(&reported);
    if (HasFailure()) return;
  }
  EXPECT_GT(reported, 50);
}

INSTANTIATE_TEST_SUITE_P(Either, AnnealingInOrder, testing::Values(Order::kept, Order::free));

TEST(Annealing, DoesNotBuildOnWhatWasRefused) {
  const RandomCase c(3, 30, Order::kept);
  Annealing annealing(c.compiled, c.problem.order, 1);
  int reported = 0;
  const auto refuse = [&](const std::vector<Op>&) {
    ++reported;
    return Offer::refused;
  };
  Meter meter(kNoLimits);
  annealing.start_from(base_steps(c));
  annealing.greedy(meter, refuse);
  annealing.cycle({.proposals = 3000}, meter, refuse);
  EXPECT_GT(reported, 1) << "it keeps offering";
  EXPECT_TRUE(annealing.best().empty());
  EXPECT_EQ(annealing.best_duration(), INT64_MAX);
}

TEST(Annealing, TakesTheProposalsOfItsCooling) {
  const RandomCase c(5, 30, Order::kept);
  Annealing annealing(c.compiled, c.problem.order, 1);
  annealing.start_from(base_steps(c));
  Meter meter(kNoLimits);
  annealing.cycle({.proposals = 5000}, meter, kIgnore);
  EXPECT_EQ(meter.reason(), StopReason::none);
  EXPECT_GE(annealing.proposals(), 5000u);
  EXPECT_LT(annealing.proposals(), 5100u);
  EXPECT_LE(annealing.accepted(), annealing.proposals());
}

TEST(Annealing, StopsForTheReasonGiven) {
  const RandomCase c(5, 30, Order::kept);
  for (const StopReason reason : {StopReason::user, StopReason::memory, StopReason::target}) {
    Annealing annealing(c.compiled, c.problem.order, 1);
    annealing.start_from(base_steps(c));
    PatientWatch watch(3, reason);
    Meter meter(kNoLimits, watch);
    annealing.cycle({.proposals = 1'000'000}, meter, kIgnore);
    EXPECT_EQ(meter.reason(), reason);
    EXPECT_EQ(watch.looked(), 3);
    EXPECT_LT(annealing.proposals(), 50'000u);
    const std::uint64_t done = annealing.work();
    annealing.greedy(meter, kIgnore);
    annealing.cycle({.proposals = 1'000'000}, meter, kIgnore);
    EXPECT_EQ(annealing.work(), done) << "a meter that has ended stays so";
  }
}

TEST(Annealing, MeetsALimitOfWork) {
  const RandomCase c(5, 30, Order::kept);
  constexpr std::uint64_t kWork = 31'415, kOneLook = 32 * 100;
  Annealing annealing(c.compiled, c.problem.order, 1);
  annealing.start_from(base_steps(c));
  const Limits limits{.work = kWork};
  Meter meter(limits);
  annealing.cycle({.proposals = 1'000'000}, meter, kIgnore);
  EXPECT_EQ(meter.reason(), StopReason::work);
  EXPECT_EQ(meter.ticks(), annealing.work());
  EXPECT_GE(annealing.work(), kWork);
  EXPECT_LT(annealing.work(), kWork + kOneLook);
}

// A better schedule may be one to end with: the watch is asked long before it would be by ticks.
TEST(Annealing, LetsTheWatchLookAtWhatIsBetter) {
  const RandomCase c(3, 30, Order::kept);
  Annealing annealing(c.compiled, c.problem.order, 1);
  annealing.start_from(base_steps(c));
  class Once final : public Meter::Watch {
   public:
    bool found = false;
    StopReason look(const Meter&) override { return found ? StopReason::target : StopReason::none; }
  } watch;
  Meter meter(kNoLimits, watch);
  std::uint64_t proposals = 0;
  annealing.cycle({.proposals = 1'000'000}, meter, [&](const Steps&) {
    if (!watch.found) proposals = annealing.proposals();
    watch.found = true;
    return Offer::accepted;
  });
  EXPECT_EQ(meter.reason(), StopReason::target);
  EXPECT_LE(annealing.proposals(), proposals + 32);
}

TEST(Annealing, IsColdWhenTheLimitEndsIt) {
  // The same work with a cycle that is far too long: cooling goes by the limit, so the result is
  // about as good. A cycle that ignored it would end hot, with recomputations nobody needs.
  std::int64_t fitting = 0, too_long = 0, hot = 0;
  for (std::uint64_t seed = 0; seed < 40; ++seed) {
    const RandomCase c(seed, 40, Order::kept);
    const auto last_duration = [&](std::uint64_t proposals, bool by_limits) {
      Annealing annealing(c.compiled, c.problem.order, seed);
      annealing.start_from(base_steps(c));
      const Limits limits{.work = 40'000};
      Meter meter(limits);
      const Cooling cooling{.hot = 10, .proposals = proposals, .by_limits = by_limits};
      annealing.cycle(cooling, meter, kIgnore);
      return annealing.best().empty() ? 2 * c.graph.base_duration() : annealing.best_duration();
    };
    fitting += last_duration(20'000, true);
    too_long += last_duration(20'000'000, true);
    hot += last_duration(20'000'000, false);
  }
  EXPECT_LT(too_long, fitting + fitting / 20);
  EXPECT_GT(hot, too_long + too_long / 100) << "it was told not to go by limits";
}

TEST(Annealing, DependsOnItsSeedAlone) {
  const RandomCase c(11, 60, Order::kept);
  const auto run = [&](std::uint64_t seed) {
    Annealing annealing(c.compiled, c.problem.order, seed);
    annealing.start_from(base_steps(c));
    Meter meter(kNoLimits);
    annealing.greedy(meter, kIgnore);
    annealing.cycle({.proposals = 5000}, meter, kIgnore);
    return std::tuple(annealing.best(), annealing.work(), annealing.accepted());
  };
  EXPECT_EQ(run(1), run(1));
  EXPECT_NE(run(1), run(2));
}

TEST(Annealing, ContinuesFromWhatItIsGiven) {
  const RandomCase c(8, 30, Order::kept);
  Meter meter(kNoLimits);
  Annealing first(c.compiled, c.problem.order, 1);
  first.start_from(base_steps(c));
  first.greedy(meter, kIgnore);
  ASSERT_FALSE(first.best().empty());
  Annealing second(c.compiled, c.problem.order, 2);
  second.start_from(first.best());
  second.greedy(meter, kIgnore);  // it fits already
  EXPECT_EQ(second.best(), first.best());
  EXPECT_EQ(second.best_duration(), first.best_duration());
}

// What is live beyond `from` units at `steps`, summed over them.
std::int64_t strain_of(const RandomCase& c, const Steps& steps, std::int64_t from) {
  return test::NaiveSequence{c, steps}.over(from);
}

class PricedAnnealing : public testing::TestWithParam<Order> {};

// Where memory has a price, what is found trades duration for it; the less the higher it is.
TEST_P(PricedAnnealing, LeavesMemoryFree) {
  std::int64_t without = 0, cheap = 0, dear = 0;
  std::int64_t fast = 0, slow = 0;
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    const RandomCase c = case_of(seed, GetParam());
    const std::int64_t from = c.compiled.budget() * 3 / 4;
    const auto found = [&](double weight) {
      Annealing annealing(c.compiled, GetParam(), seed);
      if (weight > 0) annealing.set_price({from, weight});
      annealing.start_from(base_steps(c));
      Meter meter(kNoLimits);
      annealing.greedy(meter, kIgnore);
      annealing.cycle({.proposals = 20'000}, meter, kIgnore);
      return annealing.found();
    };
    const Found at_none = found(0), at_little = found(0.01), at_much = found(10);
    if (at_none.steps.empty() || at_little.steps.empty() || at_much.steps.empty()) continue;
    EXPECT_EQ(at_none.priced_duration, at_none.duration);
    EXPECT_GE(at_much.priced_duration, at_much.duration);
    without += strain_of(c, at_none.steps, from);
    cheap += strain_of(c, at_little.steps, from);
    dear += strain_of(c, at_much.steps, from);
    fast += at_none.duration;
    slow += at_much.duration;
  }
  EXPECT_LT(cheap, without);
  EXPECT_LT(dear, cheap * 3 / 4);
  EXPECT_LT(fast, slow);
}

// Each report costs less than the one before it and fits, however slow it is; with another price
// they begin anew.
TEST_P(PricedAnnealing, ReportsWhatCostsLess) {
  int reported = 0, slower = 0;
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    const RandomCase c = case_of(seed, GetParam());
    const std::int64_t from = c.compiled.budget() / 2;
    Annealing annealing(c.compiled, GetParam(), seed);
    Meter meter(kNoLimits);
    for (const double weight : {0.0, 3.0, 0.1}) {
      annealing.set_price({from, weight});
      annealing.start_from(annealing.best().empty() ? base_steps(c) : annealing.best());
      std::int64_t cost = INT64_MAX, duration = INT64_MAX;
      const auto on_better = [&](const Steps& steps) {
        const model::Schedule schedule = test::schedule_of(c.compiled, steps);
        const model::Verdict verdict = model::verify(c.problem, schedule);
        EXPECT_TRUE(verdict.valid()) << verdict.violation->message;
        const double unit = annealing.price() * static_cast<double>(strain_of(c, steps, from));
        const std::int64_t now = verdict.duration + static_cast<std::int64_t>(unit);
        EXPECT_LT(now, cost);
        cost = now;
        if (verdict.duration > duration) ++slower;
        duration = verdict.duration;
        ++reported;
        return Offer::accepted;
      };
      annealing.greedy(meter, on_better);
      annealing.cycle({.proposals = 3000}, meter, on_better);
    }
  }
  EXPECT_GT(reported, 100);
  EXPECT_GT(slower, 5);
}

INSTANTIATE_TEST_SUITE_P(Either, PricedAnnealing, testing::Values(Order::kept, Order::free));

}  // namespace
}  // namespace moccasin::search
