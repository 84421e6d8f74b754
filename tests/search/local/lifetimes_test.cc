// SPDX-License-Identifier: Apache-2.0
#include "search/local/lifetimes.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

#include "search/local/sequence.h"
#include "tests/search/support/naive_sequence.h"
#include "tests/search/support/random_sequence.h"
#include "tests/support/build_graph.h"

namespace moccasin::search {
namespace {

using model::Order;
using test::NaiveSequence;

// The header's example: a's x is read by b from the first copy and by d from the second.
TEST(Lifetimes, EndWithTheLastReaderOfEachCopy) {
  const model::Graph graph = test::built(
      test::simple_graph({{5, 4}, {1, 1}, {1, 1}, {1, 1}}, {{0, 1}, {1, 2}, {2, 3}, {0, 3}}));
  const CompiledGraph compiled({.graph = &graph, .budget = 5, .order = Order::kept});
  Sequence sequence(compiled);
  const Op a(0), b(1), c(2), d(3);
  sequence.assign({a, b, c, a, d});
  const RunId first = sequence.first_run(a), second = sequence.next_copy(first);
  EXPECT_EQ(sequence.last_reader(first, 0), sequence.first_run(b));
  EXPECT_EQ(sequence.last_reader(second, 0), sequence.first_run(d));
  EXPECT_TRUE(sequence.is_read(second));
  EXPECT_EQ(sequence.copies(a), 2);
  EXPECT_TRUE(sequence.recomputation(second));
  std::vector<std::int64_t> live;
  for (const Key key : test::keys(sequence.timeline())) {
    live.push_back(sequence.timeline().live(key));
  }
  EXPECT_EQ(live, (std::vector<std::int64_t>{4, 5, 2, 5, 6}));
  EXPECT_EQ(sequence.excess(), 1);
}

TEST(LifetimesRandom, FindCopiesAndReaders) {
  int read = 0, unread = 0;
  for (std::uint64_t seed = 0; seed < 300; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    test::RandomSequence walk(seed, 12, 0.3, seed % 2 == 0 ? Order::kept : Order::free);
    Sequence& sequence = walk.sequence;
    const NaiveSequence naive{walk.problem_case, sequence.steps()};
    const CompiledGraph& graph = sequence.graph();
    const std::vector<Key> keys = test::keys(sequence.timeline());
    for (std::size_t made = 0; made < keys.size(); ++made) {
      const RunId copy = sequence.timeline().run(keys[made]);
      const Op op = sequence.op(copy);
      for (std::size_t step = 0; step < keys.size(); ++step) {
        const RunId before = sequence.copy_before(op, keys[step]);
        const std::size_t expected = naive.last_run_before(op, step);
        ASSERT_EQ(before.valid(), expected < keys.size());
        if (!before.valid()) continue;
        ASSERT_EQ(sequence.key(before), keys[expected]);
      }
      Key need = Timeline::kNone, use = sequence.timeline().end();
      for (const Tensor input : graph.inputs(op)) {
        need = std::max(need, keys[naive.last_run_before(graph.tensor(input).producer, made)]);
      }
      if (naive.last_run_before(op, made) < made) {
        need = std::max(need, keys[naive.last_run_before(op, made)]);
      }
      for (std::size_t step = made + 1; step < keys.size(); ++step) {
        if (naive.steps[step] == op) use = std::min(use, keys[step]);
      }
      for (std::uint32_t i = 0; i < graph.num_tensors(op); ++i) {
        const Tensor tensor(graph.first_tensor(op).value() + i);
        const std::vector<std::size_t> readers = naive.readers(tensor, made);
        if (!readers.empty()) use = std::min(use, keys[readers.front()]);
        for (std::size_t from = made; from < keys.size(); ++from) {
          const auto next = std::ranges::lower_bound(readers, from);
          const bool none = next == readers.end();
          ASSERT_EQ(sequence.first_reader_from(tensor, copy, keys[from]),
                    none ? sequence.timeline().end() : keys[*next]);
          ++(none ? unread : read);
        }
      }
      ASSERT_EQ(sequence.last_need(copy), need);
      ASSERT_EQ(sequence.first_use(copy), use);
    }
  }
  EXPECT_GT(read, 1000);
  EXPECT_GT(unread, 1000);
}

TEST(Lifetimes, TellStrainFromExcess) {
  const model::Graph graph = test::built(
      test::simple_graph({{5, 4}, {1, 1}, {1, 1}, {1, 1}}, {{0, 1}, {1, 2}, {2, 3}, {0, 3}}));
  const CompiledGraph compiled({.graph = &graph, .budget = 9, .order = Order::free});
  Sequence sequence(compiled);
  const Op a(0), b(1), c(2), d(3);
  sequence.assign({a, b, c, d});
  EXPECT_EQ(sequence.strain(), 0) << "there is no soft limit";
  sequence.set_soft_limit(5);
  sequence.assign({a, b, c, d});
  std::int64_t strain = 0;
  for (const Key key : test::keys(sequence.timeline())) {
    strain += std::max<std::int64_t>(sequence.timeline().live(key) - 5, 0);
  }
  ASSERT_GT(strain, 0);
  EXPECT_EQ(sequence.strain(), strain);
  EXPECT_EQ(sequence.excess(), 0);
  EXPECT_TRUE(sequence.feasible());
  EXPECT_EQ(sequence.all(), (Effect{sequence.duration(), 0, strain}));
}

}  // namespace
}  // namespace moccasin::search
