// SPDX-License-Identifier: Apache-2.0
#include "search/local/window_partition.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <utility>
#include <vector>

#include "tests/search/support/naive_sequence.h"
#include "tests/search/support/random_sequence.h"
#include "tests/support/build_graph.h"

namespace moccasin::search {
namespace {

using Side = WindowPartition::Side;
using test::NaiveSequence;

TEST(WindowPartition, PartsTheExampleOfTheHeader) {
  const model::Graph graph = test::built(
      test::simple_graph({{1, 1}, {1, 1}, {1, 1}, {1, 1}, {1, 1}}, {{0, 2}, {1, 3}, {1, 4}}));
  const CompiledGraph compiled({.graph = &graph, .budget = 9, .order = model::Order::free});
  const Op a(0), b(1), c(2), d(3), e(4);
  Sequence sequence(compiled);
  sequence.assign({a, b, c, d, e});
  WindowPartition partition(sequence);
  const auto parted = [&](std::size_t block, Side side) {
    std::vector<Op> ops;
    const Key first = sequence.timeline().begin();
    for (const RunId run : partition.partitioned(first, 5, block, side))
      ops.push_back(sequence.op(run));
    return ops;
  };
  EXPECT_EQ(parted(1, Side::back), (std::vector{b, d, e, a, c}));
  EXPECT_EQ(parted(1, Side::front), (std::vector{b, e, a, c, d}));
  EXPECT_EQ(parted(2, Side::back), std::vector<Op>()) << "nothing stays";
  EXPECT_EQ(parted(5, Side::front), std::vector<Op>());
}

// For every step, the last run before it of each operation that it reads from, as (operation, how
// many runs of it before); for retained outputs nothing changes as the copies keep their order.
std::multiset<std::vector<std::pair<Op, std::size_t>>> copies_read(const NaiveSequence& naive) {
  const CompiledGraph& graph = naive.problem_case.compiled;
  std::multiset<std::vector<std::pair<Op, std::size_t>>> result;
  const auto runs_before = [&](Op op, std::size_t step) {
    const auto begin = naive.steps.begin();
    return static_cast<std::size_t>(
        std::count(begin, begin + static_cast<std::ptrdiff_t>(step), op));
  };
  for (std::size_t step = 0; step < naive.steps.size(); ++step) {
    const Op op = naive.steps[step];
    std::vector<std::pair<Op, std::size_t>> reads{{op, runs_before(op, step)}};
    for (const Tensor input : graph.inputs(op)) {
      const Op producer = graph.tensor(input).producer;
      reads.emplace_back(producer, runs_before(producer, step));
    }
    result.insert(reads);
  }
  return result;
}

// Every run reads the copies it read before, and evaluating says what making it does.
TEST(WindowPartitionRandom, KeepsWhatIsReadAndKnowsTheEffect) {
  int parted = 0, whole = 0;
  for (std::uint64_t seed = 0; seed < 400; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    const bool several_blocks = seed % 20 == 0;  // too long for the naive look at everything
    test::RandomSequence walk(seed, several_blocks ? 100 : 12, 0.25, model::Order::free);
    base::Random& random = walk.problem_case.random;
    WindowPartition partition(walk.sequence);
    for (int tries = 0; tries < 20; ++tries) {
      const std::vector<Key> keys = test::keys(walk.sequence.timeline());
      const Key first = keys[random.below(keys.size())];
      const std::size_t steps = 2 + random.below(12), block = 1 + random.below(3);
      const std::vector<RunId>& order = partition.partitioned(
          first, steps, block, random.below(2) == 0 ? Side::front : Side::back);
      if (order.empty()) {
        ++whole;
        continue;
      }
      const NaiveSequence before{walk.problem_case, walk.sequence.steps()};
      const Effect all = walk.sequence.all();
      const Reordering reordering = walk.sequence.evaluate_reorder(first, order);
      if (!several_blocks) test::expect_same(walk.sequence, before);
      if (random.below(4) == 0) continue;
      walk.sequence.apply(reordering);
      const NaiveSequence after{walk.problem_case, walk.sequence.steps()};
      if (!several_blocks) test::expect_same(walk.sequence, after);
      ASSERT_EQ(copies_read(after), copies_read(before));
      const Effect difference = walk.sequence.all() - all;
      ASSERT_EQ(reordering.effect, difference);
      ASSERT_EQ(difference.duration, 0);
      ASSERT_TRUE(walk.sequence.consistent());  // excess and strain too
      if (testing::Test::HasFatalFailure()) return;
      ++parted;
    }
  }
  EXPECT_GT(parted, 1000);
  EXPECT_GT(whole, 300);
}

}  // namespace
}  // namespace moccasin::search
