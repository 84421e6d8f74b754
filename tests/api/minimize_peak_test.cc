// SPDX-License-Identifier: Apache-2.0
// The door's other objective; how good it is, tests/search/curve/peak_search_test.cc says.
#include <gtest/gtest.h>

#include <cstdint>
#include <string>

#include "moccasin/moccasin.hpp"

namespace moccasin {
namespace {

Graph training_chain(std::uint32_t layers) {
  Graph graph;
  for (std::uint32_t i = 0; i < 2 * layers; ++i) {
    graph.add_node({std::to_string(i), i < layers ? 10 : 20, 0, 0}, i < layers ? 8 : 4);
    if (i > 0) graph.add_edge(i - 1, i);
  }
  for (std::uint32_t i = 0; i + 1 < layers; ++i) graph.add_edge(i, 2 * layers - 1 - i);
  return graph;
}

Options peak_with_work(std::uint64_t work) {
  Options options;
  options.objective = Objective::peak;
  options.time_limit = 0;
  options.work_limit = work;
  return options;
}

TEST(MinimizePeak, IsTheLeastBudgetWithinAnOverhead) {
  const Graph graph = training_chain(20);
  Options options = peak_with_work(20'000'000);
  options.max_overhead = 0.1;
  const Result result = solve(graph, INT64_MAX, options);
  ASSERT_TRUE(result.has_schedule());
  EXPECT_EQ(result.max_duration, 660) << "600 and a tenth";
  EXPECT_LE(result.duration, 660);
  EXPECT_EQ(result.budget_needed, result.peak);
  EXPECT_LT(result.peak, result.base_peak);
  EXPECT_GE(result.peak, result.peak_bound);
  EXPECT_EQ(result.gap() == 0, result.status == Status::optimal);
  EXPECT_EQ(evaluate(graph, result.schedule).peak, result.peak);
  Options ticks = peak_with_work(20'000'000);
  ticks.max_duration = 660;
  EXPECT_EQ(solve(graph, INT64_MAX, ticks).schedule, result.schedule);
}

TEST(MinimizePeak, ABudgetThatIsTooSmallIsNotHonouredInSilence) {
  const Graph graph = training_chain(20);
  Options options = peak_with_work(20'000'000);
  options.max_overhead = 0.1;
  const std::int64_t least = solve(graph, INT64_MAX, options).peak_bound;
  const Result none = solve(graph, least - 1, options);
  EXPECT_EQ(none.status, Status::infeasible);
  EXPECT_FALSE(none.has_schedule());
  EXPECT_EQ(none.budget_needed, 0);
}

TEST(MinimizePeak, TheOtherObjectiveSaysWhatItsScheduleNeeds) {
  Options options;
  options.work_limit = 1'000'000;
  const Graph graph = training_chain(5);
  const Result result = solve(graph, 1'000, options);
  EXPECT_EQ(result.budget_needed, result.peak);
  EXPECT_EQ(result.max_duration, -1);
  options.arena = 16;
  const Result placed = solve(graph, 1'000, options);
  EXPECT_EQ(placed.budget_needed, placed.placement.arena);
}

TEST(MinimizePeak, TellsItsBoundAsItGoes) {
  const Graph graph = training_chain(20);
  Options options = peak_with_work(20'000'000);
  options.max_overhead = 0.1;
  std::int64_t peak = INT64_MAX;
  options.on_solution = [&](const Progress& progress, const std::vector<OpId>& schedule) {
    EXPECT_LT(progress.peak, peak);
    EXPECT_LE(progress.peak_bound, progress.peak);
    EXPECT_EQ(evaluate(graph, schedule).peak, progress.peak);
    peak = progress.peak;
    return true;
  };
  EXPECT_EQ(solve(graph, INT64_MAX, options).peak, peak);
}

std::string issue_of(const Options& options) {
  const Result result = solve(training_chain(2), 1'000, options);
  return result.issues.empty() ? "" : result.issues.front().message;
}

TEST(MinimizePeak, WhatDoesNotGoWithItIsAnIssue) {
  const auto with = [](const auto& change) {
    Options options = peak_with_work(100'000);
    change(options);
    return issue_of(options);
  };
  EXPECT_EQ(with([](Options&) {}), "");
  EXPECT_EQ(with([](Options& o) { o.target = 5; }),
            "target does not go with minimize peak: max-duration says how long a schedule may "
            "take");
  EXPECT_EQ(with([](Options& o) { o.certify = true; }),
            "certificate does not go with minimize peak: it is of a duration");
  EXPECT_EQ(with([](Options& o) { o.technique = Technique::local; }),
            "x-search does not go with minimize peak, which needs all techniques");
  EXPECT_EQ(with([](Options& o) { o.max_duration = 5, o.max_overhead = 0.1; }),
            "max-duration and max-overhead exclude each other");
  EXPECT_EQ(with([](Options& o) {
              o.objective = Objective::duration;
              o.max_overhead = 0.1;
            }),
            "max-overhead needs minimize peak");
  EXPECT_EQ(with([](Options& o) { o.max_overhead = -0.5; }),
            "max_overhead is negative or not a number");
}

TEST(MinimizePeak, ByNames) {
  Options options;
  EXPECT_EQ(set_option(options, "minimize", "peak"), std::nullopt);
  EXPECT_EQ(set_option(options, "max-overhead", "10%"), std::nullopt);
  EXPECT_EQ(options.objective, Objective::peak);
  EXPECT_DOUBLE_EQ(options.max_overhead, 0.1);
  EXPECT_EQ(set_option(options, "max_overhead", "none"), std::nullopt);
  EXPECT_EQ(options.max_overhead, -1);
  EXPECT_EQ(set_option(options, "max-overhead", "10")->message,
            "max-overhead: '10' is a fraction of more than 1; use 5% or 0.05 for 5 per cent, and "
            "500% for 5");
  EXPECT_EQ(set_option(options, "max-duration", "660"), std::nullopt);
  EXPECT_EQ(options.max_duration, 660);
  EXPECT_EQ(set_option(options, "minimize", "memory")->message,
            "minimize: 'memory' is not one of duration, peak");
}

}  // namespace
}  // namespace moccasin
