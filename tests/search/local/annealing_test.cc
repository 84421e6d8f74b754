// SPDX-License-Identifier: Apache-2.0
#include "search/local/annealing.h"

#include <gtest/gtest.h>

#include "model/verify.h"
#include "tests/search/support/random_case.h"

namespace moccasin::search {
namespace {

using model::Order;
using test::RandomCase;

const Annealing::Poll kGoOn = [](std::uint64_t) { return StopReason::none; };
const Annealing::OnBetter kIgnore = [](const std::vector<Op>&) {
  return Annealing::Reception::kept;
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
      return Annealing::Reception::kept;
    };
    EXPECT_EQ(annealing_.greedy(kGoOn, on_better), StopReason::none);
    const Cooling cooling{.hot = 3, .proposals = 3000};
    EXPECT_EQ(annealing_.cycle(cooling, Limits{}, kGoOn, on_better), StopReason::none);
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
    annealing.greedy(kGoOn, kIgnore);
    annealing.cycle({.hot = 3, .proposals = 3000}, Limits{}, kGoOn, kIgnore);
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
    return Annealing::Reception::refused;
  };
  annealing.start_from(base_steps(c));
  EXPECT_EQ(annealing.greedy(kGoOn, refuse), StopReason::none);
  EXPECT_EQ(annealing.cycle({.proposals = 3000}, Limits{}, kGoOn, refuse), StopReason::none);
  EXPECT_GT(reported, 1) << "it keeps offering";
  EXPECT_TRUE(annealing.best().empty());
  EXPECT_EQ(annealing.best_duration(), INT64_MAX);
}

TEST(Annealing, TakesTheProposalsOfItsCooling) {
  const RandomCase c(5, 30, Order::kept);
  Annealing annealing(c.compiled, c.problem.order, 1);
  annealing.start_from(base_steps(c));
  EXPECT_EQ(annealing.cycle({.proposals = 5000}, Limits{}, kGoOn, kIgnore), StopReason::none);
  EXPECT_GE(annealing.proposals(), 5000u);
  EXPECT_LT(annealing.proposals(), 5100u);
  EXPECT_LE(annealing.accepted(), annealing.proposals());
}

TEST(Annealing, StopsForTheReasonGiven) {
  const RandomCase c(5, 30, Order::kept);
  for (const StopReason reason : {StopReason::user, StopReason::work, StopReason::target}) {
    Annealing annealing(c.compiled, c.problem.order, 1);
    annealing.start_from(base_steps(c));
    int asked = 0;
    const auto poll = [&](std::uint64_t) { return ++asked == 10 ? reason : StopReason::none; };
    EXPECT_EQ(annealing.cycle({.proposals = 1'000'000}, Limits{}, poll, kIgnore), reason);
    EXPECT_EQ(asked, 10);
    EXPECT_LT(annealing.proposals(), 1000u);
  }
}

TEST(Annealing, IsColdWhenTheLimitEndsIt) {
  // The same work with a cycle that is far too long: cooling goes by the limit, so the result is
  // about as good. A cycle that ignored it would end hot, with recomputations nobody needs.
  std::int64_t fitting = 0, too_long = 0;
  for (std::uint64_t seed = 0; seed < 40; ++seed) {
    const RandomCase c(seed, 40, Order::kept);
    const auto last_duration = [&](std::uint64_t proposals) {
      Annealing annealing(c.compiled, c.problem.order, seed);
      annealing.start_from(base_steps(c));
      const Limits limits{.work = 40'000};
      const auto poll = [&](std::uint64_t work) { return limits.reached(work); };
      annealing.cycle({.hot = 10, .proposals = proposals}, limits, poll, kIgnore);
      return annealing.best().empty() ? 2 * c.graph.base_duration() : annealing.best_duration();
    };
    fitting += last_duration(20'000);
    too_long += last_duration(20'000'000);
  }
  EXPECT_LT(too_long, fitting + fitting / 20);
}

TEST(Annealing, DependsOnItsSeedAlone) {
  const RandomCase c(11, 60, Order::kept);
  const auto run = [&](std::uint64_t seed) {
    Annealing annealing(c.compiled, c.problem.order, seed);
    annealing.start_from(base_steps(c));
    annealing.greedy(kGoOn, kIgnore);
    annealing.cycle({.proposals = 5000}, Limits{}, kGoOn, kIgnore);
    return std::tuple(annealing.best(), annealing.work(), annealing.accepted());
  };
  EXPECT_EQ(run(1), run(1));
  EXPECT_NE(run(1), run(2));
}

TEST(Annealing, ContinuesFromWhatItIsGiven) {
  const RandomCase c(8, 30, Order::kept);
  Annealing first(c.compiled, c.problem.order, 1);
  first.start_from(base_steps(c));
  first.greedy(kGoOn, kIgnore);
  ASSERT_FALSE(first.best().empty());
  Annealing second(c.compiled, c.problem.order, 2);
  second.start_from(first.best());
  second.greedy(kGoOn, kIgnore);  // it fits already
  EXPECT_EQ(second.best(), first.best());
  EXPECT_EQ(second.best_duration(), first.best_duration());
}

}  // namespace
}  // namespace moccasin::search
