// SPDX-License-Identifier: Apache-2.0
// Every hint, with a case where it has to be and one where it must not.
#include "app/hints.h"

#include <gtest/gtest.h>

#include <memory>

#include "tests/support/build_graph.h"

namespace moccasin::app {
namespace {

// A run that was stopped by the time limit with a schedule: nothing is to be said of it.
struct Example {
  Example() {
    limit_runs_of_0(0);
    solve_case.facts.base_duration = 1000;
    solve_case.facts.base_peak = 400;
    solve_case.facts.floor = 100;
    solve_case.budget = 300;
    result.status = Status::feasible;
    result.stop = Stop::time;
    result.duration = 1100;
    result.bound = 1050;
    result.budget_floor = 100;
    result.least_peak = 280;
    result.wall_seconds = 10;
    result.first_solution_seconds = 0.1;
    result.best_seconds = 5;
  }

  // Three operations, of which the first may run so often; 0: any number of times.
  void limit_runs_of_0(std::int32_t max_copies) {
    model::GraphBuilder builder;
    for (int op = 0; op < 3; ++op) {
      builder.add_operation({.name = std::to_string(op), .max_copies = op == 0 ? max_copies : 0});
    }
    auto file = std::make_shared<io::GraphFile>();
    file->graph = test::built(builder);
    solve_case.file = std::move(file);
  }

  [[nodiscard]] std::string hints() const {
    std::string all;
    for (const std::string& hint : hints_of(solve_case, result, free_duration)) all += hint + "\n";
    return all;
  }

