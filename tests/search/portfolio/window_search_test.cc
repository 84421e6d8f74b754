// SPDX-License-Identifier: Apache-2.0
#include "search/portfolio/window_search.h"

#include <gtest/gtest.h>

#include <optional>

#include "model/verify.h"
#include "search/portfolio/solve.h"
#include "tests/encoding/support/live_sets.h"
#include "tests/search/bound/support/bound_case.h"
#include "tests/search/portfolio/support/hard_case.h"
#include "tests/search/portfolio/support/training_chain.h"
#include "tests/search/support/random_case.h"

namespace moccasin::search {
namespace {

using model::Order;
using test::BoundCase;

constexpr std::uint64_t kSeed = 5, kTicks = 300'000;

// The search on a case, and what it has offered.
struct Turns {
  explicit Turns(const BoundCase& of) : c(of), windows(of.compiled, kSeed) {}

  void run(const Steps& best, std::uint64_t ticks = kTicks) {
    windows.run(best, ticks, meter, [&](const Steps& steps) {
      offered.push_back(steps);
      return Offer::accepted;
    });
  }
  [[nodiscard]] std::int64_t duration(const Steps& steps) const {
    const auto verdict = model::verify(c.problem, test::schedule_of(c.compiled, steps));
    EXPECT_TRUE(verdict.valid());
    return verdict.duration;
  }

  const BoundCase& c;
  const Limits limits;
  Meter meter{limits};
  WindowSearch windows;
  std::vector<Steps> offered;
};

// Cases with a schedule that is not the fastest, until `number` of them have been tried.
template <typename Try>
void for_slow_starts(int number, Try&& one) {
  for (std::uint64_t seed = 0; number > 0; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    BoundCase c(seed, Order::kept);
    if (!test::can_be_tried(c, 10)) continue;
    const std::optional<std::int64_t> optimum = test::shortest_by_live_sets(c.problem);
    const std::vector<model::Schedule> schedules = test::random_schedules(c);
    if (!optimum || schedules.empty()) continue;
    if (model::verify(c.problem, schedules.front()).duration == *optimum) continue;
    one(c, test::compiled_steps(c.graph, schedules.front()), *optimum);
    if (testing::Test::HasFailure()) return;
    --number;
  }
}

// Each faster than the one before, down to the fastest.
TEST(WindowSearch, OffersWhatImproves) {
  for_slow_starts(50, [](const BoundCase& c, const Steps& start, std::int64_t optimum) {
    Turns turns(c);
    turns.run(start);
    std::int64_t best = turns.duration(start);
    for (const Steps& steps : turns.offered) {
      EXPECT_LT(turns.duration(steps), best);
      best = turns.duration(steps);
    }
    EXPECT_EQ(best, optimum);
    Statistics statistics;
    turns.windows.add_to(statistics);
    ASSERT_EQ(statistics.size(), 2u);
    EXPECT_EQ(statistics[0].first, "windows");
    EXPECT_EQ(statistics[1], (std::pair<std::string_view, std::int64_t>("windows that improved",
                                                                        turns.offered.size())));
    EXPECT_GE(statistics[0].second, statistics[1].second);
  });
}

// Not around what it was told before.
TEST(WindowSearch, IsAroundTheScheduleThatItIsGiven) {
  for_slow_starts(50, [](const BoundCase& c, const Steps& start, std::int64_t) {
    Turns others(c), turns(c);
    others.run(start);
    ASSERT_FALSE(others.offered.empty());
    turns.run(start, 0);
    ASSERT_TRUE(turns.offered.empty()) << "there was no time";
    turns.run(others.offered.back());
    EXPECT_TRUE(turns.offered.empty()) << "nothing is faster";
  });
}

// A half as long as it pays, else an eighth.
TEST(WindowSearch, HasMoreOfTheTicksWhileItPays) {
  int cases = 0;
  for_slow_starts(50, [&](const BoundCase& c, const Steps& start, std::int64_t) {
    Turns turns(c);
    EXPECT_EQ(turns.windows.part_of(1000), 500u) << "nobody knows yet";
    turns.run(start, 0);
    EXPECT_EQ(turns.windows.part_of(1000), 125u) << "nothing was found";
    turns.run(start);
    ASSERT_FALSE(turns.offered.empty());
    EXPECT_EQ(turns.windows.part_of(1000), 500u);
    const std::size_t before = turns.offered.size();
    turns.run(turns.offered.back());
    ASSERT_EQ(turns.offered.size(), before) << "nothing is faster";
    EXPECT_EQ(turns.windows.part_of(1000), 125u);
    ++cases;
  });
  EXPECT_EQ(cases, 50);
}

// A window that has begun is searched to its end, unless the meter ends it.
TEST(WindowSearch, WorksForItsTicksOrUntilItsMeterEnds) {
  constexpr std::uint64_t kShort = 100'000, kLongestWindow = 200'000;
  const test::HardCase hard(Order::kept);
  const SolveResult found = solve(hard.problem, test::local_with_work(300'000));
  ASSERT_TRUE(found.schedule.has_value());
  const CompiledGraph graph(hard.problem);
  WindowSearch windows(graph, kSeed);
  Steps best = test::compiled_steps(hard.graph, *found.schedule);
  const Limits limits;
  Meter meter(limits);
  const auto keep = [&](const Steps& steps) {
    best = steps;
    return Offer::accepted;
  };
  for (int turn = 0; turn < 5; ++turn) {
    const std::uint64_t before = meter.ticks();
    windows.run(best, kShort, meter, keep);
    ASSERT_EQ(windows.solver()->state(), FixedOrderSolver::State::open);
    EXPECT_GE(meter.ticks(), before + kShort);
    EXPECT_LE(meter.ticks(), before + kShort + kLongestWindow);
  }
  const std::uint64_t before = meter.ticks();
  meter.grant(before + 5000);
  windows.run(best, kShort, meter, keep);
  EXPECT_EQ(meter.reason(), StopReason::work);
  EXPECT_LE(meter.ticks(), before + 6000);
  const std::uint64_t ended = meter.ticks();
  windows.run(best, kShort, meter, keep);
  EXPECT_EQ(meter.ticks(), ended) << "nothing is begun once it has ended";
}

}  // namespace
}  // namespace moccasin::search
