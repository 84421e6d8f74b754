// SPDX-License-Identifier: Apache-2.0
#include "plot/samples.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "model/profile.h"
#include "tests/plot/small_graph.h"

namespace moccasin::plot {
namespace {

using Live = std::vector<std::int64_t>;

TEST(SamplesTest, AColumnHoldsTheMaximumOfItsSteps) {
  // live: 1 for 2 ticks, 1 + 2 for 1, 2 + 4 for 1, 4 + 8 for 4
  const model::Graph graph = chain({2, 1, 1, 4}, {1, 2, 4, 8});
  const model::Schedule base = model::base_schedule(graph);
  EXPECT_EQ(length_of(graph, base), 8);
  EXPECT_EQ(sample_live(graph, base, 8, 8), (Live{1, 1, 3, 6, 12, 12, 12, 12}));
  EXPECT_EQ(sample_live(graph, base, 8, 4), (Live{1, 6, 12, 12}));
  EXPECT_EQ(sample_live(graph, base, 8, 1), Live{12});
  EXPECT_EQ(sample_live(graph, base, 16, 4), (Live{6, 12, 0, 0}));  // nothing runs after the end
}

TEST(SamplesTest, StepsOfNoDurationAreSeen) {
  const model::Graph graph = chain({4, 0, 4}, {1, 100, 1});  // live 1, 101, 101
  EXPECT_EQ(sample_live(graph, model::base_schedule(graph), 8, 4), (Live{1, 1, 101, 101}));
  const model::Graph last = chain({4, 4, 0}, {1, 1, 100});
  EXPECT_EQ(sample_live(last, model::base_schedule(last), 8, 4), (Live{1, 1, 2, 101}));
}

TEST(SamplesTest, WithoutTimeEveryStepIsAsLong) {
  const model::Graph graph = chain({0, 0}, {1, 2});
  const model::Schedule base = model::base_schedule(graph);
  EXPECT_EQ(length_of(graph, base), 2);
  EXPECT_EQ(sample_live(graph, base, 2, 4), (Live{1, 1, 3, 3}));
}

TEST(SamplesTest, RecomputedShares) {
  const model::Graph graph = chain({2, 2, 4}, {1, 1, 1});
  const model::Schedule again = steps({0, 1, 0, 1, 2});  // 4..8 are recomputed
  EXPECT_EQ(sample_recomputed(graph, again, 12, 6, 4), (std::vector<int>{0, 0, 4, 4, 0, 0}));
  EXPECT_EQ(sample_recomputed(graph, again, 12, 2, 4), (std::vector<int>{2, 2}));
  EXPECT_EQ(sample_recomputed(graph, model::base_schedule(graph), 12, 2, 4),
            (std::vector<int>{0, 0}));
  const model::Graph free = chain({0, 4}, {1, 1});
  EXPECT_EQ(sample_recomputed(free, steps({0, 1, 0}), 4, 2, 4), (std::vector<int>{0, 1}));
}

TEST(SamplesTest, ThePeakIsNeverLost) {
  std::vector<std::int64_t> durations, sizes;
  for (int i = 0; i < 5000; ++i) {
    durations.push_back((i * 7919) % 13);
    sizes.push_back((i * 104729) % 1009);
  }
  const model::Graph graph = chain(durations, sizes);
  const model::Schedule base = model::base_schedule(graph);
  const std::int64_t peak = model::make_profile(graph, base).peak;
  for (const std::size_t columns : {1u, 7u, 100u, 1740u, 20'000u}) {
    const Live live = sample_live(graph, base, length_of(graph, base), columns);
    EXPECT_EQ(*std::max_element(live.begin(), live.end()), peak) << columns;
    EXPECT_GT(*std::min_element(live.begin(), live.end()), 0) << columns;
  }
}

}  // namespace
}  // namespace moccasin::plot
