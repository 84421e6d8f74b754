// SPDX-License-Identifier: Apache-2.0
#include "model/encoding/encoding.h"

#include <gtest/gtest.h>

#include <optional>

#include "tests/encoding/support/exact_search.h"
#include "tests/search/support/random_case.h"
#include "tests/support/build_graph.h"

namespace moccasin::encoding {
namespace {

using engine::Engine;
using engine::Outcome;
using engine::Value;
using engine::Var;
using propagators::CopiesIndex;
using propagators::Read;
using propagators::Retention;
using propagators::RetentionIndex;
using propagators::RunIndex;
using Bounds = std::pair<Value, Value>;
using Runs = std::vector<propagators::Run>;  // testing::Test has a Run of its own

// a(4) -> b(2) -> c(3) -> d, and d reads a again.
model::Graph diamond() {
  return test::built(
      test::simple_graph({{2, 4}, {10, 2}, {100, 3}, {1000, 0}}, {{0, 1}, {1, 2}, {2, 3}, {0, 3}}));
}

std::vector<Bounds> bounds(const Engine& engine) {
  std::vector<Bounds> all;
  for (std::size_t i = 0; i < engine.domains().num_variables(); ++i) {
    all.emplace_back(engine.domains().lower(Var(2 * i)), engine.domains().upper(Var(2 * i)));
  }
  return all;
}

propagators::Run run(std::size_t variable, Value position, Value duration, RunIndex next) {
  return {.stage = Var(2 * variable),
          .position = position,
          .never = 4,
          .duration = duration,
          .transient = 0,
          .next_copy = next};
}

TEST(Encoding, OfTwoCopiesIsWhatAPencilWrites) {
  const model::Graph graph = diamond();
  const model::Problem problem = {.graph = &graph, .budget = 7, .max_copies = 2};
  const CompiledGraph compiled(problem);
  Engine engine;
  const Encoding encoding(compiled, test::copies_of_each(compiled, 2), engine);
  const propagators::RetentionModel& model = encoding.model();

  // First runs 0..3; 4, 5, 6 run a, b, c again. Nobody reads d: it is not run again.
  EXPECT_EQ(model.runs.raw(),
            (Runs{run(0, 0, 0, RunIndex(4)), run(1, 1, 0, RunIndex(5)), run(2, 2, 0, RunIndex(6)),
                  run(3, 3, 0, RunIndex()), run(4, 0, 1, RunIndex()), run(5, 1, 5, RunIndex()),
                  run(6, 2, 50, RunIndex())}));
  EXPECT_EQ(model.retentions.raw(), (std::vector<Retention>{{RunIndex(0), Var(14), 4},
                                                            {RunIndex(1), Var(16), 2},
                                                            {RunIndex(2), Var(18), 3},
                                                            {RunIndex(4), Var(20), 4},
                                                            {RunIndex(5), Var(22), 2},
                                                            {RunIndex(6), Var(24), 3}}));
  EXPECT_EQ(encoding.duration_unit(), 2);
  EXPECT_EQ(model.budget, 7);
  // Stages; ends, of a until (3, 3) = 15, of b until c in stage 3, (3, 2) = 14, or never: (4, 1);
  // the duration; surrogate copies.
  EXPECT_EQ(bounds(engine), (std::vector<Bounds>{{0, 0},
                                                 {1, 1},
                                                 {2, 2},
                                                 {3, 3},
                                                 {1, 4},
                                                 {2, 4},
                                                 {3, 4},
                                                 {0, 15},
                                                 {5, 14},
                                                 {10, 15},
                                                 {4, 16},
                                                 {9, 17},
                                                 {14, 18},
                                                 {0, 56},
                                                 {0, 0}}));
  const auto read = [](std::size_t reader, std::size_t tensor) {
    return Read{RunIndex(reader), CopiesIndex(tensor)};
  };
  EXPECT_EQ(model.reads.raw(), (std::vector<Read>{read(1, 0), read(2, 1), read(3, 0), read(3, 2),
                                                  read(5, 0), read(6, 1)}));
  EXPECT_EQ(model.num_copies, 3u);
  EXPECT_EQ(std::vector(model.copies[CopiesIndex(0)].begin(), model.copies[CopiesIndex(0)].end()),
            (std::vector{RetentionIndex(0), RetentionIndex(3)}));
  EXPECT_EQ(encoding.decisions(), (std::vector{Var(8), Var(10), Var(12)}));
  EXPECT_FALSE(encoding.has_surrogates());

  // a b c a d, the optimum within 7 bytes.
  const Steps steps = {Op(0), Op(1), Op(2), Op(0), Op(3)};
  EXPECT_EQ(encoding.encode(steps),
            (std::vector<Value>{0, 1, 2, 3, 3, 4, 4, 5, 10, 15, 15, 17, 18, 1, 0}));
}

TEST(Encoding, OfOneCopyHasEndsThatServeAllFirstRuns) {
  const model::Graph graph = diamond();
  const model::Problem problem = {.graph = &graph, .budget = 9, .max_copies = 1};
  const CompiledGraph compiled(problem);
  Engine engine;
  const Encoding encoding(compiled, test::copies_of_each(compiled, 2), engine);
  EXPECT_EQ(bounds(engine),
            (std::vector<Bounds>{
                {0, 0}, {1, 1}, {2, 2}, {3, 3}, {15, 15}, {10, 10}, {15, 15}, {0, 0}, {0, 0}}));
  EXPECT_EQ(encoding.model().reads.raw(), std::vector<Read>());
  EXPECT_EQ(encoding.decisions(), std::vector<Var>());
}

TEST(Encoding, SurrogatesAreTheLastCopiesAndNeedPermission) {
  const model::Graph graph = diamond();
  const model::Problem problem = {.graph = &graph, .budget = 9};
  const CompiledGraph compiled(problem);
  Engine engine(engine::Checking::on);
  const Encoding encoding(compiled, CopiesModelled(std::vector{1, 2, 3, 2}), engine);
  // Runs 4: a's surrogate copy; 5, 6: b's copy and surrogate copy; 7, 8, 9: c's copies and
  // surrogate copy.
  std::vector<RunIndex> surrogates;
  for (const RunIndex index : encoding.model().runs.indices()) {
    if (encoding.is_surrogate(index)) surrogates.push_back(index);
  }
  EXPECT_EQ(surrogates, (std::vector{RunIndex(4), RunIndex(6), RunIndex(9)}));
  EXPECT_TRUE(encoding.has_surrogates());
  // One costs as much as the copy before it.
  EXPECT_EQ(encoding.model().runs[RunIndex(6)].duration,
            encoding.model().runs[RunIndex(5)].duration);
  EXPECT_GT(encoding.model().runs[RunIndex(6)].duration, 0);
  EXPECT_EQ(encoding.run_of(Op(0), 0), RunIndex(0));
  EXPECT_EQ(encoding.run_of(Op(0), 1), RunIndex());
  EXPECT_EQ(encoding.run_of(Op(1), 1), RunIndex(5));
  EXPECT_EQ(encoding.run_of(Op(1), 2), RunIndex());
  EXPECT_EQ(encoding.run_of(Op(2), 2), RunIndex(8));
  EXPECT_EQ(encoding.run_of(Op(2), 3), RunIndex());
  EXPECT_EQ(encoding.run_of(Op(3), 1), RunIndex());
  EXPECT_EQ(encoding.op_of(RunIndex(6)), Op(1));

  ASSERT_EQ(engine.propagate(), Outcome::fine);
  engine.decide(engine::at_most(encoding.surrogates(), 0));
  ASSERT_EQ(engine.propagate(), Outcome::fine);
  for (const RunIndex surrogate : surrogates) {
    EXPECT_TRUE(engine.domains().is_false(encoding.model().takes_place(surrogate)));
  }
  engine.backtrack(0);
  engine.decide(encoding.model().takes_place(RunIndex(6)));
  ASSERT_EQ(engine.propagate(), Outcome::fine);
  EXPECT_TRUE(engine.domains().is_true(engine::at_least(encoding.surrogates(), 1)));
  EXPECT_EQ(encoding.surrogates_used(engine.domains()), std::vector{Op(1)});
}

// Twice the operations, each read far behind and at once: twice of everything, whatever the stages.
TEST(Encoding, IsLinear) {
  const auto sizes = [](std::size_t n) {
    std::vector<std::pair<std::int64_t, std::int64_t>> operations(n, {1, 1});
    std::vector<std::pair<std::size_t, std::size_t>> edges;
    for (std::size_t i = 1; i < n; ++i) edges.emplace_back(i - 1, i);
    for (std::size_t i = 4; i < n; i += 2) edges.emplace_back(i / 2, i);
    const model::Graph graph = test::built(test::simple_graph(operations, edges));
    const model::Problem problem = {.graph = &graph, .budget = 1'000'000};
    const CompiledGraph compiled(problem);
    Engine engine;
    const Encoding encoding(compiled, test::copies_of_each(compiled, 2), engine);
    return std::vector<std::size_t>{
        engine.domains().num_variables() - 2, encoding.model().runs.size(),
        encoding.model().retentions.size(), encoding.model().reads.size()};
  };
  // All but the last are recomputed, once and by a surrogate copy: 3 n - 2 runs, all but its with
  // one retention. Reads: of all but surrogate copies.
  const std::size_t n = 200, edges = (n - 1) + (n - 1) / 2 - 1;
  const std::size_t runs = 3 * n - 2, retentions = runs - 1, reads = 2 * edges - 1;
  EXPECT_EQ(sizes(n), (std::vector{runs + retentions, runs, retentions, reads}));
  EXPECT_EQ(sizes(2 * n)[0], 2 * sizes(n)[0] + 5);
}

}  // namespace
}  // namespace moccasin::encoding
