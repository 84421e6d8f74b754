// SPDX-License-Identifier: Apache-2.0
// What every generator promises, on random schedules.
#include "search/lns/neighborhood.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>
#include <string>

#include "tests/search/support/random_sequence.h"

namespace moccasin::search {
namespace {

// Of a random schedule.
struct ProfileCase {
  explicit ProfileCase(std::uint64_t seed)
      : of(seed, 30, 0.3),
        graph(of.problem_case.compiled),
        profile(graph, test::snapshot(of.sequence).steps),
        draws(seed) {}

  const test::RandomSequence of;
  const CompiledGraph& graph;
  const ScheduleProfile profile;
  base::Random draws;
};

TEST(Neighborhoods, AreOfAsManyOperationsThatCanRunAgainAsAskedFor) {
  std::map<std::string, std::set<std::uint32_t>> drawn;
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    ProfileCase c(seed);
    for (const auto& generator : all_generators()) {
      for (const std::size_t size : {2u, 5u, 100u}) {
        const std::vector<Op> ops = generator->draw(c.profile, size, c.draws);
        ASSERT_LE(ops.size(), size) << generator->name();
        const std::set<Op> distinct(ops.begin(), ops.end());
        ASSERT_EQ(distinct.size(), ops.size()) << generator->name();
        for (const Op op : ops) {
          ASSERT_TRUE(c.graph.recomputable(op)) << generator->name();
          drawn[std::string(generator->name())].insert(op.value());
        }
      }
    }
  }
  EXPECT_EQ(drawn.size(), 4u) << "each draws something";
  for (const auto& [name, ops] : drawn) EXPECT_GT(ops.size(), 20u) << name << " draws from all";
}

// What may be recomputed anew holds what is live, or could be, across the stage.
TEST(Neighborhoods, OfCrossingTensorsAreLiveAcrossTheStage) {
  int crossing = 0;
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    ProfileCase c(seed);
    const std::size_t stage = c.draws.below(c.profile.num_stages());
    FreedOps freed(c.graph, c.graph.num_ops());
    add_crossing(c.profile, stage, c.draws, freed);
    std::set<Op> expected;
    for (const ScheduleProfile::Copy& copy : c.profile.copies()) {
      const bool live = copy.first <= stage && stage <= copy.last;
      if (live && c.graph.recomputable(copy.op)) expected.insert(copy.op);
    }
    for (const Op op : freed.ops()) ASSERT_LE(op.value(), stage) << "it has not run yet";
    for (const Op op : expected) {
      ASSERT_EQ(std::count(freed.ops().begin(), freed.ops().end(), op), 1);
    }
    crossing += static_cast<int>(expected.size());
  }
  EXPECT_GT(crossing, 400);
}

}  // namespace
}  // namespace moccasin::search
