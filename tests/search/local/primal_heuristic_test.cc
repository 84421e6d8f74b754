// SPDX-License-Identifier: Apache-2.0
#include "search/local/primal_heuristic.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <optional>

#include "tests/search/support/random_sequence.h"
#include "tests/support/build_graph.h"

namespace moccasin::search {
namespace {

struct Walk : test::RandomSequence {
  explicit Walk(std::uint64_t seed) : RandomSequence(seed, 30, 0), edits(sequence) {
    edits.reset();
  }
  StagedEdits edits;
};

// Excess saved if the tensors of `op`, which runs once, are not live between their last read before
// `stage` and the next read there or later, or its first run if that is earlier; nothing: nobody
// reads them then. Reads by what is recomputed count.
std::optional<std::int64_t> saved(const Sequence& sequence, Op op, Op stage) {
  const CompiledGraph& graph = sequence.graph();
  const std::vector<Op> steps = sequence.steps();
  const std::vector<std::int64_t> live = test::snapshot(sequence).live;
  base::IndexedVector<Op, std::size_t> first(graph.num_ops(), steps.size());
  for (std::size_t at = steps.size(); at-- > 0;) first[steps[at]] = at;
  std::optional<std::int64_t> saved;
  for (std::uint32_t i = 0; i < graph.num_tensors(op); ++i) {
    const Tensor tensor(graph.first_tensor(op).value() + i);
    std::size_t from = first[op], to = steps.size();
    Op in_stage(graph.num_ops());  // of the step looked at, which are looked at from the last on
    for (std::size_t at = steps.size(); at-- > first[op] + 1;) {
      if (first[steps[at]] == at) in_stage = steps[at];
      const auto inputs = graph.inputs(steps[at]);
      bool reads = std::find(inputs.begin(), inputs.end(), tensor) != inputs.end();
      const bool kept = graph.tensor(tensor).retain == model::Retain::yes;
      reads = reads || (kept && at == first[Op(graph.num_ops() - 1)]);
      if (reads && in_stage >= stage) to = at;
      if (reads && in_stage < stage) from = std::max(from, at);
    }
    if (to == steps.size()) continue;
    saved = saved.value_or(0);
    for (std::size_t at = from + 1; at < std::min(to, first[stage]); ++at) {
      const auto excess = [&](std::int64_t units) { return std::max(units - graph.budget(), 0L); };
      *saved += excess(live[at]) - excess(live[at] - graph.tensor(tensor).size);
    }
  }
  return saved;
}

TEST(Realize, RecomputesWhereThatSavesMost) {
  int recomputed = 0, choices = 0;
  for (std::uint64_t seed = 0; seed < 300; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    for (std::uint32_t i = 0; i < 30; ++i) {
      Walk walk(seed);
      const CompiledGraph& graph = walk.problem_case.compiled;
      if (i >= graph.num_ops()) break;
      const Op op(i);
      if (!graph.recomputable(op)) continue;
      std::optional<std::int64_t> most;
      base::IndexedVector<Op, std::optional<std::int64_t>> in(graph.num_ops());
      for (const Op stage : graph.ops()) {
        if (stage <= op) continue;
        in[stage] = saved(walk.sequence, op, stage);
        most = std::max(most, in[stage]);
      }
      run_primal_heuristic(walk.sequence, walk.edits, {op});
      const test::Places places = test::places(walk.sequence, test::Which::all);
      ASSERT_EQ(places.empty(), !most);
      if (!most) continue;
      ASSERT_EQ(places.size(), 1u);
      ASSERT_EQ(places.begin()->first, op);
      ASSERT_EQ(in[places.begin()->second], most);
      ++recomputed;
      if (*most > 0) ++choices;
    }
  }
  EXPECT_GT(recomputed, 1000);
  EXPECT_GT(choices, 300);
}

TEST(Realize, RecomputesNothingElseAndNothingTwice) {
  std::size_t recomputed = 0;
  for (std::uint64_t seed = 0; seed < 500; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    Walk walk(seed);
    base::Random random(seed);
    std::vector<Op> again;
    for (const Op op : walk.problem_case.compiled.ops()) {
      if (random.chance(0.4)) again.push_back(op);
    }
    run_primal_heuristic(walk.sequence, walk.edits, again);
    ASSERT_NO_FATAL_FAILURE(walk.expect_valid());
    std::vector<Op> found;
    for (const auto& [op, stage] : test::places(walk.sequence, test::Which::all)) {
      found.push_back(op);
    }
    ASSERT_TRUE(std::includes(again.begin(), again.end(), found.begin(), found.end()));
    ASSERT_EQ(std::adjacent_find(found.begin(), found.end()), found.end());
    recomputed += found.size();
  }
  EXPECT_GT(recomputed, 1000u);
}

TEST(Realize, CountsReadsByWhatIsMadeAgain) {
  int choices = 0;
  for (std::uint64_t seed = 0; seed < 3000; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    Walk walk(seed);
    base::Random random(seed);
    const CompiledGraph& graph = walk.problem_case.compiled;
    const Op op(static_cast<std::uint32_t>(random.below(graph.num_ops())));
    std::vector<Op> others;
    for (const Op other : graph.ops()) {
      if (other > op && random.chance(0.5)) others.push_back(other);
    }
    run_primal_heuristic(walk.sequence, walk.edits, others);
    std::optional<std::int64_t> most;
    base::IndexedVector<Op, std::optional<std::int64_t>> in(graph.num_ops());
    for (const Op stage : graph.ops()) {
      if (stage <= op) continue;
      in[stage] = saved(walk.sequence, op, stage);
      most = std::max(most, in[stage]);
    }
    run_primal_heuristic(walk.sequence, walk.edits, {op});
    for (const auto& [again, stage] : test::places(walk.sequence, test::Which::all)) {
      if (again != op) continue;
      ASSERT_EQ(in[stage], most);
      if (*most > 0) ++choices;
    }
  }
  EXPECT_GT(choices, 200);
}

// a(4) -> b(4) -> c -> d(8) -> e reads b: b is made again for e, and a for b, which e does not
// read.
TEST(Realize, KnowsWhoReadsWhatIsMadeAgain) {
  enum : std::uint32_t { a, b, c, d, e };
  const model::Graph graph = test::built(test::simple_graph(
      {{1, 4}, {1, 4}, {1, 1}, {1, 8}, {1, 1}}, {{a, b}, {b, c}, {c, d}, {d, e}, {b, e}}));
  const model::Problem problem{.graph = &graph, .budget = 10};
  const CompiledGraph compiled(problem);
  Sequence sequence(compiled);
  sequence.assign({Op(a), Op(b), Op(c), Op(d), Op(e)});
  StagedEdits edits(sequence);
  edits.reset();
  run_primal_heuristic(sequence, edits, {Op(a), Op(b)});
  EXPECT_EQ(sequence.steps(), (std::vector<Op>{Op(a), Op(b), Op(c), Op(d), Op(a), Op(b), Op(e)}));
}

}  // namespace
}  // namespace moccasin::search
