// SPDX-License-Identifier: Apache-2.0
#include "model/arena.h"

#include <gtest/gtest.h>

#include <vector>

#include "tests/support/build_graph.h"

namespace moccasin::model {
namespace {

TEST(Arena, HasABufferForEveryCopyThenEveryWorkspace) {
  // a -> b -> c, a -> c; 4, 2 and 3 bytes; a runs again for c.
  const Graph graph =
      test::built(test::simple_graph({{1, 4}, {1, 2}, {1, 3}}, {{0, 1}, {1, 2}, {0, 2}}));
  EXPECT_EQ(arena_buffers(graph, {test::ops({0, 1, 0, 2})}, 8),
            (std::vector<ArenaBuffer>{{0, 2, 4, 8},
                                      {1, 4, 2, 8},
                                      {2, 4, 4, 8},
                                      {3, 4, 3, 8},
                                      {0, 1, 0, 8},
                                      {1, 2, 0, 8},
                                      {2, 3, 0, 8},
                                      {3, 4, 0, 8}}));
}

TEST(Arena, IsAsHighAsTheHighestOfAnyBytes) {
  const std::vector<ArenaBuffer> buffers{{0, 1, 3}, {0, 1, 0}, {5, 6, 2}};
  EXPECT_EQ(arena_height(buffers, std::vector<std::int64_t>{1, 90, 0}), 4);
  EXPECT_EQ(arena_height({}, {}), 0);
}

TEST(Arena, PlacementHasWorkspacesApart) {
  const std::vector<ArenaBuffer> buffers{{0, 2, 3}, {1, 2, 4}, {0, 1, 5}, {1, 2, 0}};
  const Schedule schedule{test::ops({0, 1})};
  EXPECT_EQ(to_placement(schedule, 2, buffers, std::vector<std::int64_t>{0, 4, 6, 8}),
            (Placement{{0, 4}, {6, 8}, 2, 11}));
}

}  // namespace
}  // namespace moccasin::model
