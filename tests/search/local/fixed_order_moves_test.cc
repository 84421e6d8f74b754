// SPDX-License-Identifier: Apache-2.0
#include "search/local/fixed_order_moves.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "tests/search/support/random_sequence.h"
#include "tests/support/build_graph.h"

namespace moccasin::search {
namespace {

using model::Order;
using test::Places;
using test::places;
using test::Snapshot;
using test::snapshot;
using test::Which;

class Walk : public test::RandomSequence {
 public:
  Walk(std::uint64_t seed, std::size_t most_operations, double recompute)
      : RandomSequence(seed, most_operations, recompute),
        moves_random_(seed + 1),
        moves_(sequence, moves_random_) {
    moves_.reset();
  }

  FixedOrderMoves& moves() { return moves_; }

 private:
  base::Random moves_random_;
  FixedOrderMoves moves_;
};

TEST(FixedOrderMoves, RecomputesWhatIsLiveAcrossAHighStep) {
  // a(4 units) is read by b and d; over c, of 3 units, only recomputing a helps.
  const model::Graph graph = test::built(
      test::simple_graph({{5, 4}, {1, 1}, {1, 3}, {1, 0}}, {{0, 1}, {1, 2}, {2, 3}, {0, 3}}));
  const CompiledGraph compiled({.graph = &graph, .budget = 7, .order = Order::kept});
  base::Random random(1);
  Sequence sequence(compiled);
  FixedOrderMoves moves(sequence, random);
  sequence.assign({Op(0), Op(1), Op(2), Op(3)});
  moves.reset();
  ASSERT_EQ(sequence.excess(), 1);
  ASSERT_TRUE(moves.relieve(sequence.key(sequence.first_run(Op(2))), 0));
  EXPECT_EQ(sequence.steps(), (std::vector{Op(0), Op(1), Op(2), Op(0), Op(3)}));
  EXPECT_TRUE(sequence.feasible());
  EXPECT_EQ(moves.num_recomputations(), 1u);
}

TEST(FixedOrderMoves, HasNothingToRecomputeWhereNothingIsLiveAcross) {
  const model::Graph graph =
      test::built(test::simple_graph({{1, 4}, {1, 4}, {1, 4}}, {{0, 1}, {1, 2}}));
  const CompiledGraph compiled({.graph = &graph, .budget = 7, .order = Order::kept});
  base::Random random(1);
  Sequence sequence(compiled);
  FixedOrderMoves moves(sequence, random);
  sequence.assign({Op(0), Op(1), Op(2)});
  moves.reset();
  for (const Op op : compiled.ops()) {
    EXPECT_FALSE(moves.relieve(sequence.key(sequence.first_run(op)), 0));
  }
  for (int i = 0; i < 100; ++i) EXPECT_FALSE(moves.propose({.penalty = 1, .threshold = 1e9}));
}

// What propose() promises. Dominance is "whenever a change leaves a recomputation that nobody
// reads, it goes as well": none that was there and read may remain unread. (A recomputation that a
// move puts where nobody reads it is new there: it is judged by its cost.)
void expect_promises(Walk& walk, int proposals, int* accepted, int* rejected) {
  Places there = places(walk.sequence, Which::all), unread = places(walk.sequence, Which::unread);
  const auto made = [&] {
    ++*accepted;
    ASSERT_EQ(walk.moves().num_recomputations(), places(walk.sequence, Which::all).size());
    for (const auto& place : places(walk.sequence, Which::unread)) {
      ASSERT_TRUE(unread.contains(place) || !there.contains(place))
          << "operation " << place.first.value() << " in stage " << place.second.value();
    }
    there = places(walk.sequence, Which::all);
    unread = places(walk.sequence, Which::unread);
  };
  walk.expect_promises(walk.moves(), proposals, made, [&] { ++*rejected; });
}

TEST(FixedOrderMovesRandom, KeepsItsPromisesOnSmallGraphs) {
  int accepted = 0, rejected = 0;
  for (std::uint64_t seed = 0; seed < 400; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    Walk walk(seed, 12, seed % 3 == 0 ? 0.2 : 0);
    expect_promises(walk, 150, &accepted, &rejected);
    if (testing::Test::HasFatalFailure()) return;
  }
  EXPECT_GT(accepted, 5000);
  EXPECT_GT(rejected, 5000);
}

// Sequences of several blocks; moves of many edits.
TEST(FixedOrderMovesRandom, KeepsItsPromisesOnLargerGraphs) {
  int accepted = 0, rejected = 0;
  for (std::uint64_t seed = 0; seed < 12; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    Walk walk(seed, 200, seed % 2 == 0 ? 0.02 : 0);
    expect_promises(walk, 400, &accepted, &rejected);
    if (testing::Test::HasFatalFailure()) return;
  }
  EXPECT_GT(accepted, 500);
  EXPECT_GT(rejected, 500);
}

// A threshold that nothing passes: insertions are given up early, all other moves are made and
// undone without a trace.
TEST(FixedOrderMovesRandom, UndoesWhateverItTried) {
  for (std::uint64_t seed = 0; seed < 150; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    Walk walk(seed, 25, 0.25);
    const Snapshot before = snapshot(walk.sequence);
    const Places there = places(walk.sequence, Which::all);
    for (int i = 0; i < 100; ++i) {
      ASSERT_FALSE(walk.moves().propose({.penalty = 1, .threshold = -1e15}));
      ASSERT_EQ(snapshot(walk.sequence), before) << "proposal " << i;
    }
    ASSERT_TRUE(walk.sequence.consistent());
    ASSERT_EQ(walk.moves().num_recomputations(), there.size());
  }
}

// From any sequence, erasures and insertions that cost nothing reach one without unread
// recomputations: dominance has the last word at threshold 0.
TEST(FixedOrderMovesRandom, DropsUnreadRecomputationsWhenFrozen) {
  int unread = 0;
  for (std::uint64_t seed = 0; seed < 150; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    Walk walk(seed, 10, 0.3);
    unread += static_cast<int>(places(walk.sequence, Which::unread).size());
    for (int i = 0; i < 3000; ++i) walk.moves().propose({.penalty = 0.001, .threshold = 0});
    for (const auto& [op, stage] : places(walk.sequence, Which::unread)) {
      ASSERT_EQ(walk.sequence.graph().duration(op), 0) << "only what is free may stay";
    }
  }
  EXPECT_GT(unread, 300);
}

TEST(FixedOrderMovesRandom, RelievesOrLeavesAlone) {
  test::Reliefs reliefs;
  for (std::uint64_t seed = 0; seed < 600; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    Walk walk(seed, 20, seed % 4 == 0 ? 0.1 : 0);
    ASSERT_NO_FATAL_FAILURE(walk.expect_reliefs(walk.moves(), 20, &reliefs));
  }
  EXPECT_GT(reliefs.made, 300);
  EXPECT_GT(reliefs.left, 300);
}

TEST(FixedOrderMoves, IsDeterministic) {
  Walk one(7, 60, 0.02), two(7, 60, 0.02);
  for (int i = 0; i < 2000; ++i) {
    const Acceptance acceptance = one.random_acceptance();
    two.random_acceptance();
    ASSERT_EQ(one.moves().propose(acceptance), two.moves().propose(acceptance));
  }
  EXPECT_EQ(snapshot(one.sequence), snapshot(two.sequence));
  EXPECT_EQ(one.sequence.work(), two.sequence.work());
}

}  // namespace
}  // namespace moccasin::search
