// SPDX-License-Identifier: Apache-2.0
#include "search/local/realize.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <optional>

#include "tests/search/support/staged_walk.h"
#include "tests/support/build_graph.h"

namespace moccasin::search {
namespace {

struct Walk : test::StagedWalk {
  explicit Walk(std::uint64_t seed) : StagedWalk(seed, 30, 0), edits(sequence) { edits.reset(); }
  StagedEdits edits;
};

// Units live at every step of the base order.
std::vector<std::int64_t> base_live(const CompiledGraph& graph) {
  Sequence base(graph);
  std::vector<Op> steps;
  for (const Op op : graph.ops()) steps.push_back(op);
  base.assign(steps);
  return test::snapshot(base).live;
}

// Excess saved if the tensors of `op` are not live between their last read before `stage` and the
// next read there or later; nothing: nobody reads them then.
std::optional<std::int64_t> saved(const CompiledGraph& graph, Op op, Op stage) {
  const std::vector<std::int64_t> live = base_live(graph);
  std::optional<std::int64_t> saved;
  for (std::uint32_t i = 0; i < graph.num_tensors(op); ++i) {
    const Tensor tensor(graph.first_tensor(op).value() + i);
    std::vector<Op> reads(graph.readers(tensor).begin(), graph.readers(tensor).end());
    if (graph.tensor(tensor).retain == model::Retain::yes) {
      reads.emplace_back(graph.num_ops() - 1);
    }
    std::uint32_t from = op.value();
    bool later = false;
    for (const Op read : reads) {
      if (read < stage) from = std::max(from, read.value());
      later = later || read >= stage;
    }
    if (!later) continue;
    saved = saved.value_or(0);
    for (std::uint32_t at = from + 1; at < stage.value(); ++at) {
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
      realize(walk.sequence, walk.edits, {op});
      const test::Places places = test::places(walk.sequence, test::Which::all);
      std::optional<std::int64_t> most;
      for (const Op stage : graph.ops()) {
        if (stage > op) most = std::max(most, saved(graph, op, stage));
      }
      ASSERT_EQ(places.empty(), !most);
      if (!most) continue;
      ASSERT_EQ(places.size(), 1u);
      ASSERT_EQ(places.begin()->first, op);
      ASSERT_EQ(saved(graph, op, places.begin()->second), most);
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
    realize(walk.sequence, walk.edits, again);
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
  realize(sequence, edits, {Op(a), Op(b)});
  EXPECT_EQ(sequence.steps(), (std::vector<Op>{Op(a), Op(b), Op(c), Op(d), Op(a), Op(b), Op(e)}));
}

}  // namespace
}  // namespace moccasin::search
