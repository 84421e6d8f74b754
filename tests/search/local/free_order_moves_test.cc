// SPDX-License-Identifier: Apache-2.0
#include "search/local/free_order_moves.h"

#include <gtest/gtest.h>

#include "tests/search/support/naive_sequence.h"
#include "tests/search/support/random_sequence.h"
#include "tests/support/build_graph.h"

namespace moccasin::search {
namespace {

using model::Order;
using test::Snapshot;
using test::snapshot;

class Walk : public test::RandomSequence {
 public:
  Walk(std::uint64_t seed, std::size_t most_operations, double recompute)
      : RandomSequence(seed, most_operations, recompute, Order::free),
        moves_random_(seed + 1),
        moves_(sequence, moves_random_) {
    moves_.reset();
  }

  FreeOrderMoves& moves() { return moves_; }

  // Runs that nobody reads although their operation runs elsewhere.
  [[nodiscard]] std::size_t num_useless() const {
    std::size_t useless = 0;
    const Timeline& timeline = sequence.timeline();
    for (const Key key : test::keys(timeline)) {
      const RunId run = timeline.run(key);
      if (sequence.copies(sequence.op(run)) > 1 && !sequence.is_read(run)) ++useless;
    }
    return useless;
  }
  [[nodiscard]] std::size_t num_recomputations() const {
    return sequence.timeline().size() - sequence.graph().num_ops();
  }