  SolveCase solve_case;
  Result result;
  std::optional<std::int64_t> free_duration;
};

TEST(Hints, NothingIsSaidWhereNothingIsDue) { EXPECT_EQ(Example().hints(), ""); }

TEST(Hints, TheBoundIsNear) {
  Example example;
  example.result.bound = 1099;
  EXPECT_EQ(example.hints(), "the bound is 0.09 % away: no longer run can gain more than that\n");
  example.result.stop = Stop::gap;
  EXPECT_EQ(example.hints(), "") << "that was asked for";
  example.result.stop = Stop::proved;
  example.result.bound = 1100;
  EXPECT_EQ(example.hints(), "") << "it is met";
  example.result.stop = Stop::time;
  example.result.duration = 1'000'000;
  example.result.bound = 999'999;
  EXPECT_EQ(example.hints(), "the bound is <0.01 % away: no longer run can gain more than that\n");
}

TEST(Hints, TheFloorIsNear) {
  Example example;
  example.solve_case.budget = 102;
  EXPECT_EQ(
      example.hints(),
      "the budget is 2.00 % above the floor, below which nothing fits: 'moccasin sweep' shows "
      "what more memory gains\n");
  example.solve_case.budget = 103;
  EXPECT_EQ(example.hints(), "");
  example.solve_case.budget = 102;
  example.result.stop = Stop::proved;
  EXPECT_EQ(example.hints(), "") << "this one was not slow";
}

TEST(Hints, TheBaseOrderFits) {
  Example example;
  example.solve_case.budget = 400;
  EXPECT_EQ(example.hints(), "the base order fits this budget as it is\n");
  example.solve_case.settings.solver.arena = 1;
  EXPECT_EQ(example.hints(), "") << "its arena may be larger";
  example.solve_case.settings.solver.arena = 0;
  example.solve_case.budget = 399;
  EXPECT_EQ(example.hints(), "");
}

TEST(Hints, TheLastImprovementCameLate) {
  Example example;
  example.result.best_seconds = 9.5;
  EXPECT_EQ(example.hints(),
            "the last improvement came after 9.5 s of 10.0 s: a longer run may find more\n");
  example.result.first_solution_seconds = 9.5;
  EXPECT_EQ(example.hints(), "") << "it is the first";
  example.result.first_solution_seconds = 1;
  example.result.bound = 1099;
  EXPECT_EQ(example.hints(), "the bound is 0.09 % away: no longer run can gain more than that\n");
  example.result.bound = 1050;
  example.result.stop = Stop::work;
  EXPECT_EQ(example.hints(), "");
}

TEST(Hints, TheKeptOrderCosts) {
  Example example;
  example.free_duration = 1069;
  EXPECT_EQ(example.hints(), "") << "the kept order may have faster ones";
  example.result.status = Status::optimal;
  example.result.stop = Stop::proved;
  EXPECT_EQ(example.hints(),
            "the kept order costs at least 3.10 points: --order free finds +6.90 %\n");
  example.free_duration = 1100;
  EXPECT_EQ(example.hints(), "");
}

TEST(Hints, TheKeptOrderIsWhatDoesNotFit) {
  Example example;
  example.result.status = Status::infeasible;
  example.result.stop = Stop::proved;
  const std::string look = "--minimize peak looks for the smallest budget that works\n";
  EXPECT_EQ(example.hints(), look);
  example.free_duration = 1120;
  EXPECT_EQ(example.hints(),
            "it is the kept order that does not fit: --order free finds +12.00 %\n" + look);
}

TEST(Hints, WhatIsGainedMustBeSeenInTheFigures) {
  Example example;
  example.solve_case.facts.base_duration = 1'000'000;
  example.result.duration = 1'100'000;
  example.result.bound = 1'050'000;
  example.result.status = Status::optimal;
  example.free_duration = 1'099'990;
  EXPECT_EQ(example.hints(), "");
  example.free_duration = 1'099'900;
  EXPECT_EQ(example.hints(),
            "the kept order costs at least 0.01 points: --order free finds +9.99 %\n");
}

TEST(Hints, TheCopiesAreUsedUp) {
  Example example;
  example.solve_case.settings.solver.max_copies = 2;
  example.result.schedule = {0, 1, 0, 2, 1};
  EXPECT_EQ(example.hints(),
            "2 operations run as often as --max-copies allows: without it there may be faster "
            "schedules\n");
  example.result.schedule = {0, 1, 0, 2};
  EXPECT_EQ(example.hints(),
            "1 operation runs as often as --max-copies allows: without it there may be faster "
            "schedules\n");
  example.limit_runs_of_0(2);
  EXPECT_EQ(example.hints(), "") << "the graph allows no more";
  example.limit_runs_of_0(0);
  example.result.schedule = {0, 1, 2};
  EXPECT_EQ(example.hints(), "");
  example.result.schedule = {0, 1, 0, 2, 1};
  for (const std::int32_t most : {0, 1, 3}) {
    example.solve_case.settings.solver.max_copies = most;
    EXPECT_EQ(example.hints(), "") << most;
  }
}

TEST(Hints, TheMemoryLimitEndedIt) {
  Example example;
  example.result.stop = Stop::memory;
  EXPECT_EQ(example.hints(), "") << "there is no such limit: the machine has no more";
  example.solve_case.settings.solver.memory_limit = 1000;
  EXPECT_EQ(example.hints(),
            "--memory-limit ended the search after 10.0 s: with more memory it would have gone "
            "on\n");
  example.result.stop = Stop::time;
  EXPECT_EQ(example.hints(), "");
}

TEST(Hints, WithoutAScheduleALowerBudgetCanBeLookedFor) {
  Example example;
  example.result.status = Status::unknown;
  EXPECT_EQ(example.hints(), "--minimize peak looks for the smallest budget that works\n");
  example.solve_case.settings.solver.objective = Objective::peak;
  EXPECT_EQ(example.hints(), "");
  example.solve_case.settings.solver.objective = Objective::duration;
  example.result.least_peak = example.result.budget_floor;
  EXPECT_EQ(example.hints(), "") << "it is known";
  example.solve_case.settings.solver.arena = 64;
  EXPECT_NE(example.hints(), "") << "that of an arena is not";
}

TEST(AsksWhatOrderCosts, OnlyWhereAShortSearchCanTell) {
  Example example;
  const auto asks = [&] { return asks_what_order_costs(example.solve_case, example.result); };
  example.solve_case.settings.solver.order = Order::kept;
  EXPECT_FALSE(asks()) << "its time is over";
  example.result.stop = Stop::gap;
  EXPECT_FALSE(asks()) << "the kept order may have faster ones";
  example.result.stop = Stop::proved;
  example.result.status = Status::optimal;
  EXPECT_TRUE(asks());
  example.result.duration = 1000;
  EXPECT_FALSE(asks()) << "nothing is faster";
  example.result.duration = 1100;
  example.result.status = Status::infeasible;
  EXPECT_TRUE(asks()) << "another order may fit";
  example.result.budget_floor = 301;
  EXPECT_FALSE(asks()) << "none can";
  example.result.status = Status::optimal;
  EXPECT_TRUE(asks());
  example.solve_case.settings.solver.order = Order::free;
  EXPECT_FALSE(asks());
}

}  // namespace
}  // namespace moccasin::app
