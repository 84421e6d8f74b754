// SPDX-License-Identifier: Apache-2.0
#include "io/placement_breach.h"

#include "io/schedule_breach.h"
#include "model/profile.h"
#include "tests/io/support.h"

namespace moccasin::io {

void PrintTo(const PlacementBreach& breach, std::ostream* out) {
  *out << breach.what << " of step " << (breach.step ? std::to_string(*breach.step) : "none")
       << ": " << breach.message;
}

namespace {

using model::OpIndex;

// Steps a b a x. x reads both outputs of a and that of b, and what is resident has 7 bytes.
//
//   offset 16 |           +----+       buffer        lies at  during steps
//          12 |    +--+   |  x |       a:0, a:1      0, 1     0
//           8 |    |w |   |    |       b             4        1 to 3
//           4 |    +--+---+----+       w             8        1, workspace of b
//             |    |     b     |       a:0#1, a:1#1  0, 1     2 and 3
//           0 +----+-----------+       x             8        3
struct Case {
  GraphFile graph = graph_of(R"({"format":"moccasin-graph","version":1,"resident":7,"nodes":[
    {"id":"a","duration":10,"outputs":[1,2]},{"id":"b","duration":20,"size":4,"workspace":3},
    {"id":"x","duration":10,"size":8,"retain":true}],"edges":[["a","x"],["a","x",1],["b","x"]]})");
  ScheduleFile file;

  Case() {
    file.schedule = model::Schedule{{OpIndex(0), OpIndex(1), OpIndex(0), OpIndex(2)}};
    file.placement = model::Placement{
        .buffers = {0, 1, 4, 0, 1, 8}, .workspaces = {0, 8, 0, 0}, .alignment = 1, .arena = 16};
  }
  [[nodiscard]] std::optional<PlacementBreach> breach(
      std::optional<std::int64_t> budget = std::nullopt) const {
    return find_placement_breach(graph.graph, file, budget);
  }
};

TEST(PlacementBreach, OfAValidPlacementThereIsNone) { EXPECT_EQ(Case().breach(), std::nullopt); }

TEST(PlacementBreach, NamesTheBuffersThatOverlap) {
  Case c;
  c.file.placement->buffers[5] = 7;
  EXPECT_EQ(c.breach(),
            (PlacementBreach{"rule 'no overlap'", 3, "'x' at [7, 15) overlaps 'b' at [4, 8)"}));
  c.file.placement->buffers[2] = 16;
  c.file.placement->buffers[5] = 2;
  EXPECT_EQ(c.breach(),
            (PlacementBreach{"rule 'no overlap'", 3, "'x' at [2, 10) overlaps 'a:1#1' at [1, 3)"}));
  c = Case();
  c.file.placement->workspaces[1] = 2;
  EXPECT_EQ(c.breach(), (PlacementBreach{"rule 'no overlap'", 1,
                                         "the workspace of 'b' at [2, 5) overlaps 'b' at [4, 8)"}));
}

TEST(PlacementBreach, NamesTheBufferThatIsNotAligned) {
  Case c;
  c.file.placement->alignment = 4;
  c.file.placement->buffers = {0, 4, 8, 0, 4, 12};
  c.file.placement->workspaces[1] = 12;
  c.file.placement->arena = 20;
  EXPECT_EQ(c.breach(), std::nullopt);
  c.file.placement->buffers[4] = 5;
  EXPECT_EQ(c.breach(),
            (PlacementBreach{"rule 'aligned'", 2, "'a:1#1' lies at 5, no multiple of 4"}));
}

TEST(PlacementBreach, NamesTheBufferThatEndsNowhere) {
  Case c;
  c.file.placement->buffers[2] = INT64_MAX - 3;
  EXPECT_EQ(c.breach(),
            (PlacementBreach{"rule 'within the arena'", 1,
                             "'b' lies at 9223372036854775804 with 4 bytes: past 64 bits"}));
}

TEST(PlacementBreach, TellsTheArenaThatIsRight) {
  Case c;
  c.file.placement->arena = 17;
  EXPECT_EQ(c.breach(), (PlacementBreach{"claim 'arena'", std::nullopt, "says 17, but is 16"}));
}

// What is resident is beside the arena, and in the budget.
TEST(PlacementBreach, HoldsTheArenaAgainstTheBudget) {
  Case c;
  EXPECT_EQ(c.breach(23), std::nullopt);
  EXPECT_EQ(c.breach(22),
            (PlacementBreach{"rule 'arena within the budget'", std::nullopt,
                             "the arena has 16 bytes, beside 7 resident ones; the budget is 22"}));
  EXPECT_EQ(c.breach(0)->what, "rule 'arena within the budget'");
}

// Between the rules of the steps and the claims of the file.
TEST(PlacementBreach, ComesAfterTheRulesAndBeforeTheClaims) {
  Case c;
  c.file.placement->buffers[5] = 7;
  c.file.claims.peak = 1;
  c.file.claims.live.assign(4, ScheduleClaims::kUnstated);
  const auto breach = [&](std::optional<std::int64_t> budget) {
    return find_breach(c.graph, c.file, verify_file(c.graph, c.file, budget), budget);
  };
  EXPECT_EQ(breach(10),
            "rule 'budget', step 3, operation 'x': 'x' runs with 22 bytes live, the "
            "budget is 10");
  EXPECT_EQ(breach(22),
            "rule 'no overlap', step 3, operation 'x': 'x' at [7, 15) overlaps 'b' at "
            "[4, 8)");
  c.file.placement->buffers[5] = 8;
  EXPECT_EQ(breach(22),
            "rule 'arena within the budget': the arena has 16 bytes, beside 7 resident "
            "ones; the budget is 22");
  EXPECT_EQ(breach(23), "claim 'peak': says 1, but is 22");
}

// What is one byte lower than it can lie overlaps what is below, by name and step.
TEST(PlacementBreach, NoticesEveryByteOfRandomPlacements) {
  std::size_t noticed = 0;
  for (std::uint64_t seed = 0; seed < 100; ++seed) {
    SCOPED_TRACE(seed);
    const GraphFile graph = random_graph_file(seed, 2 + seed % 12);
    ScheduleFile file;
    file.schedule = base_schedule(graph.graph);
    file.placement = stacked_placement(graph.graph, *file.schedule, 1);
    ASSERT_EQ(find_placement_breach(graph.graph, file, std::nullopt), std::nullopt);
    const auto buffers = arena_buffers(graph.graph, *file.schedule, 1);
    for (std::size_t i = 1; i < file.placement->buffers.size(); ++i) {
      const bool meet = buffers[i].lower < buffers[i - 1].upper;
      if (!meet || buffers[i].size == 0 || buffers[i - 1].size == 0) continue;
      --file.placement->buffers[i];
      const auto breach = find_placement_breach(graph.graph, file, std::nullopt);
      ASSERT_TRUE(breach);
      EXPECT_EQ(breach->what, "rule 'no overlap'");
      EXPECT_EQ(breach->step, static_cast<std::size_t>(buffers[i].lower));
      ++file.placement->buffers[i];
      ++noticed;
    }
  }
  EXPECT_GT(noticed, 300u);
}

}  // namespace
}  // namespace moccasin::io
