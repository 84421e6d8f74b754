// SPDX-License-Identifier: Apache-2.0
#include "search/curve/peak_grid.h"

#include <gtest/gtest.h>

#include "model/profile.h"
#include "tests/support/build_graph.h"
#include "tests/support/random_graph.h"
#include "tests/support/random_schedule.h"

namespace moccasin::search {
namespace {

TEST(PeakGrid, IsTheExampleOfItsHeader) {
  model::GraphBuilder builder = test::simple_graph({{1, 4}, {1, 8}}, {{0, 1}});
  builder.set_resident(10);
  const model::Graph graph = test::built(std::move(builder));
  const PeakGrid grid(graph);
  EXPECT_EQ(grid.step(), 4);
  EXPECT_EQ(grid.down(17), 14);
  EXPECT_EQ(grid.up(15), 18);
  EXPECT_EQ(grid.down(14), 14);
  EXPECT_EQ(grid.up(14), 14);
  EXPECT_EQ(grid.down(3), 10);
  EXPECT_EQ(grid.up(3), 10);
}

TEST(PeakGrid, WithoutSizesEveryByteIsAPeak) {
  const model::Graph graph = test::built(test::simple_graph({{1, 0}, {1, 0}}, {{0, 1}}));
  const PeakGrid grid(graph);
  EXPECT_EQ(grid.step(), 1);
  EXPECT_EQ(grid.down(5), 5);
}

TEST(PeakGrid, HasThePeaksOfAllSchedules) {
  base::Random random(7);
  for (int i = 0; i < 200; ++i) {
    const model::Graph graph = test::random_graph(8, random);
    const PeakGrid grid(graph);
    const std::int64_t peak = model::make_profile(graph, model::base_schedule(graph)).peak;
    EXPECT_EQ(grid.down(peak), peak);
    EXPECT_EQ(grid.up(peak), peak);
  }
}

}  // namespace
}  // namespace moccasin::search