 private:
  base::Random moves_random_;
  FreeOrderMoves moves_;
};

// a writes 4 units for d, b 3 units for c: in the order a b c d both are live at once, in b c a d
// they are not, and nothing need be run twice.
TEST(FreeOrderMoves, ReordersWhereThatIsEnough) {
  const model::Graph graph =
      test::built(test::simple_graph({{5, 4}, {5, 3}, {1, 0}, {1, 0}}, {{0, 3}, {1, 2}, {2, 3}}));
  const CompiledGraph compiled({.graph = &graph, .budget = 4, .order = Order::free},
                               CompiledGraph::Empty::kept);
  base::Random random(1);
  Sequence sequence(compiled);
  FreeOrderMoves moves(sequence, random);
  sequence.assign({Op(0), Op(1), Op(2), Op(3)});
  moves.reset();
  ASSERT_EQ(sequence.excess(), 3 + 3) << "at b and c";
  for (int i = 0; i < 200; ++i) moves.propose({.penalty = 1, .threshold = 0});
  EXPECT_EQ(sequence.steps(), (std::vector{Op(1), Op(2), Op(0), Op(3)}));
  EXPECT_EQ(moves.num_recomputations(), 0u);
}

// Whatever may be asked of it: from a sequence without useless runs it comes to none that has some.
void expect_promises(Walk& walk, int proposals, int* accepted, int* rejected) {
  const bool none_useless = walk.num_useless() == 0;
  const auto made = [&] {
    ++*accepted;
    ASSERT_EQ(walk.moves().num_recomputations(), walk.num_recomputations());
    ASSERT_TRUE(!none_useless || walk.num_useless() == 0);
  };
  walk.expect_promises(walk.moves(), proposals, made, [&] { ++*rejected; });
}

TEST(FreeOrderMovesRandom, KeepsItsPromisesOnSmallGraphs) {
  int accepted = 0, rejected = 0, clean = 0;
  for (std::uint64_t seed = 0; seed < 400; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    Walk walk(seed, 12, seed % 3 == 0 ? 0.2 : 0);
    clean += walk.num_useless() == 0 ? 1 : 0;
    expect_promises(walk, 200, &accepted, &rejected);
    if (testing::Test::HasFatalFailure()) return;
  }
  EXPECT_GT(accepted, 5000);
  EXPECT_GT(rejected, 5000);
  EXPECT_GT(clean, 200);
}

// Sequences of several blocks; moves of many edits.
TEST(FreeOrderMovesRandom, KeepsItsPromisesOnLargerGraphs) {
  int accepted = 0, rejected = 0;
  for (std::uint64_t seed = 0; seed < 12; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    Walk walk(seed, 200, seed % 2 == 0 ? 0.02 : 0);
    expect_promises(walk, 600, &accepted, &rejected);
    if (testing::Test::HasFatalFailure()) return;
  }
  EXPECT_GT(accepted, 500);
  EXPECT_GT(rejected, 500);
}

// A threshold that nothing passes.
TEST(FreeOrderMovesRandom, UndoesWhateverItTried) {
  for (std::uint64_t seed = 0; seed < 150; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    Walk walk(seed, 25, 0.25);
    const Snapshot before = snapshot(walk.sequence);
    for (int i = 0; i < 150; ++i) {
      ASSERT_FALSE(walk.moves().propose({.penalty = 1, .threshold = -1e15}));
      ASSERT_EQ(snapshot(walk.sequence), before) << "proposal " << i;
    }
    ASSERT_TRUE(walk.sequence.consistent());
    ASSERT_EQ(walk.moves().num_recomputations(), walk.num_recomputations());
  }
}

// Where memory is no matter and nothing is worse, no recomputation lasts.
TEST(FreeOrderMovesRandom, DropsRecomputationsWhenFrozen) {
  std::size_t recomputations = 0;
  for (std::uint64_t seed = 0; seed < 150; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    Walk walk(seed, 10, 0.3);
    recomputations += walk.num_recomputations();
    for (int i = 0; i < 5000; ++i) walk.moves().propose({.penalty = 0, .threshold = 0});
    for (const Op op : walk.sequence.graph().ops()) {
      const bool again = walk.sequence.copies(op) > 1 && walk.sequence.graph().duration(op) > 0;
      ASSERT_FALSE(again) << "operation " << op.value();
    }
  }
  EXPECT_GT(recomputations, 300u);
}

// The second's output, of 4 units, is read again at the end: over the fourth only recomputing it
// helps, and its input may as well stay live.
TEST(FreeOrderMoves, RecomputesWhatIsLiveAcrossAHighStep) {
  const model::Graph graph =
      test::built(test::simple_graph({{1, 1}, {5, 4}, {1, 1}, {1, 3}, {1, 1}, {1, 0}},
                                     {{0, 1}, {1, 2}, {2, 3}, {3, 4}, {4, 5}, {1, 5}}));
  const CompiledGraph compiled({.graph = &graph, .budget = 6, .order = Order::free},
                               CompiledGraph::Empty::kept);
  base::Random random(1);
  Sequence sequence(compiled);
  FreeOrderMoves moves(sequence, random);
  sequence.assign({Op(0), Op(1), Op(2), Op(3), Op(4), Op(5)});
  moves.reset();
  ASSERT_EQ(sequence.excess(), 2 + 2) << "at the fourth and the fifth";
  ASSERT_TRUE(moves.relieve(sequence.key(sequence.first_run(Op(3))), 0));
  EXPECT_EQ(sequence.steps(), (std::vector{Op(0), Op(1), Op(2), Op(3), Op(4), Op(1), Op(5)}));
  EXPECT_TRUE(sequence.feasible());
}

TEST(FreeOrderMovesRandom, RelievesOrLeavesAlone) {
  test::Reliefs reliefs;
  for (std::uint64_t seed = 0; seed < 600; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    Walk walk(seed, 20, seed % 4 == 0 ? 0.1 : 0);
    ASSERT_NO_FATAL_FAILURE(walk.expect_reliefs(walk.moves(), 20, &reliefs));
    ASSERT_EQ(walk.moves().num_recomputations(), walk.num_recomputations());
  }
  EXPECT_GT(reliefs.made, 300);
  EXPECT_GT(reliefs.left, 300);
}

TEST(FreeOrderMoves, IsDeterministic) {
  Walk one(7, 60, 0.02), two(7, 60, 0.02);
  for (int i = 0; i < 2000; ++i) {
    const Acceptance acceptance = one.random_acceptance();
    two.random_acceptance();
    ASSERT_EQ(one.moves().propose(acceptance), two.moves().propose(acceptance));
  }
  EXPECT_EQ(snapshot(one.sequence), snapshot(two.sequence));
}

}  // namespace
}  // namespace moccasin::search
