// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <cstdint>
#include <string>
#include <vector>

#include "tests/api/c/owned.h"

namespace moccasin::testing {
namespace {

using Ids = std::vector<std::uint32_t>;

Owned<moc_facts> describe_c(const moc_graph* graph, moc_rc rc = MOC_OK) {
  moc_facts* facts = nullptr;
  EXPECT_EQ(moc_describe(graph, &facts), rc);
  return Owned<moc_facts>(facts);
}

moc_facts_info info_of(const Owned<moc_facts>& facts) {
  auto info = sized<moc_facts_info>();
  EXPECT_EQ(moc_facts_get(facts.get(), &info), MOC_OK);
  return info;
}

// One operation alone needs the most: b, with the input a, its output and 9 of workspace.
TEST(CFactsTest, TheFloorOfAnOperation) {
  const auto graph = made(moc_graph_create);
  const moc_op a = op_of("a", 10);
  moc_op b = op_of("b", 30);
  b.workspace = 9;
  ASSERT_EQ(moc_graph_add_node(graph.get(), &a, 4, nullptr), MOC_OK);
  ASSERT_EQ(moc_graph_add_node(graph.get(), &b, 2, nullptr), MOC_OK);
  ASSERT_EQ(moc_graph_add_edge(graph.get(), 0, 1), MOC_OK);
  ASSERT_EQ(moc_graph_set_resident(graph.get(), 100), MOC_OK);
  const auto facts = describe_c(graph.get());
  const moc_facts_info info = info_of(facts);
  EXPECT_EQ(info.num_issues, 0u);
  EXPECT_EQ(info.num_uses, 1u);
  EXPECT_EQ(info.base_duration, 40);
  EXPECT_EQ(info.base_peak, 115);
  EXPECT_EQ(info.base_peak_op, 1u);
  EXPECT_EQ(info.floor, 115);
  EXPECT_EQ(info.floor_at, MOC_FLOOR_AT_OP);
  EXPECT_EQ(info.floor_op, 1u);
  EXPECT_EQ(Ids(info.floor_inputs, info.floor_inputs + info.num_floor_inputs), Ids{0});
  EXPECT_EQ(Ids(info.floor_outputs, info.floor_outputs + info.num_floor_outputs), Ids{1});
  EXPECT_EQ(info.num_floor_held, 0u);
  EXPECT_EQ(info.floor_workspace, 9);
  EXPECT_EQ(info.resident, 100);
}

// c reads a and b; while b runs, which comes last, a is held: 9 of workspace, 4 and 2.
TEST(CFactsTest, TheFloorOfAPair) {
  const auto graph = made(moc_graph_create);
  moc_op busy = op_of("a", 10);
  busy.workspace = 9;
  const moc_op reader = op_of("c", 10);
  ASSERT_EQ(moc_graph_add_node(graph.get(), &busy, 4, nullptr), MOC_OK);
  ASSERT_EQ(moc_graph_add_node(graph.get(), &busy, 4, nullptr), MOC_OK);
  ASSERT_EQ(moc_graph_add_node(graph.get(), &reader, 1, nullptr), MOC_OK);
  ASSERT_EQ(moc_graph_add_edge(graph.get(), 0, 2), MOC_OK);
  ASSERT_EQ(moc_graph_add_edge(graph.get(), 1, 2), MOC_OK);
  const auto facts = describe_c(graph.get());
  const moc_facts_info info = info_of(facts);
  EXPECT_EQ(info.floor, 17);
  EXPECT_EQ(info.floor_at, MOC_FLOOR_AT_PAIR);
  EXPECT_EQ(info.floor_reader, 2u);
  EXPECT_EQ(info.num_floor_held, 1u);
}

// Two retained outputs, of which one operation alone does not see the other.
TEST(CFactsTest, TheFloorOfTheEnd) {
  const auto graph = made(moc_graph_create);
  const moc_op op = op_of("a", 10);
  for (const std::uint32_t i : {0u, 1u}) {
    ASSERT_EQ(moc_graph_add_op(graph.get(), &op, nullptr), MOC_OK);
    ASSERT_EQ(moc_graph_add_output(graph.get(), i, 4, MOC_TENSOR_RETAIN, nullptr), MOC_OK);
  }
  const auto facts = describe_c(graph.get());
  const moc_facts_info info = info_of(facts);
  EXPECT_EQ(info.floor, 8);
  EXPECT_EQ(info.floor_at, MOC_FLOOR_AT_END);
  EXPECT_EQ(info.num_floor_inputs, 0u);
  EXPECT_EQ(Ids(info.floor_outputs, info.floor_outputs + info.num_floor_outputs), (Ids{0, 1}));
}

TEST(CFactsTest, EveryIssueOfAnInvalidGraph) {
  const auto graph = made(moc_graph_create);
  const moc_op op = op_of("a", -1);
  ASSERT_EQ(moc_graph_add_node(graph.get(), &op, -2, nullptr), MOC_OK);
  const auto facts = describe_c(graph.get(), MOC_E_INVALID_GRAPH);
  EXPECT_STREQ(moc_last_error(), "'a' has a negative duration");
  EXPECT_EQ(info_of(facts).num_issues, 2u);
  auto issue = sized<moc_issue>();
  ASSERT_EQ(moc_facts_issue(facts.get(), 0, &issue), MOC_OK);
  EXPECT_STREQ(issue.message, "'a' has a negative duration");
  EXPECT_EQ(issue.code, MOC_ISSUE_NEGATIVE_VALUE);
  EXPECT_EQ(moc_facts_issue(facts.get(), 0, nullptr), MOC_E_INVALID_ARG);
  EXPECT_STREQ(moc_last_error(), "issue is null");
  EXPECT_EQ(moc_facts_issue(facts.get(), SIZE_MAX, &issue), MOC_E_INVALID_ARG);
  EXPECT_STREQ(moc_last_error(), "i is 18446744073709551615, but there are 2 issues");
}

}  // namespace
}  // namespace moccasin::testing
