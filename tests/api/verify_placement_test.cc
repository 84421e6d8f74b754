// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include "moccasin/arena.hpp"
#include "tests/api/random_schedules.h"

namespace moccasin {
namespace {

// a(4) -> b(2) -> c(1), a -> c; b has a workspace of 3. Steps a b a c.
Graph triangle() {
  Graph graph;
  graph.add_node({"a", 10}, 4);
  graph.add_node({"b", 30, 3}, 2);
  graph.add_node({"c", 20}, 1);
  graph.add_edge(0, 1);
  graph.add_edge(1, 2);
  graph.add_edge(0, 2);
  return graph;
}

const std::vector<OpId> kSteps = {0, 1, 0, 2};

Placement valid_placement() { return {{0, 4, 0, 6}, {0, 6, 0, 0}, 1, 9}; }

struct Spoilt {
  void (*spoil)(Placement&);
  std::string message;
  std::vector<OpId> ops;
};

TEST(VerifyPlacementTest, AValidPlacementHasNoIssues) {
  EXPECT_TRUE(verify_placement(triangle(), kSteps, valid_placement()).empty());
  EXPECT_TRUE(verify_placement(triangle(), kSteps, valid_placement(), 9).empty());
}

TEST(VerifyPlacementTest, NamesTheRuleAndTheBuffers) {
  const std::vector<Spoilt> spoilt = {
      {[](Placement& p) { p.offsets[1] = 3; },
       "buffer 1 at 3 with 2 bytes overlaps buffer 0 at 0 with 4 bytes",
       {1, 0}},
      {[](Placement& p) { p.offsets[2] = 1; },
       "buffer 2 at 1 with 4 bytes overlaps buffer 1 at 4 with 2 bytes",
       {0, 1}},
      {[](Placement& p) { p.workspaces[1] = 5; },
       "the workspace of step 1 at 5 with 3 bytes overlaps buffer 1 at 4 with 2 bytes",
       {1, 1}},
      {[](Placement& p) { p.offsets[3] = -1; },
       "buffer 3 at -1 with 1 bytes is in no arena of up to 2^63 - 1 bytes",
       {2}},
      {[](Placement& p) { p.alignment = 4; },
       "buffer 3 at 6 with 1 bytes is at no multiple of 4",
       {2}},
      {[](Placement& p) { p.alignment = 0; }, "alignment must be at least 1, but is 0", {}},
      {[](Placement& p) { p.offsets.pop_back(); }, "7 offsets for 8 buffers", {}},
      {[](Placement& p) { p.workspaces.push_back(0), p.offsets.pop_back(); },
       "5 offsets of workspaces for 4 steps",
       {}},
      {[](Placement& p) { p.arena = 10; }, "arena says 10, but is 9", {}},
  };
  for (const Spoilt& wrong : spoilt) {
    Placement placement = valid_placement();
    wrong.spoil(placement);
    const std::vector<Issue> issues = verify_placement(triangle(), kSteps, placement);
    ASSERT_EQ(issues.size(), 1u) << wrong.message;
    EXPECT_EQ(issues[0].code, IssueCode::bad_placement);
    EXPECT_EQ(issues[0].message, wrong.message);
    EXPECT_EQ(issues[0].ops, wrong.ops) << wrong.message;
  }
}

TEST(VerifyPlacementTest, HoldsTheArenaAgainstACapacity) {
  const std::vector<Issue> issues = verify_placement(triangle(), kSteps, valid_placement(), 8);
  ASSERT_EQ(issues.size(), 1u);
  EXPECT_EQ(issues[0].message, "the arena has 9 bytes, the capacity is 8");
}

TEST(VerifyPlacementTest, GraphAndScheduleComeFirst) {
  EXPECT_EQ(verify_placement(Graph(), {}, {}).at(0).code, IssueCode::empty);
  EXPECT_EQ(verify_placement(triangle(), {0, 1}, valid_placement()).at(0).code,
            IssueCode::missing_op);
}

// Of what place() finds, every buffer moved onto another that is live with it is noticed.
TEST(VerifyPlacementTest, NoticesEveryOverlapOfRandomPlacements) {
  std::mt19937 random(11);
  PlaceOptions options;
  options.time_limit = 0;
  options.work_limit = 10'000;
  std::size_t noticed = 0;
  for (int round = 0; round < 100; ++round) {
    SCOPED_TRACE(round);
    const test::RandomCase c = test::random_case(random);
    const Placement placed = place(c.graph, c.schedule, options).placement;
    ASSERT_TRUE(verify_placement(c.graph, c.schedule, placed).empty());
    const std::vector<Buffer> buffers = lifetimes(c.graph, c.schedule);
    for (std::size_t i = 0; i < buffers.size(); ++i) {
      for (std::size_t k = 0; k < i; ++k) {
        const bool at_once = buffers[i].lower < buffers[k].upper;  // by `lower`
        if (!at_once || buffers[i].size == 0 || buffers[k].size == 0) continue;
        Placement spoilt = placed;
        spoilt.offsets[i] = spoilt.offsets[k] + buffers[k].size - 1;
        const auto issues = verify_placement(c.graph, c.schedule, spoilt);
        ASSERT_EQ(issues.size(), 1u);
        ASSERT_NE(issues[0].message.find(" overlaps "), std::string::npos);
        ++noticed;
      }
    }
  }
  EXPECT_GT(noticed, 500u);
}

TEST(VerifyPlacementTest, OfBuffersWithoutAGraph) {
  const auto message = [](const std::vector<ArenaBuffer>& buffers,
                          const std::vector<std::int64_t>& offsets,
                          std::int64_t capacity = INT64_MAX) {
    const auto issues = verify_placement(buffers, offsets, capacity);
    return issues.empty() ? "" : issues[0].message;
  };
  const std::vector<ArenaBuffer> buffers = {{0, 2, 3}, {2, 4, 2}, {2, 5, 3, 4}, {0, 9, 1, 1, 9}};
  EXPECT_EQ(message(buffers, {0, 0, 4, 9}), "");
  EXPECT_EQ(message(buffers, {0, 0, 4, 9}, 10), "");
  EXPECT_EQ(message(buffers, {0, 0, 4, 9}, 9), "buffer 3 lies at 9 with 1 bytes, the arena has 9");
  EXPECT_EQ(message(buffers, {0, 3, 4, 9}), "buffer 2 overlaps buffer 1 from time 2 on");
  EXPECT_EQ(message(buffers, {0, 0, 3, 9}), "buffer 2 lies at 3, no multiple of 4");
  EXPECT_EQ(message(buffers, {0, 0, 4, 8}), "buffer 3 lies at 8, but has to lie at 9");
  EXPECT_EQ(message(buffers, {0, 0, 4}), "3 offsets for 4 buffers");
  EXPECT_EQ(message({{3, 2, 1}}, {0}), "buffer 0: upper is 2, below lower, which is 3");
}

}  // namespace
}  // namespace moccasin
