// SPDX-License-Identifier: Apache-2.0
#include "moccasin/sweep.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <new>
#include <stdexcept>
#include <string>

namespace moccasin {
namespace {

// Layers forward, a loss, layers backward: each reads the forward result of its layer.
Graph training_chain(std::uint32_t layers) {
  Graph graph;
  for (std::uint32_t i = 0; i < 2 * layers; ++i) {
    graph.add_node({std::to_string(i), i < layers ? 10 : 20, 0, 0}, i < layers ? 8 : 4);
    if (i > 0) graph.add_edge(i - 1, i);
  }
  for (std::uint32_t i = 0; i + 1 < layers; ++i) graph.add_edge(i, 2 * layers - 1 - i);
  return graph;
}

SweepOptions with_work(std::uint64_t work) {
  SweepOptions options;
  options.solve.time_limit = 0;
  options.solve.work_limit = work;
  options.points = 6;
  return options;
}

TEST(SweepDoor, EveryScheduleFitsAndBothCurvesFall) {
  const Graph graph = training_chain(12);
  const SweepResult result = sweep(graph, with_work(8'000'000));
  ASSERT_TRUE(result.issues.empty());
  ASSERT_GE(result.points.size(), 6u);
  EXPECT_EQ(result.points.back().budget, result.base_peak);
  EXPECT_EQ(result.points.front().budget, result.budget_floor);
  for (std::size_t i = 0; i < result.points.size(); ++i) {
    const SweepPoint& point = result.points[i];
    if (!point.has_schedule()) continue;
    const Evaluation found = evaluate(graph, point.schedule);
    ASSERT_TRUE(found.valid);
    EXPECT_EQ(found.duration, point.duration);
    EXPECT_EQ(found.peak, point.peak);
    EXPECT_LE(found.peak, point.budget);
    EXPECT_GE(point.duration, point.bound);
    EXPECT_EQ(point.status == Status::optimal, point.duration == point.bound);
    if (i > 0 && result.points[i - 1].has_schedule()) {
      EXPECT_GE(result.points[i - 1].duration, point.duration);
    }
  }
  const auto number = [&](bool between, bool read_off) {
    return std::count_if(result.points.begin(), result.points.end(), [&](const SweepPoint& point) {
      return point.between == between && point.read_off == read_off;
    });
  };
  EXPECT_EQ(number(false, false), 6);
  EXPECT_EQ(number(false, true), 0);
  EXPECT_GT(number(true, false), 0);
  EXPECT_GT(number(true, true), 0);
  EXPECT_GE(result.knee, 0);
  EXPECT_EQ(result.stop, Stop::work);
}

TEST(SweepDoor, GoesOnFromItsOwnPoints) {
  const Graph graph = training_chain(12);
  const SweepResult first = sweep(graph, with_work(8'000'000));
  SweepOptions options = with_work(1);
  options.known = first.points;
  const SweepResult again = sweep(graph, options);
  ASSERT_EQ(again.points.size(), first.points.size());
  for (std::size_t i = 0; i < again.points.size(); ++i) {
    EXPECT_EQ(again.points[i].duration, first.points[i].duration);
    EXPECT_EQ(again.points[i].bound, first.points[i].bound);
    EXPECT_EQ(again.points[i].status, first.points[i].status);
    EXPECT_EQ(again.points[i].budget, first.points[i].budget);
    EXPECT_EQ(again.points[i].between, first.points[i].between);
  }
}

std::string issue_of(const SweepOptions& options) {
  const SweepResult result = sweep(training_chain(2), options);
  return result.issues.empty() ? "" : result.issues.front().message;
}

TEST(SweepDoor, WhatItCannotHonourIsAnIssue) {
  EXPECT_EQ(issue_of(with_work(1)), "");
  const auto with = [](const auto& change) {
    SweepOptions options = with_work(1);
    change(options);
    return issue_of(options);
  };
  EXPECT_EQ(with([](auto& o) { o.solve.arena = 8; }), "a sweep has no arena");
  EXPECT_EQ(with([](auto& o) { o.solve.objective = Objective::peak; }),
            "a sweep minimizes durations");
  EXPECT_EQ(with([](auto& o) { o.solve.target = 8; }), "a sweep has no target");
  EXPECT_EQ(with([](auto& o) { o.solve.certify = true; }), "a sweep makes no certificate");
  EXPECT_EQ(with([](auto& o) { o.solve.warm_start = {0}; }),
            "a sweep starts from its known points, not from warm_start");
  EXPECT_EQ(with([](auto& o) { o.solve.technique = Technique::local; }),
            "a sweep needs all techniques");
  EXPECT_EQ(with([](auto& o) { o.points = 1; }), "points is below 2");
  EXPECT_EQ(with([](auto& o) { o.from = 9, o.to = 8; }), "from is above to");
  EXPECT_EQ(with([](auto& o) { o.budgets = {5, -5}; }), "a budget is negative");
  EXPECT_EQ(with([](auto& o) { o.solve.threads = 0; }), "threads is below 1");
  EXPECT_EQ(with([](auto& o) { o.solve.on_progress = [](const Progress&) { return true; }; }),
            "a sweep calls SweepOptions::on_progress");
}

TEST(SweepDoor, AGraphThatIsNotValidIsAnIssue) {
  const SweepResult result = sweep(Graph());
  ASSERT_EQ(result.issues.size(), 1u);
  EXPECT_EQ(result.issues.front().code, IssueCode::empty);
  EXPECT_TRUE(result.points.empty());
}

TEST(SweepDoor, WhatACallbackThrowsEndsIt) {
  const auto stop_of = [](const std::function<bool(const SweepProgress&)>& callback) {
    SweepOptions options;
    options.on_progress = callback;
    return sweep(training_chain(40), options).stop;
  };
  EXPECT_EQ(stop_of([](const SweepProgress&) { return false; }), Stop::user);
  EXPECT_EQ(stop_of([](const SweepProgress&) -> bool { throw std::runtime_error("no"); }),
            Stop::error);
  EXPECT_EQ(stop_of([](const SweepProgress&) -> bool { throw std::bad_alloc(); }), Stop::memory);
}

TEST(SweepDoor, AStopFromOutsideEndsIt) {
  StopFlag stop;
  stop.request();
  const SweepResult result = sweep(training_chain(12), {}, &stop);
  EXPECT_EQ(result.stop, Stop::user);
  EXPECT_FALSE(result.points.empty()) << "the base order is known";
}

}  // namespace
}  // namespace moccasin
