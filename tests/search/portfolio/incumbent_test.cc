// SPDX-License-Identifier: Apache-2.0
#include "search/portfolio/incumbent.h"

#include <gtest/gtest.h>

#include <thread>

#include "model/verify.h"
#include "tests/support/build_graph.h"

namespace moccasin::search {
namespace {

using model::Schedule;
using test::ops;

// a -> b -> c -> d, d reads a too; sizes 4 2 3 0. In 7 bytes it needs a again after c.
class IncumbentTest : public testing::Test {
 protected:
  Offer offer(const std::vector<std::size_t>& steps) {
    return incumbent_.offer({ops(steps)}, "test");
  }

  const model::Graph graph_ = test::built(
      test::simple_graph({{1, 4}, {10, 2}, {100, 3}, {1000, 0}}, {{0, 1}, {1, 2}, {2, 3}, {0, 3}}));
  const model::Problem problem_{
      .graph = &graph_, .budget = 8, .order = model::Order::kept, .max_copies = 3};
  const Limits limits_{};
  Incumbent incumbent_{problem_, limits_};
};

TEST_F(IncumbentTest, StartsWithNothing) {
  EXPECT_FALSE(incumbent_.exists());
  EXPECT_EQ(incumbent_.duration(), Incumbent::kNoDuration);
  EXPECT_TRUE(incumbent_.record().schedule.steps.empty());
}

TEST_F(IncumbentTest, AmongEqualsKeepsTheLowestRankWhoeverComesFirst) {
  model::Problem problem = problem_;
  problem.budget = 9;
  Incumbent incumbent(problem, limits_);
  const Schedule early{ops({0, 1, 0, 2, 3})}, late{ops({0, 1, 2, 0, 3})};  // equally fast
  EXPECT_EQ(incumbent.offer(early, "early", 2), Offer::accepted);
  EXPECT_EQ(incumbent.offer(late, "late", 1), Offer::accepted);
  EXPECT_EQ(incumbent.offer(early, "early", 2), Offer::slower);
  EXPECT_EQ(incumbent.record().schedule, late);
  EXPECT_EQ(incumbent.record().rank, 1u);
  EXPECT_EQ(incumbent.summary().duration, 1112);
  EXPECT_EQ(incumbent.summary().peak, incumbent.record().peak);
}

TEST_F(IncumbentTest, KeepsTheFastest) {
  EXPECT_EQ(offer({0, 1, 0, 2, 0, 3}), Offer::accepted);
  EXPECT_EQ(incumbent_.duration(), 1113);
  EXPECT_EQ(offer({0, 1, 2, 0, 3}), Offer::accepted);
  EXPECT_EQ(offer({0, 1, 2, 0, 3}), Offer::slower) << "as fast is no better";
  EXPECT_EQ(offer({0, 1, 0, 2, 0, 3}), Offer::slower);
  const Incumbent::Record record = incumbent_.record();
  EXPECT_EQ(record.schedule, (Schedule{ops({0, 1, 2, 0, 3})}));
  EXPECT_EQ(record.duration, 1112);
  EXPECT_EQ(record.peak, 7);
  EXPECT_EQ(record.found_by, "test");
  EXPECT_LE(record.first_seconds, record.seconds);
  EXPECT_GE(record.first_seconds, 0);
  EXPECT_EQ(incumbent_.refused(), 0);
}

TEST_F(IncumbentTest, RefusesWhatBreaksAnyRule) {
  const std::pair<model::Rule, std::vector<std::size_t>> offers[] = {
      {model::Rule::known_operation, {0, 1, 2, 0, 3, 4}},
      {model::Rule::input_exists, {1, 0, 2, 0, 3}},
      {model::Rule::max_copies, {0, 0, 1, 0, 2, 0, 3}},
      {model::Rule::every_operation, {0, 1, 2}},
      {model::Rule::stage_in_order, {0, 1, 2, 1, 0, 3}},
      {model::Rule::budget, {0, 1, 2, 3}},
  };
  std::int64_t refused = 0;
  for (const auto& [rule, steps] : offers) {
    SCOPED_TRACE(model::rule_name(rule));
    ASSERT_EQ(model::verify(problem_, {ops(steps)}).violation->rule, rule);
    EXPECT_EQ(offer(steps), Offer::refused);
    EXPECT_EQ(incumbent_.refused(), ++refused);
  }
  EXPECT_FALSE(incumbent_.exists());
}

TEST(IncumbentOrder, RefusesFirstRunsOutOfOrderAndOverflow) {
  const model::Graph graph =
      test::built(test::simple_graph({{std::int64_t{1} << 61, 1}, {1, 1}}, {}));
  const Limits limits;
  Incumbent kept({.graph = &graph, .budget = 9, .order = model::Order::kept}, limits);
  EXPECT_EQ(kept.offer({ops({1, 0})}, "test"), Offer::refused);
  Incumbent free({.graph = &graph, .budget = 9, .order = model::Order::free}, limits);
  EXPECT_EQ(free.offer({ops({0, 0, 0, 0, 1})}, "test"), Offer::refused) << "2^63 ticks";
  EXPECT_EQ(free.offer({ops({1, 0})}, "test"), Offer::accepted);
}

// Schedules of many durations offered at once: the fastest wins, the duration never rises.
TEST(IncumbentThreads, AgreeOnTheFastest) {
  constexpr std::size_t kThreads = 4, kOffers = 200;
  const model::Graph graph = test::built(test::simple_graph({{1, 1}, {1, 1}}, {{0, 1}}));
  const model::Problem problem{.graph = &graph, .budget = 9, .order = model::Order::free};
  const Limits limits;
  Incumbent incumbent(problem, limits);
  std::atomic<int> accepted = 0;
  std::atomic<bool> done = false, rose = false;
  {
    std::jthread watch([&] {
      for (std::int64_t last = Incumbent::kNoDuration; !done;) {
        const std::int64_t now = incumbent.duration();
        if (now > last) rose = true;
        last = now;
        if (incumbent.exists() && incumbent.record().duration > now) rose = true;
      }
    });
    {
      std::vector<std::jthread> threads;
      for (std::size_t t = 0; t < kThreads; ++t) {
        threads.emplace_back([&, t] {
          for (std::size_t i = 0; i < kOffers; ++i) {
            Schedule schedule{std::vector(3 + (kOffers - i) * kThreads + t, model::OpIndex(0))};
            schedule.steps.emplace_back(1);
            if (incumbent.offer(std::move(schedule), "test") == Offer::accepted) ++accepted;
          }
        });
      }
    }
    done = true;
  }
  EXPECT_EQ(incumbent.duration(), static_cast<std::int64_t>(3 + kThreads + 1));
  EXPECT_EQ(incumbent.record().schedule.steps.size(), 3 + kThreads + 1);
  EXPECT_GE(accepted, 1);
  EXPECT_LE(accepted, static_cast<int>(kThreads * kOffers));
  EXPECT_FALSE(rose);
  EXPECT_EQ(incumbent.refused(), 0);
}

// Where the budget holds for the arena, a schedule is nothing without offsets that are right.
TEST_F(IncumbentTest, NeedsAPlacementWhereOneIsAskedFor) {
  model::Problem problem = problem_;
  problem.budget = 9;
  Incumbent incumbent(problem, limits_, Incumbent::Place::in_arena);
  const Schedule schedule{ops({0, 1, 2, 3})};
  model::Placement placement{
      .buffers = {0, 4, 6, 0}, .workspaces = {0, 0, 0, 0}, .alignment = 1, .arena = 9};
  EXPECT_EQ(incumbent.offer(schedule, "test"), Offer::refused);
  placement.buffers[1] = 3;  // a byte too low
  EXPECT_EQ(incumbent.offer(schedule, placement, "test"), Offer::refused);
  placement.buffers[1] = 4, placement.buffers[2] = 7;  // a byte above the budget
  EXPECT_EQ(incumbent.offer(schedule, placement, "test"), Offer::refused);
  EXPECT_FALSE(incumbent.exists());
  EXPECT_EQ(incumbent.refused(), 3);
  placement.buffers[2] = 6;
  EXPECT_EQ(incumbent.offer(schedule, placement, "test"), Offer::accepted);
  EXPECT_EQ(incumbent.record().placement, placement);
}

}  // namespace
}  // namespace moccasin::search
