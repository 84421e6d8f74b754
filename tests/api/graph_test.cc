// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "moccasin/moccasin.hpp"

namespace moccasin {
namespace {

Graph triangle() {
  Graph graph;
  for (const char* const name : {"a", "b", "c"}) graph.add_node({name, 10}, 4);
  graph.add_edge(0, 1);
  graph.add_edge(1, 2);
  graph.add_edge(0, 2);
  return graph;
}

void expect_issue(const Graph& graph, IssueCode code, const std::string& message,
                  const std::vector<OpId>& ops) {
  const std::vector<Issue> issues = validate(graph);
  ASSERT_EQ(issues.size(), 1u);
  EXPECT_EQ(issues[0].code, code);
  EXPECT_EQ(issues[0].message, message);
  EXPECT_EQ(issues[0].ops, ops);
  // Whatever validate() says, solve() says too.
  const Result result = solve(graph, 100);
  EXPECT_EQ(result.status, Status::invalid);
  ASSERT_EQ(result.issues.size(), 1u);
  EXPECT_EQ(result.issues[0].message, message);
}

TEST(GraphTest, IdsAreDenseInOrderOfAddition) {
  Graph graph;
  EXPECT_EQ(graph.add_op({"a"}), 0u);
  EXPECT_EQ(graph.add_node({"b"}, 1), 1u);
  EXPECT_EQ(graph.add_output(0, {5, true}), 1u);
  EXPECT_EQ(graph.num_ops(), 2u);
  EXPECT_EQ(graph.num_tensors(), 2u);
  EXPECT_TRUE(validate(graph).empty());
}

TEST(GraphTest, DuplicateUsesAreMerged) {
  Graph graph = triangle();
  graph.add_edge(0, 1);
  graph.add_use(2, 1);
  EXPECT_EQ(describe(graph).num_uses, 3u);
}

TEST(GraphTest, CopiesAreIndependent) {
  Graph graph = triangle();
  Graph copy = graph;
  copy.add_node({"d"}, 1);
  EXPECT_EQ(graph.num_ops(), 3u);
  EXPECT_EQ(copy.num_ops(), 4u);
  graph = copy;
  EXPECT_EQ(graph.num_ops(), 4u);
}

TEST(GraphTest, AMovedFromGraphIsEmptyAndUsable) {
  Graph graph = triangle();
  const Graph moved = std::move(graph);
  EXPECT_EQ(moved.num_ops(), 3u);
  EXPECT_EQ(graph.num_ops(), 0u);  // NOLINT(bugprone-use-after-move): promised
  EXPECT_EQ(graph.num_tensors(), 0u);
  EXPECT_EQ(validate(graph).size(), 1u);
  EXPECT_EQ(graph.add_node({"again"}, 1), 0u);
  EXPECT_TRUE(validate(graph).empty());
}

TEST(GraphTest, EmptyGraphIsAnIssue) {
  expect_issue(Graph(), IssueCode::empty, "the graph has no operations", {});
}

TEST(GraphTest, CycleIsNamed) {
  Graph graph = triangle();
  graph.add_edge(2, 0);
  const std::vector<Issue> issues = validate(graph);
  ASSERT_EQ(issues.size(), 1u);
  EXPECT_EQ(issues[0].code, IssueCode::cycle);
  EXPECT_GE(issues[0].ops.size(), 2u);
  EXPECT_EQ(issues[0].message.substr(0, 23), "the graph has a cycle: ");
}

TEST(GraphTest, EdgesFromNowhereAreIssues) {
  Graph no_producer = triangle();
  no_producer.add_edge(7, 0);
  expect_issue(no_producer, IssueCode::dangling_edge,
               "'a' (operation 0) reads the output of an operation without one", {0});
  Graph no_consumer = triangle();
  no_consumer.add_use(9, 0);
  expect_issue(no_consumer, IssueCode::dangling_edge,
               "operation 9, which does not exist, reads tensor 0", {});
  Graph no_output;
  no_output.add_op({"a"});
  no_output.add_node({"b"}, 1);
  no_output.add_edge(0, 1);
  expect_issue(no_output, IssueCode::dangling_edge,
               "'b' (operation 1) reads the output of an operation without one", {1});
}

TEST(GraphTest, PiecesMayComeInAnyOrder) {
  Graph graph;
  EXPECT_EQ(graph.add_output(0, {5, false}), 0u);
  EXPECT_EQ(graph.add_output(0, {6, false}), 1u);
  EXPECT_EQ(graph.add_output(0xffffffff, {1, false}), 2u) << "no room is made for so many";
  graph.add_edge(0, 1);
  EXPECT_EQ(graph.add_op({"a", 10}), 0u);
  EXPECT_EQ(graph.add_node({"b", 20}, 3), 1u);
  EXPECT_EQ(graph.add_node({"c", 30}, 4), 2u);
  graph.add_edge(0, 2);
  EXPECT_EQ(validate(graph).size(), 1u) << "the producer of tensor 2";
  EXPECT_EQ(validate(graph)[0].message, "tensor 2 has no such producer");

  Graph other;
  other.add_output(0, {5, false});
  other.add_edge(0, 1);
  other.add_op({"a", 10});
  other.add_node({"b", 20}, 3);
  other.add_edge(0, 1);
  EXPECT_TRUE(validate(other).empty());
  const std::vector<Buffer> buffers = lifetimes(other, {0, 1});
  ASSERT_EQ(buffers.size(), 2u);
  EXPECT_EQ(buffers[0].tensor, 0u);
  EXPECT_EQ(buffers[0].upper, 2) << "read by b";
}

TEST(GraphTest, NegativeAmountsAreIssues) {
  Graph duration = triangle();
  duration.add_node({"d", -1}, 1);
  expect_issue(duration, IssueCode::negative_value, "'d' has a negative duration", {3});
  Graph resident = triangle();
  resident.set_resident(-1);
  expect_issue(resident, IssueCode::negative_value, "resident is negative", {});
}

TEST(GraphTest, SumsPast62BitsAreIssues) {
  Graph graph;
  graph.add_node({"a", INT64_MAX}, 1);
  expect_issue(graph, IssueCode::overflow, "the durations add up to more than 2^62", {});
}

TEST(GraphTest, BadOrdersAreIssues) {
  Graph graph = triangle();
  graph.set_order({1, 0, 2});
  expect_issue(graph, IssueCode::bad_order,
               "the order is not topological: 'b' comes before 'a', whose output it reads", {1, 0});
  graph.set_order({0, 1});
  expect_issue(graph, IssueCode::bad_order, "the order leaves out 'c'", {2});
  graph.set_order({0, 1, 2});
  EXPECT_TRUE(validate(graph).empty());
}

TEST(GraphTest, DescribeKnowsBasePeakAndFloor) {
  Graph graph;  // x(10) -> y(1), x -> z(2), y, z -> w(1)
  const OpId x = graph.add_op({"x", 5, 3});
  const TensorId big = graph.add_output(x, {10, false});
  const OpId y = graph.add_node({"y", 1}, 1);
  const OpId z = graph.add_node({"z", 1, 1}, 2);
  const OpId w = graph.add_node({"w", 1}, 1);
  graph.add_use(y, big);
  graph.add_use(z, big);
  graph.add_edge(y, w);
  graph.add_edge(z, w);
  graph.set_resident(100);
  const Facts facts = describe(graph);
  EXPECT_TRUE(facts.issues.empty());
  EXPECT_EQ(facts.num_uses, 4u);
  EXPECT_EQ(facts.base_duration, 8);
  EXPECT_EQ(facts.base_peak, 114);  // z runs: x 10, y 1, z 2, workspace 1
  EXPECT_EQ(facts.base_peak_op, z);
  EXPECT_EQ(facts.floor, 113);  // x: 10 + 3, as z: 10 + 2 + 1; the first in base order
  EXPECT_EQ(facts.floor_op, x);
  EXPECT_TRUE(facts.floor_inputs.empty());
  EXPECT_EQ(facts.floor_outputs, std::vector<TensorId>{big});
  EXPECT_EQ(facts.floor_workspace, 3);
  EXPECT_EQ(facts.resident, 100);
}

TEST(GraphTest, RetainedOutputsMaySetTheFloor) {
  Graph graph;
  const TensorId kept = graph.add_output(graph.add_op({"a"}), {30, true});
  const TensorId too = graph.add_output(graph.add_op({"b"}), {40, true});
  graph.add_node({"c"}, 50);
  const Facts facts = describe(graph);
  EXPECT_EQ(facts.floor, 70);
  EXPECT_EQ(facts.floor_at, FloorAt::end);
  EXPECT_EQ(facts.floor_outputs, (std::vector<TensorId>{kept, too}));
  const Result result = solve(graph, 69);
  EXPECT_EQ(result.status, Status::infeasible);
  EXPECT_TRUE(result.floor_ops.empty());
}

// v reads what p and q write. Whichever runs last, p needs 1 + 3 + 40 and holds the 4 of q, and q
// needs 4 + 42 and holds the 3 of p.
TEST(GraphTest, AReaderMaySetTheFloor) {
  Graph graph;
  const TensorId in = graph.add_output(graph.add_op({"in"}), {1, false});
  const OpId p = graph.add_op({"p", 1, 40});
  const TensorId of_p = graph.add_output(p, {3, false});
  const OpId q = graph.add_op({"q", 1, 42});
  const TensorId of_q = graph.add_output(q, {4, false});
  const OpId v = graph.add_node({"v"}, 1);
  graph.add_use(p, in);
  for (const TensorId tensor : {of_p, of_q}) graph.add_use(v, tensor);
  graph.set_resident(100);
  const Facts facts = describe(graph);
  EXPECT_EQ(facts.floor, 148);
  EXPECT_EQ(facts.floor_at, FloorAt::pair);
  EXPECT_EQ(facts.floor_op, p);
  EXPECT_EQ(facts.floor_reader, v);
  EXPECT_EQ(facts.floor_inputs, std::vector<TensorId>{in});
  EXPECT_EQ(facts.floor_outputs, std::vector<TensorId>{of_p});
  EXPECT_EQ(facts.floor_held, std::vector<TensorId>{of_q});
  EXPECT_EQ(facts.floor_workspace, 40);
  const Result result = solve(graph, 147);
  EXPECT_EQ(result.status, Status::infeasible);
  EXPECT_EQ(result.bound_by, "floor");
  EXPECT_EQ(result.floor_ops, (std::vector<OpId>{p, v}));
  EXPECT_TRUE(solve(graph, 148).has_schedule());
}

TEST(GraphTest, TheProducersOfWhatIsRetainedMaySetTheFloor) {
  Graph graph;
  const OpId a = graph.add_op({"a", 1, 7});
  const TensorId of_a = graph.add_output(a, {5, true});
  const TensorId of_b = graph.add_output(graph.add_op({"b", 1, 8}), {5, true});
  const Facts facts = describe(graph);
  EXPECT_EQ(facts.floor, 17);
  EXPECT_EQ(facts.floor_at, FloorAt::pair_end);
  EXPECT_EQ(facts.floor_op, a);
  EXPECT_EQ(facts.floor_outputs, std::vector<TensorId>{of_a});
  EXPECT_EQ(facts.floor_held, std::vector<TensorId>{of_b});
  EXPECT_EQ(solve(graph, 16).floor_ops, std::vector<OpId>{a});
  EXPECT_EQ(solve(graph, 17).status, Status::optimal);  // b, then a
}

TEST(GraphTest, DescribeReportsIssues) {
  const Facts facts = describe(Graph());
  ASSERT_EQ(facts.issues.size(), 1u);
  EXPECT_EQ(facts.issues[0].code, IssueCode::empty);
}

}  // namespace
}  // namespace moccasin
