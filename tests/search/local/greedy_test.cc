// SPDX-License-Identifier: Apache-2.0
#include "search/local/greedy.h"

#include <gtest/gtest.h>

#include <string>
#include <type_traits>

#include "search/local/fixed_order_moves.h"
#include "search/local/free_order_moves.h"
#include "tests/search/support/random_sequence.h"
#include "tests/support/build_graph.h"

namespace moccasin::search {
namespace {

template <class MovesOfOrder>
constexpr model::Order kOrder =
    std::is_same_v<MovesOfOrder, FixedOrderMoves> ? model::Order::kept : model::Order::free;

template <class MovesOfOrder>
struct Walk : test::RandomSequence {
  Walk(std::uint64_t seed, std::size_t most_operations)
      : RandomSequence(seed, most_operations, 0, kOrder<MovesOfOrder>),
        random(seed),
        moves(sequence, random) {
    moves.reset();
  }
  bool relieve_all(Meter& meter) { return search::relieve_all(sequence, moves, random, meter); }
  base::Random random;
  MovesOfOrder moves;
};

template <class MovesOfOrder>
class Greedy : public testing::Test {};
using MovesOfEitherOrder = testing::Types<FixedOrderMoves, FreeOrderMoves>;
TYPED_TEST_SUITE(Greedy, MovesOfEitherOrder);

TYPED_TEST(Greedy, MakesWhatCanFitFit) {
  int fits = 0, fits_not = 0;
  for (std::uint64_t seed = 0; seed < 300; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    Walk<TypeParam> walk(seed, 40);
    const std::int64_t excess = walk.sequence.excess();
    const std::uint64_t work = walk.sequence.work();
    const Limits limits;
    Meter meter(limits);
    const bool fit = walk.relieve_all(meter);
    ASSERT_LE(walk.sequence.excess(), excess);
    ASSERT_EQ(meter.ticks(), walk.sequence.work() - work);
    ASSERT_EQ(fit, walk.sequence.feasible());
    ASSERT_NO_FATAL_FAILURE(walk.expect_valid());
    ++(fit ? fits : fits_not);
  }
  EXPECT_GT(fits, 100);
  EXPECT_GT(fits_not, 10) << "budgets at the floor";
}

TYPED_TEST(Greedy, StopsAtALimit) {
  int stopped = 0, begun = 0;
  for (std::uint64_t seed = 0; seed < 100; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    Walk<TypeParam> walk(seed, 40);
    if (walk.sequence.feasible()) continue;
    const test::Snapshot before = test::snapshot(walk.sequence);
    const Limits limits;
    Meter meter(limits);
    meter.grant(0);
    EXPECT_FALSE(walk.relieve_all(meter));
    EXPECT_EQ(meter.reason(), StopReason::work);
    EXPECT_EQ(test::snapshot(walk.sequence), before);
    meter.grant(1);
    if (walk.relieve_all(meter) || meter.reason() == StopReason::none) continue;
    EXPECT_EQ(meter.reason(), StopReason::work);
    ++stopped;
    if (test::snapshot(walk.sequence) != before) ++begun;
  }
  EXPECT_GT(stopped, 30);
  EXPECT_GT(begun, 10) << "what was begun is done";
}

// One tick is granted at a time, so that greedy ends at every look it takes, and begins again until
// that is in vain for long.
TYPED_TEST(Greedy, NeverRaisesTheExcess) {
  int looks = 0;
  for (std::uint64_t seed = 0; seed < 60; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    Walk<TypeParam> walk(seed, 40);
    const Limits limits;
    Meter meter(limits);
    for (int in_vain = 0; in_vain < 32 && !walk.sequence.feasible(); ++looks) {
      const std::int64_t excess = walk.sequence.excess();
      meter.grant(meter.ticks() + 1);
      walk.relieve_all(meter);
      ASSERT_LE(walk.sequence.excess(), excess);
      in_vain = walk.sequence.excess() < excess ? 0 : in_vain + 1;
    }
  }
  EXPECT_GT(looks, 500);
}

TYPED_TEST(Greedy, GivesUpWhereNothingMayRunAgain) {
  const model::Graph graph = test::built(
      test::simple_graph({{5, 4}, {1, 1}, {1, 3}, {1, 0}}, {{0, 1}, {1, 2}, {2, 3}, {0, 3}}));
  const CompiledGraph compiled(
      {.graph = &graph, .budget = 7, .order = kOrder<TypeParam>, .max_copies = 1});
  base::Random random(1);
  Sequence sequence(compiled);
  TypeParam moves(sequence, random);
  sequence.assign({Op(0), Op(1), Op(2), Op(3)});
  moves.reset();
  const Limits limits;
  Meter meter(limits);
  EXPECT_FALSE(relieve_all(sequence, moves, random, meter));
  EXPECT_EQ(meter.reason(), StopReason::none);
}

}  // namespace
}  // namespace moccasin::search
