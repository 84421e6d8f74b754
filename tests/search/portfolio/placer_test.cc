// SPDX-License-Identifier: Apache-2.0
#include "search/portfolio/placer.h"

#include <gtest/gtest.h>

#include "model/verify_placement.h"
#include "tests/search/support/random_case.h"
#include "tests/search/support/unlimited.h"
#include "tests/support/build_graph.h"

namespace moccasin::search {
namespace {

using test::ops;

// a -> b -> c -> d, d reads a too; sizes 4 2 3 0: live at most 9 bytes.
class PlacerTest : public testing::Test {
 protected:
  Placer::Outcome place(std::int64_t budget, std::int64_t alignment = 1) {
    problem_.budget = budget;
    const Placer placer(problem_, alignment);
    test::Unlimited limits;
    return placer.place(schedule_, 0, Share(limits.meter, 1'000'000));
  }

  const model::Graph graph_ = test::built(
      test::simple_graph({{1, 4}, {10, 2}, {100, 3}, {1000, 0}}, {{0, 1}, {1, 2}, {2, 3}, {0, 3}}));
  model::Problem problem_{.graph = &graph_, .budget = 9};
  const model::Schedule schedule_{ops({0, 1, 2, 3})};
};

TEST_F(PlacerTest, FindsAPlacementWithinTheBudget) {
  const Placer::Outcome outcome = place(9);
  ASSERT_TRUE(outcome.placement);
  EXPECT_EQ(outcome.placement->arena, 9);
  EXPECT_TRUE(model::verify_placement(graph_, schedule_, *outcome.placement, 9).valid());
}

TEST_F(PlacerTest, KnowsWhenThereIsNone) {
  const Placer::Outcome outcome = place(8);
  EXPECT_FALSE(outcome.placement);
  EXPECT_TRUE(outcome.impossible);
}

TEST_F(PlacerTest, TellsHowHighTheLowestIs) {
  EXPECT_EQ(place(9).height, 9);
  EXPECT_EQ(place(8).height, 9) << "also where that is too high";
}

TEST_F(PlacerTest, IsQuickerWhereThereIsLessToPlace) {
  const Placer placer(problem_, 1);
  model::Schedule longer;
  for (int i = 0; i < 200; ++i) longer.steps.push_back(schedule_.steps.front());
  EXPECT_GT(placer.quick_ticks(longer), placer.quick_ticks(schedule_));
}

// Three buffers at multiples of 4, of which the last ends at 8 + 2 bytes at least, and at 8 + 3 for
// whoever places b beneath c.
TEST_F(PlacerTest, AlignsEveryOffset) {
  EXPECT_FALSE(place(9, 4).placement);
  const Placer::Outcome outcome = place(11, 4);
  ASSERT_TRUE(outcome.placement);
  EXPECT_EQ(outcome.placement->alignment, 4);
  EXPECT_TRUE(model::verify_placement(graph_, schedule_, *outcome.placement, 11).valid());
  for (const std::int64_t offset : outcome.placement->buffers) EXPECT_EQ(offset % 4, 0);
}

TEST_F(PlacerTest, LeavesResidentBytesOut) {
  model::GraphBuilder builder = test::simple_graph({{1, 4}, {10, 2}}, {{0, 1}});
  builder.set_resident(100);
  const model::Graph graph = test::built(std::move(builder));
  const model::Problem problem{.graph = &graph, .budget = 106};
  const Placer placer(problem, 1);
  EXPECT_EQ(placer.capacity(), 6);
  test::Unlimited limits;
  const auto outcome = placer.place(model::base_schedule(graph), 0, Share(limits.meter, 100'000));
  ASSERT_TRUE(outcome.placement);
  EXPECT_EQ(outcome.placement->arena, 6);
}

TEST_F(PlacerTest, FindsALowArenaForWhatDoesNotFit) {
  problem_.budget = 1;
  test::Unlimited limits;
  EXPECT_EQ(Placer(problem_, 1).least_arena(schedule_, Share(limits.meter, 1'000'000)), 9);
}

}  // namespace
}  // namespace moccasin::search
