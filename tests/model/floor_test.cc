// SPDX-License-Identifier: Apache-2.0
#include "model/floor.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "model/verify.h"
#include "tests/support/build_graph.h"
#include "tests/support/random_graph.h"
#include "tests/support/random_schedule.h"

namespace moccasin::model {
namespace {

TEST(Floor, IsTheMostThatOneOperationNeedsAtOnce) {
  GraphBuilder builder;
  const OpIndex a = builder.add_operation({.name = "a", .workspace = 6});
  const TensorIndex x = builder.add_output(a, 4);
  const OpIndex b = builder.add_operation({.name = "b", .workspace = 1});
  builder.add_read(b, x);
  builder.add_read(b, x);  // held once, however often read
  builder.add_output(b, 2);
  builder.add_output(b, 5);
  builder.set_resident(100);
  const Graph graph = test::built(builder);
  EXPECT_EQ(bytes_to_run(graph, a), 100 + 6 + 4);
  EXPECT_EQ(bytes_to_run(graph, b), 100 + 1 + 4 + 2 + 5);
  EXPECT_EQ(make_floor(graph), (Floor{112, b}));
}

TEST(Floor, NamesTheFirstInBaseOrderOfEquals) {
  GraphBuilder builder = test::simple_graph({{1, 3}, {1, 3}, {1, 2}}, {});
  builder.set_base_order(test::ops({2, 1, 0}));
  EXPECT_EQ(make_floor(test::built(builder)), (Floor{3, OpIndex(1)}));
}

TEST(Floor, OfAGraphWithoutBytesNamesAnOperationAllTheSame) {
  EXPECT_EQ(make_floor(test::built(test::simple_graph({{1, 0}}, {}))), (Floor{0, OpIndex(0)}));
}

TEST(Floor, IsAtTheEndWhenTheRetainedOutputsNeedMore) {
  GraphBuilder builder;
  const OpIndex a = builder.add_operation({.name = "a"});
  builder.add_output(a, 5, Retain::yes);
  const OpIndex b = builder.add_operation({.name = "b"});
  builder.add_output(b, 6, Retain::yes);
  builder.add_output(b, 1);
  builder.set_resident(10);
  const Graph graph = test::built(builder);
  EXPECT_EQ(bytes_at_end(graph), 10 + 5 + 6);
  EXPECT_EQ(make_floor(graph), (Floor{21, b, Floor::Where::end}));
}

TEST(Floor, IsBelowThePeakOfEverySchedule) {
  int tight = 0;
  for (std::uint64_t seed = 0; seed < 2000; ++seed) {
    base::Random random(seed);
    const Graph graph = test::random_graph(1 + random.below(8), random);
    const Problem problem{.graph = &graph, .budget = INT64_MAX, .order = Order::free};
    const std::int64_t peak = verify(problem, test::random_schedule(problem, 0.2, random)).peak;
    EXPECT_LE(make_floor(graph).bytes, peak) << "seed " << seed;
    tight += make_floor(graph).bytes == peak ? 1 : 0;
  }
  EXPECT_GT(tight, 100) << "the floor should be the best bound now and then";
}

}  // namespace
}  // namespace moccasin::model
