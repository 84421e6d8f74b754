// SPDX-License-Identifier: Apache-2.0
#include "search/local/recompute_site.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "search/local/edits.h"
#include "tests/search/support/random_sequence.h"

namespace moccasin::search {
namespace {

class Picker : public testing::Test {
 protected:
  struct Walk : test::RandomSequence {
    explicit Walk(std::uint64_t seed)
        : RandomSequence(seed, 20, seed % 2 == 0 ? 0.1 : 0),
          edits(sequence, Unread::nothing),
          picker(sequence, Retained::before_last_step, problem_case.random) {
      edits.reset();
    }
    Edits edits;
    SitePicker picker;
  };
};

TEST_F(Picker, PicksStepsThatExist) {
  int violated = 0, any = 0;
  for (std::uint64_t seed = 0; seed < 100; ++seed) {
    Walk walk(seed);
    const Timeline& timeline = walk.sequence.timeline();
    for (int i = 0; i < 50; ++i) {
      ASSERT_TRUE(timeline.occupied(walk.picker.random_step()));
      const Key key = walk.picker.step_to_relieve();
      ASSERT_TRUE(timeline.occupied(key));
      if (walk.sequence.feasible()) continue;
      ++any;
      if (timeline.live(key) > timeline.limit()) ++violated;
    }
  }
  EXPECT_GT(violated, any * 3 / 4) << "four in five are over the budget, and some by chance";
}

TEST_F(Picker, PicksStepsOverTheSoftLimitWhereAllFits) {
  int strained = 0, any = 0;
  for (std::uint64_t seed = 1; seed < 300; seed += 3) {
    Walk walk(seed);
    const Timeline& timeline = walk.sequence.timeline();
    if (!walk.sequence.feasible() || walk.sequence.strain() == 0) continue;
    for (int i = 0; i < 50; ++i) {
      ++any;
      if (timeline.live(walk.picker.step_to_relieve()) > timeline.soft_limit()) ++strained;
    }
  }
  EXPECT_GT(any, 500);
  EXPECT_GT(strained, any * 3 / 4);
}

// A site's operation may run again and has a tensor live at the step that the step does not read:
// running it again after the step lowers what is live there.
TEST_F(Picker, PicksWhatFreesMemoryAtTheStep) {
  int sites = 0, none = 0, freed = 0;
  for (std::uint64_t seed = 0; seed < 400; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    Walk walk(seed);
    const CompiledGraph& graph = walk.problem_case.compiled;
    const Timeline& timeline = walk.sequence.timeline();
    for (int i = 0; i < 20; ++i) {
      const Key key = walk.picker.random_step();
      const RunId across = timeline.run(key);
      const std::optional<RecomputeSite> site = walk.picker.site_across(key);
      if (!site) {
        ++none;
        continue;
      }
      ++sites;
      ASSERT_TRUE(graph.recomputable(site->op));
      ASSERT_LT(walk.sequence.copies(site->op), graph.copies_allowed(site->op));
      ASSERT_GT(site->weight, 0);
      const std::int64_t live = timeline.live(key);
      ASSERT_GT(site->reader, key);
      const auto inserted = walk.edits.insert_before(site->op, site->reader);
      if (walk.sequence.extended(inserted.insertion).empty()) {
        ASSERT_LT(timeline.live(walk.sequence.key(across)), live);
        ++freed;
      }
      walk.edits.undo_to(0);
    }
  }
  EXPECT_GT(sites, 500);
  EXPECT_GT(none, 500);
  EXPECT_GT(freed, 200);
}

}  // namespace
}  // namespace moccasin::search
