// SPDX-License-Identifier: Apache-2.0
#include "search/local/staged_edits.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <optional>

#include "tests/search/support/naive_sequence.h"
#include "tests/search/support/random_sequence.h"
#include "tests/support/build_graph.h"

namespace moccasin::search {
namespace {

using test::Places;
using test::places;
using test::snapshot;
using test::Snapshot;
using test::Which;

// A chain a b c d e in which e reads a and c too; sizes 1.
class Chain : public testing::Test {
 protected:
  Chain() {
    sequence_.assign({a, b, c, d, e});
    edits_.reset();
  }

  static constexpr Op a{0}, b{1}, c{2}, d{3}, e{4};
  const model::Graph graph_ =
      test::built(test::simple_graph({{1, 1}, {10, 1}, {100, 1}, {1000, 1}, {0, 1}},
                                     {{0, 1}, {1, 2}, {2, 3}, {3, 4}, {0, 4}, {2, 4}}));
  const CompiledGraph compiled_{
      {.graph = &graph_, .budget = 3, .order = model::Order::kept, .max_copies = 3}};
  Sequence sequence_{compiled_};
  StagedEdits edits_{sequence_};
  base::Random random_{1};
};

TEST_F(Chain, InsertsInBaseOrderWithinAStage) {
  EXPECT_TRUE(edits_.insert(c, e));
  EXPECT_TRUE(edits_.insert(a, e));
  EXPECT_TRUE(edits_.insert(b, e));
  EXPECT_EQ(sequence_.steps(), (std::vector{a, b, c, d, a, b, c, e}));
  EXPECT_EQ(edits_.size(), 3u);
  EXPECT_EQ(edits_.effect().duration, 111);
  for (const Key key : test::keys(sequence_.timeline())) {
    const bool in_stage_e = key > sequence_.key(sequence_.first_run(d));
    EXPECT_EQ(edits_.stage_of(key) == e, in_stage_e);
  }
}

TEST_F(Chain, RefusesWhatIsNotStaged) {
  EXPECT_FALSE(edits_.insert(c, c)) << "its own stage";
  EXPECT_FALSE(edits_.insert(d, b)) << "before its first run";
  EXPECT_TRUE(edits_.insert(a, b));
  EXPECT_FALSE(edits_.insert(a, b)) << "twice in a stage";
  EXPECT_TRUE(edits_.insert(a, e));
  EXPECT_FALSE(edits_.insert(a, d)) << "a fourth copy";
  EXPECT_EQ(sequence_.steps(), (std::vector{a, a, b, c, d, a, e}));
}

TEST_F(Chain, EvaluatesWithoutInserting) {
  EXPECT_EQ(edits_.evaluate_insert(c, c), std::nullopt);
  const std::optional<Insertion> insertion = edits_.evaluate_insert(a, e);
  ASSERT_TRUE(insertion.has_value());
  EXPECT_EQ(insertion->effect.duration, 1);
  EXPECT_EQ(sequence_.steps().size(), 5u);
  EXPECT_EQ(edits_.size(), 0u);
  ASSERT_TRUE(edits_.insert(a, e));
  EXPECT_EQ(edits_.effect(), insertion->effect);
}

TEST_F(Chain, KnowsWhatWouldBeExtendedAcrossAStep) {
  const Key across_c = sequence_.key(sequence_.first_run(c));
  const Key across_d = sequence_.key(sequence_.first_run(d));
  const std::optional<Insertion> of_c = edits_.evaluate_insert(c, e);
  ASSERT_TRUE(of_c.has_value());
  EXPECT_TRUE(edits_.extends(*of_c, across_d)) << "b is dead by then";
  EXPECT_FALSE(edits_.extends(*of_c, across_c)) << "c itself reads b";
  const std::optional<Insertion> of_b = edits_.evaluate_insert(b, e);
  ASSERT_TRUE(of_b.has_value());
  EXPECT_FALSE(edits_.extends(*of_b, across_d)) << "e reads a anyway";
}

TEST_F(Chain, InsertsTheInputsThatWouldBeExtended) {
  // c again before e needs b, dead since c, which needs a; a is live until e anyway.
  edits_.insert_with_inputs(c, e, sequence_.key(sequence_.first_run(d)), 1.0, random_);
  EXPECT_EQ(sequence_.steps(), (std::vector{a, b, c, d, b, c, e}));
  edits_.undo_to(0);
  edits_.insert_with_inputs(c, e, sequence_.key(sequence_.first_run(d)), 0.0, random_);
  EXPECT_EQ(sequence_.steps(), (std::vector{a, b, c, d, c, e}));
}

TEST_F(Chain, DropsWhatAnErasureLeavesUnread) {
  edits_.insert_with_inputs(c, e, sequence_.key(sequence_.first_run(d)), 1.0, random_);
  ASSERT_EQ(edits_.recomputations().size(), 2u);
  const auto& runs = edits_.recomputations();
  const RunId again = *std::ranges::find(runs, c, [&](RunId run) { return sequence_.op(run); });
  edits_.erase(again);  // b was made again for c alone
  EXPECT_EQ(sequence_.steps(), (std::vector{a, b, c, d, e}));
  EXPECT_FALSE(edits_.listed(again));
}

TEST_F(Chain, DropsACopyThatALaterOneSupersedes) {
  ASSERT_TRUE(edits_.insert(a, d));  // e reads it
  ASSERT_TRUE(edits_.insert(a, e));  // e reads this one, nobody the other
  EXPECT_EQ(sequence_.steps(), (std::vector{a, b, c, d, a, e}));
  EXPECT_EQ(edits_.size(), 3u);
}

TEST_F(Chain, TakesBackToAMark) {
  ASSERT_TRUE(edits_.insert(a, d));
  const Effect effect = edits_.effect();
  const Snapshot marked = snapshot(sequence_);
  ASSERT_TRUE(edits_.insert(a, e));
  ASSERT_TRUE(edits_.insert(c, e));
  edits_.undo_to(1);
  EXPECT_EQ(snapshot(sequence_), marked);
  EXPECT_EQ(edits_.effect(), effect);
  edits_.commit();
  EXPECT_EQ(edits_.size(), 0u);
  edits_.undo_to(0);
  EXPECT_EQ(snapshot(sequence_), marked) << "what is committed stays";
}

// Random edits, taken back in random portions. At every mark: the snapshot, the effect, the list of
// recomputations; at every edit: a staged sequence and the dominance of the header.
TEST(StagedEditsRandom, AreWhatTheySay) {
  int edited = 0, undone = 0;
  for (std::uint64_t seed = 0; seed < 300; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    test::RandomSequence walk(seed, 20, seed % 2 == 0 ? 0.15 : 0);
    base::Random& random = walk.problem_case.random;
    StagedEdits edits(walk.sequence);
    edits.reset();
    const Effect origin = walk.sequence.all();
    std::vector<std::pair<std::size_t, Snapshot>> marks{{0, snapshot(walk.sequence)}};
    for (int i = 0; i < 40; ++i) {
      const Places before = places(walk.sequence, Which::all);
      const Places unread = places(walk.sequence, Which::unread);
      if (random.chance(0.25)) {
        while (marks.size() > 1 && random.chance(0.6)) marks.pop_back();
        edits.undo_to(marks.back().first);
        ASSERT_EQ(edits.size(), marks.back().first);
        ASSERT_EQ(snapshot(walk.sequence), marks.back().second);
        ++undone;
      } else {
        const std::size_t n = walk.problem_case.compiled.num_ops();
        if (random.chance(0.4) && !edits.recomputations().empty()) {
          edits.erase(edits.recomputations()[random.below(edits.recomputations().size())]);
        } else if (random.chance(0.5)) {
          const Op stage(random.below(n)), op(random.below(n));
          edits.insert(op, stage);
        } else {
          const Key across = walk.sequence.key(walk.sequence.first_run(Op(random.below(n))));
          const Op stage(random.below(n)), op(random.below(n));
          edits.insert_with_inputs(op, stage, across, 0.5, random);
        }
        for (const auto& place : places(walk.sequence, Which::unread)) {
          ASSERT_TRUE(unread.contains(place) || !before.contains(place));
        }
        marks.emplace_back(edits.size(), snapshot(walk.sequence));
        ++edited;
      }
      ASSERT_NO_FATAL_FAILURE(walk.expect_valid());
      ASSERT_EQ(edits.effect(), walk.sequence.all() - origin);
      ASSERT_EQ(edits.recomputations().size(), places(walk.sequence, Which::all).size());
      for (const RunId run : edits.recomputations()) {
        ASSERT_TRUE(edits.listed(run));
        ASSERT_TRUE(walk.sequence.recomputation(run));
        ASSERT_EQ(walk.sequence.timeline().run(walk.sequence.key(run)), run);
      }
    }
  }
  EXPECT_GT(edited, 5000);
  EXPECT_GT(undone, 1000);
}

// A chain that runs twice, each recomputation read by the next alone: erasing the last of them
// erases them all, however many there are, on a stack of ordinary size.
TEST(LongChain, IsErasedWithoutRecursion) {
#ifdef MOCCASIN_EXPENSIVE_ASSERTS  // every edit is checked against the whole sequence
  const std::size_t n = 1000;
#else
  const std::size_t n = 300'000;
#endif
  std::vector<std::pair<std::int64_t, std::int64_t>> nodes(n + 1, {1, 1});
  std::vector<std::pair<std::size_t, std::size_t>> edges{{n - 2, n}};
  for (std::size_t i = 0; i + 1 < n; ++i) edges.emplace_back(i, i + 1);
  const model::Graph graph = test::built(test::simple_graph(nodes, edges));
  const CompiledGraph compiled({.graph = &graph, .budget = 3, .order = model::Order::kept});
  std::vector<Op> base, twice;
  for (const Op op : compiled.ops()) base.push_back(op);
  twice.assign(base.begin(), base.end() - 1);
  twice.insert(twice.end(), base.begin(), base.end() - 2);
  twice.push_back(base.back());
  Sequence sequence(compiled);
  sequence.assign(twice);
  StagedEdits edits(sequence);
  edits.reset();
  ASSERT_EQ(edits.recomputations().size(), n - 1);
  const Timeline& timeline = sequence.timeline();
  edits.erase(timeline.run(timeline.previous(sequence.key(sequence.first_run(base.back())))));
  EXPECT_EQ(sequence.steps(), base);
}

}  // namespace
}  // namespace moccasin::search
