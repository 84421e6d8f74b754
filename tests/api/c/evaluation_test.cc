// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <cstdint>
#include <string>
#include <vector>

#include "tests/api/c/owned.h"

namespace moccasin::testing {
namespace {

using Steps = std::vector<std::uint32_t>;

// a --4--> b --2--> c, and a -> c: the example of the header.
Owned<moc_graph> example() {
  auto graph = made(moc_graph_create);
  const moc_op ops[] = {op_of("a", 10), op_of("b", 30), op_of("c", 20)};
  const std::int64_t sizes[] = {4, 2, 1};
  for (int i = 0; i < 3; ++i) (void)moc_graph_add_node(graph.get(), &ops[i], sizes[i], nullptr);
  (void)moc_graph_add_edge(graph.get(), 0, 1);
  (void)moc_graph_add_edge(graph.get(), 1, 2);
  (void)moc_graph_add_edge(graph.get(), 0, 2);
  return graph;
}

Owned<moc_evaluation> evaluate_c(const moc_graph* graph, const Steps& steps, moc_rc rc = MOC_OK) {
  moc_evaluation* evaluation = nullptr;
  EXPECT_EQ(moc_evaluate(graph, steps.data(), steps.size(), &evaluation), rc);
  return Owned<moc_evaluation>(evaluation);
}

moc_evaluation_info info_of(const Owned<moc_evaluation>& evaluation) {
  auto info = sized<moc_evaluation_info>();
  EXPECT_EQ(moc_evaluation_get(evaluation.get(), &info), MOC_OK);
  return info;
}

TEST(CEvaluationTest, AmountsOfAValidSchedule) {
  const auto evaluation = evaluate_c(example().get(), {0, 1, 0, 2});
  const moc_evaluation_info info = info_of(evaluation);
  EXPECT_EQ(info.num_issues, 0u);
  EXPECT_EQ(info.duration, 70);
  EXPECT_EQ(info.peak, 7);
  EXPECT_EQ(info.peak_step, 3u);
  EXPECT_EQ(std::vector<std::int64_t>(info.live, info.live + info.num_steps),
            (std::vector<std::int64_t>{4, 6, 6, 7}));
}

TEST(CEvaluationTest, ABrokenRuleIsAnIssue) {
  const auto evaluation = evaluate_c(example().get(), {0, 2, 1});
  EXPECT_EQ(info_of(evaluation).num_issues, 1u);
  EXPECT_EQ(info_of(evaluation).num_steps, 0u);
  auto issue = sized<moc_issue>();
  ASSERT_EQ(moc_evaluation_issue(evaluation.get(), 0, &issue), MOC_OK);
  EXPECT_EQ(issue.code, MOC_ISSUE_MISSING_INPUT);
  EXPECT_EQ(Steps(issue.ops, issue.ops + issue.num_ops), Steps{2});
  EXPECT_EQ(std::string(issue.message).substr(0, 8), "step 1: ");
  EXPECT_EQ(moc_evaluation_issue(evaluation.get(), 1, &issue), MOC_E_INVALID_ARG);
  EXPECT_STREQ(moc_last_error(), "i is 1, but there are 1 issues");
}

TEST(CEvaluationTest, AnInvalidGraphIsACodeAndIssues) {
  const auto empty = made(moc_graph_create);
  const auto evaluation = evaluate_c(empty.get(), {}, MOC_E_INVALID_GRAPH);
  EXPECT_STREQ(moc_last_error(), "the graph has no operations");
  auto issue = sized<moc_issue>();
  ASSERT_EQ(moc_evaluation_issue(evaluation.get(), 0, &issue), MOC_OK);
  EXPECT_EQ(issue.code, MOC_ISSUE_EMPTY);
  EXPECT_EQ(issue.num_ops, 0u);
  moc_buffers* buffers = nullptr;
  EXPECT_EQ(moc_lifetimes(empty.get(), nullptr, 0, &buffers), MOC_E_INVALID_GRAPH);
  EXPECT_EQ(buffers, nullptr);
}

TEST(CEvaluationTest, NullArguments) {
  const auto graph = example();
  moc_evaluation* evaluation = nullptr;
  EXPECT_EQ(moc_evaluate(graph.get(), nullptr, 1, &evaluation), MOC_E_INVALID_ARG);
  EXPECT_STREQ(moc_last_error(), "ops is null");
  EXPECT_EQ(moc_evaluate(graph.get(), nullptr, 0, nullptr), MOC_E_INVALID_ARG);
  EXPECT_STREQ(moc_last_error(), "out is null");
  EXPECT_EQ(moc_evaluation_get(nullptr, nullptr), MOC_E_INVALID_ARG);
  EXPECT_STREQ(moc_last_error(), "evaluation is null");
}

TEST(CLifetimesTest, EveryBuffer) {
  const auto graph = example();
  const Steps steps = {0, 1, 0, 2};
  moc_buffers* made_buffers = nullptr;
  ASSERT_EQ(moc_lifetimes(graph.get(), steps.data(), steps.size(), &made_buffers), MOC_OK);
  const Owned<moc_buffers> buffers(made_buffers);
  std::size_t count = 0;
  ASSERT_EQ(moc_buffers_count(buffers.get(), &count), MOC_OK);
  ASSERT_EQ(count, 4u);
  std::vector<std::vector<std::int64_t>> rows;  // tensor, copy, lower, upper, size
  for (std::size_t i = 0; i < count; ++i) {
    auto buffer = sized<moc_buffer>();
    ASSERT_EQ(moc_buffers_get(buffers.get(), i, &buffer), MOC_OK);
    rows.push_back({buffer.tensor, buffer.copy, buffer.lower, buffer.upper, buffer.size});
  }
  EXPECT_EQ(rows, (std::vector<std::vector<std::int64_t>>{
                      {0, 0, 0, 2, 4}, {1, 0, 1, 4, 2}, {0, 1, 2, 4, 4}, {2, 0, 3, 4, 1}}));
  auto buffer = sized<moc_buffer>();
  EXPECT_EQ(moc_buffers_get(buffers.get(), 4, &buffer), MOC_E_INVALID_ARG);
  EXPECT_STREQ(moc_last_error(), "i is 4, but there are 4 buffers");
  EXPECT_EQ(moc_buffers_count(buffers.get(), nullptr), MOC_E_INVALID_ARG);
  EXPECT_STREQ(moc_last_error(), "count is null");
}

TEST(CLifetimesTest, AnInvalidScheduleHasNone) {
  const auto graph = example();
  const Steps steps = {0, 1};
  moc_buffers* buffers = nullptr;
  EXPECT_EQ(moc_lifetimes(graph.get(), steps.data(), steps.size(), &buffers),
            MOC_E_INVALID_SCHEDULE);
  EXPECT_NE(std::string(moc_last_error()).find("'c'"), std::string::npos) << moc_last_error();
  EXPECT_EQ(buffers, nullptr);
}

}  // namespace
}  // namespace moccasin::testing
