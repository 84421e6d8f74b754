// SPDX-License-Identifier: Apache-2.0
#include "model/profile.h"

#include <gtest/gtest.h>

#include "tests/support/build_graph.h"
#include "tests/support/naive_profile.h"
#include "tests/support/random_graph.h"
#include "tests/support/random_schedule.h"

namespace moccasin::model {
namespace {

using test::ops;

// The graph drawn in model/profile.h: b and d read a's x(4), c reads b's y(2), d reads c's z(3).
GraphBuilder drawn() {
  return test::simple_graph({{1, 4}, {10, 2}, {100, 3}, {1000, 0}},
                            {{0, 1}, {1, 2}, {2, 3}, {0, 3}});
}
const TensorIndex x(0), y(1), z(2), nothing(3);

TEST(Profile, OfTheBaseOrder) {
  const Graph graph = test::built(drawn());
  EXPECT_EQ(make_profile(graph, base_schedule(graph)),
            (Profile{.lifetimes = {{x, 0, 0, 3}, {y, 0, 1, 2}, {z, 0, 2, 3}, {nothing, 0, 3, 3}},
                     .live = {4, 6, 9, 7},
                     .peak = 9,
                     .peak_step = 2,
                     .duration = 1111}));
}

TEST(Profile, OfTheScheduleDrawnInTheHeader) {
  const Graph graph = test::built(drawn());
  EXPECT_EQ(
      make_profile(graph, {ops({0, 1, 2, 0, 3})}),
      (Profile{
          .lifetimes = {{x, 0, 0, 1}, {y, 0, 1, 2}, {z, 0, 2, 4}, {x, 1, 3, 4}, {nothing, 0, 4, 4}},
          .live = {4, 6, 5, 7, 7},
          .peak = 7,
          .peak_step = 3,
          .duration = 1112}));
}

TEST(Profile, CountsResidentBytesAndWorkspaces) {
  GraphBuilder builder;
  const OpIndex a = builder.add_operation({.name = "a", .workspace = 5});
  const OpIndex b = builder.add_operation({.name = "b", .workspace = 1});
  builder.add_read(b, builder.add_output(a, 2));
  builder.set_resident(100);
  const Graph graph = test::built(builder);
  const Profile profile = make_profile(graph, base_schedule(graph));
  EXPECT_EQ(profile.live, (std::vector<std::int64_t>{107, 103}));
  EXPECT_EQ(profile.peak_step, 0u);
}

TEST(Profile, KeepsTheLastCopyOfARetainedOutputToTheEnd) {
  GraphBuilder builder = test::simple_graph({{1, 0}, {1, 1}, {1, 1}}, {});
  const TensorIndex kept = builder.add_output(OpIndex(0), 7, Retain::yes);
  const Graph graph = test::built(builder);
  const Profile profile = make_profile(graph, {ops({0, 1, 0, 2})});
  EXPECT_EQ(profile.live, (std::vector<std::int64_t>{7, 1, 7, 8}));
  EXPECT_EQ(profile.lifetimes.at(1), (Lifetime{kept, 0, 0, 0})) << "the first copy nobody reads";
  EXPECT_EQ(profile.lifetimes.at(4), (Lifetime{kept, 1, 2, 3}));
}

TEST(Profile, EndsAnUnreadOutputWithItsStep) {
  const Graph graph = test::built(test::simple_graph({{1, 5}, {1, 6}}, {}));
  EXPECT_EQ(make_profile(graph, base_schedule(graph)).live, (std::vector<std::int64_t>{5, 6}));
}

TEST(Profile, NamesTheFirstStepOfEqualPeaks) {
  const Graph graph = test::built(test::simple_graph({{1, 0}, {1, 6}, {1, 6}}, {}));
  EXPECT_EQ(make_profile(graph, base_schedule(graph)).peak_step, 1u);
}

TEST(Profile, SaturatesDurationsThatPass64Bits) {
  const Graph graph = test::built(test::simple_graph({{std::int64_t{1} << 62, 1}}, {}));
  EXPECT_EQ(make_profile(graph, {ops({0, 0})}).duration, INT64_MAX);
}

TEST(Profile, AgreesWithTheMemoryRuleOnRandomSchedules) {
  std::size_t recomputations = 0;
  for (std::uint64_t seed = 0; seed < 10'000; ++seed) {
    base::Random random(seed);
    const Graph graph = test::random_graph(1 + random.below(12), random);
    const Problem problem{.graph = &graph,
                          .budget = 0,
                          .order = random.chance(0.5) ? Order::kept : Order::free,
                          .max_copies = static_cast<std::int32_t>(random.below(4))};
    const Schedule schedule = test::random_schedule(problem, 0.3 * random.unit(), random);
    ASSERT_EQ(make_profile(graph, schedule), test::naive_profile(graph, schedule))
        << "seed " << seed;
    recomputations += schedule.steps.size() - graph.num_operations();
  }
  EXPECT_GT(recomputations, 10'000u);
}

TEST(ProfileDeathTest, AssertsThatReadsFindARun) {
#ifdef MOCCASIN_NO_ASSERTS
  GTEST_SKIP() << "built without assertions";
#else
  const Graph graph = test::built(drawn());
  EXPECT_DEATH((void)make_profile(graph, {ops({1})}), "assertion failed");
#endif
}

}  // namespace
}  // namespace moccasin::model
