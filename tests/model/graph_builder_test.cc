// SPDX-License-Identifier: Apache-2.0
#include "model/graph_builder.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "base/random.h"
#include "model/fingerprint.h"
#include "tests/support/build_graph.h"
#include "tests/support/random_graph.h"
#include "tests/support/random_schedule.h"

namespace moccasin::model {
namespace {

using test::ops;

std::vector<Issue> issues_of(const GraphBuilder& builder) {
  const auto result = builder.build();
  const auto* issues = std::get_if<std::vector<Issue>>(&result);
  return issues == nullptr ? std::vector<Issue>{} : *issues;
}

template <class T>
std::vector<T> list(std::span<const T> items) {
  return {items.begin(), items.end()};
}

// The graph drawn in model/graph.h: a writes x, which b and c read; b writes y, which c reads.
GraphBuilder drawn() {
  GraphBuilder builder;
  const OpIndex a = builder.add_operation({.name = "a", .duration = 3});
  const OpIndex b = builder.add_operation({.name = "b", .duration = 4, .workspace = 5});
  const OpIndex c = builder.add_operation({.name = "c", .max_copies = 1});
  const TensorIndex x = builder.add_output(a, 4);
  const TensorIndex y = builder.add_output(b, 2, Retain::yes);
  builder.add_read(b, x);
  builder.add_read(c, y);
  builder.add_read(c, x);
  return builder;
}

TEST(GraphBuilder, KeepsWhatItWasGiven) {
  GraphBuilder builder = drawn();
  builder.set_resident(9);
  const Graph graph = test::built(builder);
  const OpIndex a(0), b(1), c(2);
  const TensorIndex x(0), y(1);
  EXPECT_EQ(graph.num_operations(), 3u);
  EXPECT_EQ(graph.num_tensors(), 2u);
  EXPECT_EQ(graph.num_reads(), 3u);
  EXPECT_EQ(graph.operation(b), (Operation{.name = "b", .duration = 4, .workspace = 5}));
  EXPECT_EQ(graph.operation(c).max_copies, 1);
  EXPECT_EQ(graph.tensor(x), (Tensor{a, 4, Retain::no}));
  EXPECT_EQ(graph.tensor(y), (Tensor{b, 2, Retain::yes}));
  EXPECT_EQ(list(graph.inputs(a)), std::vector<TensorIndex>{});
  EXPECT_EQ(list(graph.inputs(c)), (std::vector<TensorIndex>{y, x}));
  EXPECT_EQ(list(graph.outputs(a)), std::vector<TensorIndex>{x});
  EXPECT_EQ(list(graph.outputs(c)), std::vector<TensorIndex>{});
  EXPECT_EQ(list(graph.readers(x)), (std::vector<OpIndex>{b, c}));
  EXPECT_EQ(list(graph.base_order()), ops({0, 1, 2}));
  EXPECT_EQ(graph.base_position(c), 2u);
  EXPECT_EQ(graph.resident(), 9);
  EXPECT_EQ(graph.base_duration(), 7);
}

TEST(GraphBuilder, CanBuildMoreThanOnce) {
  GraphBuilder builder = drawn();
  EXPECT_EQ(test::built(builder).num_operations(), 3u);
  builder.add_operation({.name = "d"});
  EXPECT_EQ(test::built(builder).num_operations(), 4u);
}

TEST(GraphBuilder, MergesDuplicateReadsIntoTheFirst) {
  GraphBuilder builder = drawn();
  const OpIndex b(1), c(2);
  const TensorIndex x(0), y(1);
  builder.add_read(c, x);
  builder.add_read(b, x);
  builder.add_read(c, y);
  const Graph graph = test::built(builder);
  EXPECT_EQ(graph.num_reads(), 3u);
  EXPECT_EQ(list(graph.inputs(c)), (std::vector<TensorIndex>{y, x}));
  EXPECT_EQ(list(graph.readers(x)), (std::vector<OpIndex>{b, c}));
}

TEST(GraphBuilder, ListsOutputsOfAnOperationInOrderOfAddition) {
  GraphBuilder builder = drawn();
  const TensorIndex z = builder.add_output(OpIndex(0), 1);
  EXPECT_EQ(list(test::built(builder).outputs(OpIndex(0))),
            (std::vector<TensorIndex>{TensorIndex(0), z}));
}

TEST(GraphBuilder, RoundsOutputsAndWorkspacesUpToTheAlignment) {
  GraphBuilder builder = drawn();
  builder.set_resident(9);
  builder.set_alignment(4);
  const Graph graph = test::built(builder);
  EXPECT_EQ(graph.tensor(TensorIndex(0)).size, 4);
  EXPECT_EQ(graph.tensor(TensorIndex(1)).size, 4);
  EXPECT_EQ(graph.operation(OpIndex(0)).workspace, 0);
  EXPECT_EQ(graph.operation(OpIndex(1)).workspace, 8);
  EXPECT_EQ(graph.resident(), 9) << "neither an output nor a workspace";
}

TEST(GraphBuilder, TakesTheBaseOrderGiven) {
  GraphBuilder builder = test::simple_graph({{1, 1}, {1, 1}, {1, 1}}, {{0, 2}});
  builder.set_base_order(ops({1, 0, 2}));
  const Graph graph = test::built(builder);
  EXPECT_EQ(list(graph.base_order()), ops({1, 0, 2}));
  EXPECT_EQ(graph.base_position(OpIndex(1)), 0u);
}

TEST(GraphBuilder, RefusesAGraphWithoutOperations) {
  EXPECT_EQ(issues_of(GraphBuilder()),
            (std::vector<Issue>{{IssueCode::empty, "the graph has no operations", {}}}));
}

TEST(GraphBuilder, ReportsEveryNegativeNumber) {
  GraphBuilder builder;
  const OpIndex a =
      builder.add_operation({.name = "a", .duration = -1, .workspace = -2, .max_copies = -3});
  builder.add_output(a, -4);
  builder.set_resident(-5);
  builder.set_alignment(0);
  const IssueCode negative = IssueCode::negative_value;
  EXPECT_EQ(issues_of(builder),
            (std::vector<Issue>{{negative, "resident is negative", {}},
                                {negative, "alignment is below 1", {}},
                                {negative, "'a' has a negative duration", {a}},
                                {negative, "'a' has a negative workspace", {a}},
                                {negative, "'a' has a negative max_copies", {a}},
                                {negative, "'a' has an output of negative size", {a}}}));
}

TEST(GraphBuilder, ReportsEveryIndexThatDoesNotExist) {
  GraphBuilder builder = drawn();
  builder.add_output(OpIndex(3), 1);
  builder.add_output(OpIndex(), 1);
  builder.add_read(OpIndex(3), TensorIndex(0));
  builder.add_read(OpIndex(0), TensorIndex(4));
  const IssueCode dangling = IssueCode::dangling_edge;
  builder.add_read(OpIndex(1), TensorIndex());
  EXPECT_EQ(issues_of(builder),
            (std::vector<Issue>{
                {dangling, "tensor 2 has no such producer", {}},
                {dangling, "tensor 3 has no such producer", {}},
                {dangling, "operation 3, which does not exist, reads tensor 0", {}},
                {dangling, "'a' (operation 0) reads tensor 4, which does not exist", {OpIndex(0)}},
                {dangling,
                 "'b' (operation 1) reads the output of an operation without one",
                 {OpIndex(1)}}}));
}

TEST(GraphBuilder, AllowsSumsUpTo2To62AndNoMore) {
  constexpr std::int64_t kLargest = std::int64_t{1} << 62;
  const auto build = [](std::int64_t duration, std::int64_t size, std::int64_t resident) {
    GraphBuilder builder;
    builder.add_operation({.name = "a", .duration = 1});
    const OpIndex b = builder.add_operation({.name = "b", .duration = duration, .workspace = 1});
    builder.add_output(b, size);
    builder.set_resident(resident);
    return issues_of(builder);
  };
  const Issue durations{IssueCode::overflow, "the durations add up to more than 2^62", {}};
  const Issue sizes{IssueCode::overflow, "the sizes add up to more than 2^62", {}};
  EXPECT_EQ(build(kLargest - 1, kLargest - 1, 0), std::vector<Issue>{});
  EXPECT_EQ(build(kLargest, 0, 0), std::vector<Issue>{durations});
  EXPECT_EQ(build(0, kLargest, 0), std::vector<Issue>{sizes});
  EXPECT_EQ(build(0, kLargest - 1, 1), std::vector<Issue>{sizes});
  EXPECT_EQ(build(INT64_MAX, INT64_MAX, INT64_MAX), (std::vector<Issue>{durations, sizes}));
}

TEST(GraphBuilder, CountsAlignedSizesAgainstTheLimit) {
  GraphBuilder builder;
  const OpIndex a = builder.add_operation({.name = "a"});
  builder.add_output(a, 1);
  builder.set_alignment(std::int64_t{1} << 62);
  EXPECT_EQ(issues_of(builder), std::vector<Issue>{});
  builder.add_output(a, 1);
  EXPECT_EQ(issues_of(builder).at(0).code, IssueCode::overflow);
  builder.set_alignment(INT64_MAX - 1);  // INT64_MAX cannot be rounded up to it
  builder.add_output(a, INT64_MAX);
  EXPECT_EQ(issues_of(builder).at(0).code, IssueCode::overflow);
}

TEST(GraphBuilder, NamesTheOperationsOfACycle) {
  GraphBuilder builder =
      test::simple_graph({{1, 1}, {1, 1}, {1, 1}, {1, 1}}, {{0, 1}, {1, 2}, {2, 3}, {3, 1}});
  const std::vector<Issue> issues = issues_of(builder);
  ASSERT_EQ(issues.size(), 1u);
  EXPECT_EQ(issues[0].code, IssueCode::cycle);
  EXPECT_EQ(issues[0].message, "the graph has a cycle: 'c' -> 'd' -> 'b' -> 'c'");
  EXPECT_EQ(issues[0].operations, ops({2, 3, 1}));
}

TEST(GraphBuilder, CallsAnOperationThatReadsItselfACycle) {
  const std::vector<Issue> issues = issues_of(test::simple_graph({{1, 1}}, {{0, 0}}));
  EXPECT_EQ(
      issues,
      (std::vector<Issue>{{IssueCode::cycle, "the graph has a cycle: 'a' -> 'a'", ops({0})}}));
}

TEST(GraphBuilder, ShortensTheMessageOfALongCycle) {
  GraphBuilder builder =
      test::simple_graph(std::vector<std::pair<std::int64_t, std::int64_t>>(10, {1, 1}), {{9, 0}});
  for (std::size_t i = 0; i + 1 < 10; ++i) builder.add_read(OpIndex(i + 1), TensorIndex(i));
  const std::vector<Issue> issues = issues_of(builder);
  ASSERT_EQ(issues.size(), 1u);
  EXPECT_EQ(issues[0].message,
            "the graph has a cycle: 'b' -> 'c' -> 'd' -> 'e' -> 'f' -> 'g' -> 'h' -> 'i' -> "
            "... (2 more) -> 'b'");
  EXPECT_EQ(issues[0].operations.size(), 10u);
}

TEST(GraphBuilder, RefusesOrdersThatAreNone) {
  const auto with_order = [](const std::vector<std::size_t>& order) {
    GraphBuilder builder = drawn();
    builder.set_base_order(ops(order));
    return issues_of(builder);
  };
  const IssueCode bad = IssueCode::bad_order;
  EXPECT_EQ(with_order({0, 1, 2}), std::vector<Issue>{});
  EXPECT_EQ(with_order({0, 1, 3}),
            (std::vector<Issue>{{bad, "the order names an operation that does not exist", {}}}));
  EXPECT_EQ(with_order({0, 1, 1}),
            (std::vector<Issue>{{bad, "the order names 'b' twice", ops({1})}}));
  EXPECT_EQ(with_order({0, 1}), (std::vector<Issue>{{bad, "the order leaves out 'c'", ops({2})}}));
  EXPECT_EQ(with_order({0, 1, 2, 0}),
            (std::vector<Issue>{{bad, "the order names 'a' twice", ops({0})}}));
  EXPECT_EQ(with_order({1, 0, 2}),
            (std::vector<Issue>{{bad,
                                 "the order is not topological: 'b' comes before 'a', whose output "
                                 "it reads",
                                 ops({1, 0})}}));
}

TEST(GraphBuilder, ReorderedDiffersInTheBaseOrderOnly) {
  base::Random random(3);
  const Graph graph = test::random_graph(20, random);
  const std::vector<OpIndex> order = test::random_order(graph, random).steps;
  const Graph other = GraphBuilder::reordered(graph, order);
  EXPECT_TRUE(std::equal(order.begin(), order.end(), other.base_order().begin()));
  for (std::size_t i = 0; i < order.size(); ++i) EXPECT_EQ(other.base_position(order[i]), i);
  EXPECT_NE(fingerprint(other), fingerprint(graph));
  const auto given = graph.base_order();
  const Graph back = GraphBuilder::reordered(other, {given.begin(), given.end()});
  EXPECT_EQ(fingerprint(back), fingerprint(graph));
}

TEST(GraphBuilder, RenamingChangesNamesAlone) {
  base::Random random(7);
  const Graph graph = test::random_graph(20, random);
  const auto number = [](OpIndex op) { return std::to_string(op.value()); };
  const Graph other = GraphBuilder::renamed(graph, number);
  for (const OpIndex op : other.operations()) EXPECT_EQ(other.operation(op).name, number(op));
  const auto old = [&](OpIndex op) { return graph.operation(op).name; };
  EXPECT_EQ(fingerprint(GraphBuilder::renamed(other, old)), fingerprint(graph));
}

TEST(GraphBuilder, RowsAgreeWithEachOtherOnRandomGraphs) {
  for (std::uint64_t seed = 0; seed < 1000; ++seed) {
    base::Random random(seed);
    const Graph graph = test::random_graph(1 + random.below(30), random);
    std::size_t reads = 0;
    for (const TensorIndex t : graph.tensors()) {
      const auto outputs = graph.outputs(graph.tensor(t).producer);
      EXPECT_EQ(std::count(outputs.begin(), outputs.end(), t), 1);
      for (const OpIndex reader : graph.readers(t)) {
        const auto inputs = graph.inputs(reader);
        EXPECT_EQ(std::count(inputs.begin(), inputs.end(), t), 1);
        EXPECT_LT(graph.base_position(graph.tensor(t).producer), graph.base_position(reader));
        ++reads;
      }
    }
    EXPECT_EQ(reads, graph.num_reads()) << "seed " << seed;
  }
}

}  // namespace
}  // namespace moccasin::model
