// SPDX-License-Identifier: Apache-2.0
#include "explain/recomputations.h"

#include <gtest/gtest.h>

#include "model/verify.h"
#include "tests/support/build_graph.h"
#include "tests/support/random_graph.h"
#include "tests/support/random_schedule.h"

namespace moccasin::explain {
namespace {

TEST(Recomputed, SaysWhatEachSavesAndCosts) {
  // a is live across c; made again before d it is not.
  const model::Graph graph = test::built(
      test::simple_graph({{3, 4}, {10, 2}, {100, 3}, {1000, 0}}, {{0, 1}, {1, 2}, {2, 3}, {0, 3}}));
  const model::Schedule schedule{test::ops({0, 1, 2, 0, 3})};
  const auto all = recomputed_of(graph, schedule, 5);
  ASSERT_EQ(all.size(), 1u);
  EXPECT_EQ(all[0].op, model::OpIndex(0));
  EXPECT_EQ(all[0].runs, 1u);
  EXPECT_EQ(all[0].duration, 3);
  EXPECT_EQ(all[0].peak_without, 9);
  EXPECT_EQ(make_profile(graph, schedule).peak, 7);
  EXPECT_TRUE(recomputed_of(graph, base_schedule(graph), 5).empty());
}

TEST(Recomputed, TheCostliestComeFirstAndSoManyAreMeasured) {
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    base::Random random(seed);
    const model::Graph graph = test::random_graph(8, random);
    const model::Schedule schedule =
        test::random_schedule({&graph, INT64_MAX, model::Order::free, 0}, 0.3, random);
    const auto all = recomputed_of(graph, schedule, 2);
    std::int64_t ticks = 0;
    for (std::size_t i = 0; i < all.size(); ++i) {
      if (i > 0) {
        ASSERT_GE(all[i - 1].duration, all[i].duration);
      }
      if (i >= 2) {
        ASSERT_EQ(all[i].peak_without, 0);
      }
      ticks += all[i].duration;
    }
    const model::Verdict verdict =
        model::verify({&graph, INT64_MAX, model::Order::free, 0}, schedule);
    ASSERT_EQ(verdict.duration, graph.base_duration() + ticks);
  }
}

TEST(StepsWith, AreRangesOfNeighbours) {
  model::Profile profile;
  profile.live = {5, 9, 9, 3, 9, 8};
  EXPECT_EQ(steps_with(profile, 9), (std::vector<StepRange>{{1, 2}, {4, 4}}));
  EXPECT_EQ(steps_with(profile, 8), (std::vector<StepRange>{{1, 2}, {4, 5}}));
  EXPECT_EQ(steps_with(profile, 10), std::vector<StepRange>());
}

}  // namespace
}  // namespace moccasin::explain
