// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include "moccasin/moccasin.hpp"
#include "tests/api/random_schedules.h"

namespace moccasin {
namespace {

// a(4) -> b(2) -> c(1), a -> c; durations 10, 30, 20.
Graph triangle() {
  Graph graph;
  graph.add_node({"a", 10}, 4);
  graph.add_node({"b", 30}, 2);
  graph.add_node({"c", 20}, 1);
  graph.add_edge(0, 1);
  graph.add_edge(1, 2);
  graph.add_edge(0, 2);
  return graph;
}

TEST(EvaluateTest, MeasuresTheBaseOrder) {
  const Evaluation evaluation = evaluate(triangle(), {0, 1, 2});
  EXPECT_TRUE(evaluation.valid);
  EXPECT_EQ(evaluation.duration, 60);
  EXPECT_EQ(evaluation.peak, 7);
  EXPECT_EQ(evaluation.peak_step, 2u);
  EXPECT_EQ(evaluation.live, (std::vector<std::int64_t>{4, 6, 7}));
}

TEST(EvaluateTest, RecomputationEndsALifetime) {
  const std::vector<OpId> schedule = {0, 1, 0, 2};
  const std::vector<Buffer> buffers = lifetimes(triangle(), schedule);
  ASSERT_EQ(buffers.size(), 4u);
  EXPECT_EQ(buffers[0].tensor, 0u);
  EXPECT_EQ(buffers[0].copy, 0);
  EXPECT_EQ(buffers[0].lower, 0);
  EXPECT_EQ(buffers[0].upper, 2);
  EXPECT_EQ(buffers[2].tensor, 0u);
  EXPECT_EQ(buffers[2].copy, 1);
  EXPECT_EQ(buffers[2].lower, 2);
  EXPECT_EQ(buffers[2].upper, 4);
  EXPECT_EQ(buffers[2].size, 4);
  EXPECT_EQ(evaluate(triangle(), schedule).duration, 70);
}

struct Broken {
  std::vector<OpId> schedule;
  IssueCode code;
  std::string message;
  std::vector<OpId> ops;
};

TEST(EvaluateTest, NamesTheRuleAndTheStep) {
  Graph graph = triangle();
  graph.add_node({"once", 1, 0, 1}, 1);
  const std::vector<Broken> broken = {
      {{0, 1, 2, 9}, IssueCode::unknown_op, "step 3: runs an operation that does not exist", {9}},
      {{1, 0, 2, 3},
       IssueCode::missing_input,
       "step 0: 'b' reads an output of 'a', which has not run yet",
       {1}},
      {{0, 1, 2}, IssueCode::missing_op, "'once' never runs", {}},
      {{0, 3, 1, 2, 3},
       IssueCode::too_many_copies,
       "step 4: 'once' has run 2 times by then, at most 1 is allowed",
       {3}},
  };
  for (const Broken& expected : broken) {
    const Evaluation evaluation = evaluate(graph, expected.schedule);
    EXPECT_FALSE(evaluation.valid);
    EXPECT_TRUE(evaluation.live.empty());
    ASSERT_EQ(evaluation.issues.size(), 1u) << expected.message;
    EXPECT_EQ(evaluation.issues[0].code, expected.code) << expected.message;
    EXPECT_EQ(evaluation.issues[0].message, expected.message);
    EXPECT_EQ(evaluation.issues[0].ops, expected.ops) << expected.message;
    EXPECT_TRUE(lifetimes(graph, expected.schedule).empty()) << expected.message;
  }
}

TEST(EvaluateTest, AnInvalidGraphIsReportedNotEvaluated) {
  const Evaluation evaluation = evaluate(Graph(), {});
  EXPECT_FALSE(evaluation.valid);
  ASSERT_EQ(evaluation.issues.size(), 1u);
  EXPECT_EQ(evaluation.issues[0].code, IssueCode::empty);
  EXPECT_TRUE(lifetimes(Graph(), {}).empty());
}

// Two ways to the same bytes: evaluate() measures, lifetimes() are added up here.
TEST(EvaluateTest, LifetimesAddUpToLiveBytes) {
  std::mt19937 random(1);
  for (int round = 0; round < 300; ++round) {
    const auto [graph, workspace, resident, schedule] = test::random_case(random);
    const Evaluation evaluation = evaluate(graph, schedule);
    ASSERT_TRUE(evaluation.valid);
    std::vector<std::int64_t> live(schedule.size(), resident);
    for (std::size_t i = 0; i < schedule.size(); ++i) live[i] += workspace[schedule[i]];
    for (const Buffer& buffer : lifetimes(graph, schedule)) {
      ASSERT_LT(buffer.lower, buffer.upper);
      for (std::int64_t i = buffer.lower; i < buffer.upper; ++i) {
        live[static_cast<std::size_t>(i)] += buffer.size;
      }
    }
    ASSERT_EQ(evaluation.live, live);
    const auto highest = std::max_element(live.begin(), live.end());
    ASSERT_EQ(evaluation.peak, *highest);
    ASSERT_EQ(evaluation.peak_step, static_cast<std::size_t>(highest - live.begin()));
  }
}

}  // namespace
}  // namespace moccasin
