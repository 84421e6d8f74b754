// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <csignal>
#include <new>
#include <stdexcept>
#include <string>
#include <thread>
#include <tuple>
#include <vector>

#include "moccasin/moccasin.hpp"
#include "tests/api/c/owned.h"

namespace moccasin::testing {
namespace {

using Steps = std::vector<std::uint32_t>;

struct Solved {
  moc_rc rc = MOC_OK;
  Owned<moc_result> result;
  moc_result_info info = {};
};

Solved solve_c(const moc_graph* graph, std::int64_t budget, const moc_options* options,
               const moc_callbacks* callbacks = nullptr, const moc_stop* stop = nullptr) {
  Solved solved;
  moc_result* result = nullptr;
  solved.rc = moc_solve(graph, budget, options, callbacks, stop, &result);
  solved.result.reset(result);
  if (result != nullptr) solved.info = info_of(result);
  return solved;
}

Steps steps(const moc_result_info& info) { return {info.schedule, info.schedule + info.num_steps}; }

// What training_chain() of tests/api/c/owned.h is in C++.
Graph chain_in_cpp(std::uint32_t layers) {
  Graph graph;
  for (std::uint32_t i = 0; i < layers; ++i) graph.add_node({"f" + std::to_string(i), 10}, 4);
  for (std::uint32_t i = 0; i < layers; ++i) graph.add_node({"b" + std::to_string(i), 10}, 4);
  for (std::uint32_t i = 0; i + 1 < 2 * layers; ++i) graph.add_edge(i, i + 1);
  for (std::uint32_t i = 0; i < layers; ++i) graph.add_edge(layers - 1 - i, layers + i);
  return graph;
}

// Nothing but annealing, which proves nothing and so goes on until it is stopped.
Owned<moc_options> endless() {
  auto options = made(moc_options_create);
  (void)moc_options_set_str(options.get(), "time-limit", "none");
  (void)moc_options_set_str(options.get(), "x-search", "local");
  return options;
}

TEST(CSolveTest, FindsWhatCppFinds) {
  const auto graph = training_chain(8);
  const std::int64_t budget = tight_budget(graph.get());
  Options options;
  options.time_limit = 0;
  options.work_limit = 200'000;
  const Result expected = moccasin::solve(chain_in_cpp(8), budget, options);
  ASSERT_TRUE(expected.has_schedule());

  const Solved solved = solve_c(graph.get(), budget, quick().get());
  ASSERT_EQ(solved.rc, MOC_OK);
  EXPECT_EQ(steps(solved.info), expected.schedule);
  EXPECT_EQ(solved.info.status, MOC_STATUS_OPTIMAL);
  EXPECT_EQ(expected.status, Status::optimal);
  EXPECT_EQ(solved.info.stop, MOC_STOP_PROVED);
  EXPECT_EQ(solved.info.duration, expected.duration);
  EXPECT_EQ(solved.info.peak, expected.peak);
  EXPECT_EQ(solved.info.bound, expected.bound);
  EXPECT_EQ(solved.info.gap, 0);
  EXPECT_EQ(solved.info.base_duration, expected.base_duration);
  EXPECT_EQ(solved.info.base_peak, expected.base_peak);
  EXPECT_EQ(solved.info.least_peak, expected.least_peak);
  EXPECT_EQ(solved.info.num_least_peak_steps, 0u);
  EXPECT_EQ(solved.info.budget_floor, expected.budget_floor);
  EXPECT_EQ(Steps(solved.info.floor_ops, solved.info.floor_ops + solved.info.num_floor_ops),
            expected.floor_ops);
  EXPECT_EQ(solved.info.found_by, expected.found_by);
  EXPECT_EQ(solved.info.bound_by, expected.bound_by);
  EXPECT_EQ(solved.info.work, expected.work);
  EXPECT_EQ(solved.info.num_issues, 0u);
  EXPECT_EQ(solved.info.has_certificate, 0);
  EXPECT_LE(solved.info.first_solution_seconds, solved.info.best_seconds);
  EXPECT_LE(solved.info.best_seconds, solved.info.wall_seconds);
  ASSERT_EQ(solved.info.num_counters, expected.statistics.size());
  for (std::size_t i = 0; i < expected.statistics.size(); ++i) {
    const char* name = nullptr;
    std::int64_t value = 0;
    ASSERT_EQ(moc_result_counter(solved.result.get(), i, &name, &value), MOC_OK);
    EXPECT_EQ(name, expected.statistics[i].name);
    EXPECT_EQ(value, expected.statistics[i].value) << name;
  }
}

TEST(CSolveTest, ABudgetBelowTheFloorIsAResult) {
  const auto graph = training_chain(3);
  const Solved solved = solve_c(graph.get(), 1, nullptr);
  EXPECT_EQ(solved.rc, MOC_OK);
  EXPECT_EQ(solved.info.status, MOC_STATUS_INFEASIBLE);
  EXPECT_EQ(solved.info.stop, MOC_STOP_PROVED);
  EXPECT_EQ(solved.info.num_steps, 0u);
  EXPECT_EQ(solved.info.budget_floor, 12);
  EXPECT_GT(solved.info.num_floor_ops, 0u);
  EXPECT_EQ(solved.info.least_peak, solved.info.base_peak);
  EXPECT_EQ(solved.info.num_least_peak_steps, 6u);
}

TEST(CSolveTest, WhatIsWrongIsACodeATextAndIssues) {
  const auto graph = made(moc_graph_create);
  const moc_op op = op_of("a", -1);
  ASSERT_EQ(moc_graph_add_node(graph.get(), &op, -2, nullptr), MOC_OK);
  const Solved wrong_graph = solve_c(graph.get(), 1, nullptr);
  EXPECT_EQ(wrong_graph.rc, MOC_E_INVALID_GRAPH);
  EXPECT_STREQ(moc_last_error(), "'a' has a negative duration");
  EXPECT_EQ(wrong_graph.info.status, MOC_STATUS_INVALID);
  ASSERT_EQ(wrong_graph.info.num_issues, 2u);
  auto issue = sized<moc_issue>();
  ASSERT_EQ(moc_result_issue(wrong_graph.result.get(), 1, &issue), MOC_OK);
  EXPECT_EQ(issue.code, MOC_ISSUE_NEGATIVE_VALUE);
  EXPECT_NE(std::string(issue.message).find("negative"), std::string::npos);
  EXPECT_EQ(Steps(issue.ops, issue.ops + issue.num_ops), Steps{0});
  EXPECT_EQ(moc_result_issue(wrong_graph.result.get(), 2, &issue), MOC_E_INVALID_ARG);
  EXPECT_STREQ(moc_last_error(), "i is 2, but there are 2 issues");

  const auto options = quick();
  ASSERT_EQ(moc_options_set_str(options.get(), "x-search", "lns"), MOC_OK);
  const Solved wrong_option = solve_c(training_chain(2).get(), 1, options.get());
  EXPECT_EQ(wrong_option.rc, MOC_E_INVALID_OPTION);
  EXPECT_STREQ(moc_last_error(),
               "x-search cdcl and lns need order kept: the engine knows no other order");
  EXPECT_EQ(wrong_option.info.status, MOC_STATUS_INVALID);
}

TEST(CSolveTest, NullAndWrongArguments) {
  const auto graph = training_chain(2);
  EXPECT_EQ(moc_solve(graph.get(), 1, nullptr, nullptr, nullptr, nullptr), MOC_E_INVALID_ARG);
  EXPECT_STREQ(moc_last_error(), "out is null");
  moc_result* result = reinterpret_cast<moc_result*>(graph.get());
  EXPECT_EQ(moc_solve(nullptr, 1, nullptr, nullptr, nullptr, &result), MOC_E_INVALID_ARG);
  EXPECT_STREQ(moc_last_error(), "graph is null");
  EXPECT_EQ(result, nullptr);
  const auto* const no_options = reinterpret_cast<const moc_options*>(graph.get());
  EXPECT_EQ(solve_c(graph.get(), 1, no_options).rc, MOC_E_INVALID_ARG);
  EXPECT_STREQ(moc_last_error(), "options is no moc_options, or one that was freed");
  const auto* const no_stop = reinterpret_cast<const moc_stop*>(graph.get());
  EXPECT_EQ(solve_c(graph.get(), 1, nullptr, nullptr, no_stop).rc, MOC_E_INVALID_ARG);
  EXPECT_STREQ(moc_last_error(), "stop is no moc_stop, or one that was freed");
  const moc_callbacks unset = {};
  EXPECT_EQ(solve_c(graph.get(), 1, nullptr, &unset).rc, MOC_E_INVALID_ARG);
  EXPECT_STREQ(moc_last_error(), "callbacks: struct_size is 0; set it to the sizeof of the struct");
  const Solved solved = solve_c(graph.get(), 16, nullptr);
  EXPECT_EQ(moc_result_counter(solved.result.get(), 0, nullptr, nullptr), MOC_E_INVALID_ARG);
  EXPECT_STREQ(moc_last_error(), "name is null");
  EXPECT_EQ(moc_result_get(solved.result.get(), nullptr), MOC_E_INVALID_ARG);
  EXPECT_STREQ(moc_last_error(), "info is null");
}

struct Listener {
  moc_graph* graph = nullptr;
  moc_options* options = nullptr;
  moc_stop* stop = nullptr;
  int progress_calls = 0;
  std::vector<Steps> solutions;
  std::vector<std::int64_t> durations;
  std::vector<moc_rc> codes;
};

moc_callbacks callbacks_of(Listener& listener) {
  auto callbacks = sized<moc_callbacks>();
  callbacks.user = &listener;
  callbacks.on_progress = [](void* user, const moc_progress* progress) {
    EXPECT_EQ(progress->struct_size, sizeof(moc_progress));
    EXPECT_NE(progress->phase, nullptr);
    auto& seen = *static_cast<Listener*>(user);
    ++seen.progress_calls;
    return seen.solutions.empty() ? 0 : 1;
  };
  callbacks.on_solution = [](void* user, const moc_progress* progress, const std::uint32_t* ops,
                             std::size_t num_steps) {
    auto& seen = *static_cast<Listener*>(user);
    EXPECT_EQ(progress->has_solution, 1);
    seen.durations.push_back(progress->duration);
    seen.solutions.emplace_back(ops, ops + num_steps);
    return 0;
  };
  return callbacks;
}

TEST(CSolveTest, CallbacksSeeEverySolution) {
  const auto graph = training_chain(8);
  Listener seen;
  const moc_callbacks callbacks = callbacks_of(seen);
  const Solved solved =
      solve_c(graph.get(), tight_budget(graph.get()), endless().get(), &callbacks);
  ASSERT_EQ(solved.rc, MOC_OK);
  EXPECT_EQ(solved.info.stop, MOC_STOP_USER);
  EXPECT_GT(seen.progress_calls, 0);
  ASSERT_FALSE(seen.solutions.empty());
  EXPECT_EQ(seen.solutions.back(), steps(solved.info));
  EXPECT_EQ(seen.durations.back(), solved.info.duration);
}

// What a callback hears of a solution, but for the clock.
using Heard =
    std::tuple<std::uint64_t, std::int64_t, std::int64_t, std::int64_t, std::string, bool>;

TEST(CSolveTest, CallbacksHearWhatThoseOfCppHear) {
  const auto graph = training_chain(40);
  const std::int64_t budget = describe(chain_in_cpp(40)).base_peak / 2;
  Options options;
  options.time_limit = 0;
  options.work_limit = 200'000;
  options.technique = Technique::local;
  std::vector<Heard> expected, heard;
  options.on_solution = [&](const Progress& now, const Steps&) {
    expected.emplace_back(now.work, now.duration, now.peak, now.bound, now.phase, now.has_solution);
    return true;
  };
  const Result result = moccasin::solve(chain_in_cpp(40), budget, options);
  ASSERT_GT(expected.size(), 1u);

  auto callbacks = sized<moc_callbacks>();
  callbacks.user = &heard;
  callbacks.on_solution = [](void* user, const moc_progress* now, const std::uint32_t*,
                             std::size_t) {
    EXPECT_GE(now->wall_seconds, 0);
    static_cast<std::vector<Heard>*>(user)->emplace_back(
        now->work, now->duration, now->peak, now->bound, now->phase, now->has_solution != 0);
    return 0;
  };
  const auto quick_local = quick();
  ASSERT_EQ(moc_options_set_str(quick_local.get(), "x-search", "local"), MOC_OK);
  const Solved solved = solve_c(graph.get(), budget, quick_local.get(), &callbacks);
  EXPECT_EQ(heard, expected);
  EXPECT_GT(solved.info.gap, 0);
  EXPECT_EQ(solved.info.gap, result.gap());
}

TEST(CSolveTest, WhatIsInUseCannotChange) {
  const auto graph = training_chain(8);
  const auto options = quick();
  const auto stop = made(moc_stop_create);
  Listener seen;
  seen.graph = graph.get(), seen.options = options.get(), seen.stop = stop.get();
  auto callbacks = callbacks_of(seen);
  callbacks.on_solution = [](void* user, const moc_progress*, const std::uint32_t* ops,
                             std::size_t num_steps) {
    auto& in_use = *static_cast<Listener*>(user);
    moc_evaluation* evaluation = nullptr;
    in_use.codes = {moc_graph_add_use(in_use.graph, 0, 0),
                    moc_graph_free(in_use.graph),
                    moc_options_set_i64(in_use.options, "threads", 2),
                    moc_options_free(in_use.options),
                    moc_stop_free(in_use.stop),
                    moc_evaluate(in_use.graph, ops, num_steps, &evaluation)};
    (void)moc_evaluation_free(evaluation);
    return 1;
  };
  const Solved solved =
      solve_c(graph.get(), tight_budget(graph.get()), options.get(), &callbacks, stop.get());
  EXPECT_EQ(solved.info.stop, MOC_STOP_USER);
  EXPECT_EQ(seen.codes, (std::vector<moc_rc>{MOC_E_BUSY, MOC_E_BUSY, MOC_E_BUSY, MOC_E_BUSY,
                                             MOC_E_BUSY, MOC_OK}))
      << "reading is allowed";
  EXPECT_EQ(moc_graph_add_use(graph.get(), 1, 0), MOC_OK) << "free again";
  EXPECT_EQ(moc_options_set_i64(options.get(), "threads", 2), MOC_OK);
}

// What either callback answers or throws, and the reason that is told.
TEST(CSolveTest, CallbacksStopTheSearchAndMayThrow) {
  const auto graph = training_chain(8);
  const std::int64_t budget = tight_budget(graph.get());
  using OnProgress = int (*)(void*, const moc_progress*);
  using OnSolution = int (*)(void*, const moc_progress*, const std::uint32_t*, std::size_t);
  struct Case {
    OnProgress on_progress;
    OnSolution on_solution;
    int stop;
  };
  const Case cases[] = {
      {[](void*, const moc_progress*) { return -1; }, nullptr, MOC_STOP_USER},
      {nullptr, [](void*, const moc_progress*, const std::uint32_t*, std::size_t) { return 7; },
       MOC_STOP_USER},
      {[](void*, const moc_progress*) -> int { throw std::runtime_error("mine"); }, nullptr,
       MOC_STOP_ERROR},
      {nullptr,
       [](void*, const moc_progress*, const std::uint32_t*, std::size_t) -> int { throw 1; },
       MOC_STOP_ERROR},
      {[](void*, const moc_progress*) -> int { throw std::bad_alloc(); }, nullptr, MOC_STOP_MEMORY},
  };
  for (const Case& given : cases) {
    auto callbacks = sized<moc_callbacks>();
    callbacks.on_progress = given.on_progress;
    callbacks.on_solution = given.on_solution;
    const Solved solved = solve_c(graph.get(), budget, endless().get(), &callbacks);
    EXPECT_EQ(solved.rc, MOC_OK);
    EXPECT_EQ(solved.info.stop, given.stop);
    EXPECT_EQ(moc_graph_set_resident(graph.get(), 0), MOC_OK) << "no longer in use";
  }
}

moc_stop* signalled = nullptr;

TEST(CSolveTest, ASignalHandlerStopsTheSearch) {
  const auto graph = training_chain(40);
  const auto stop = made(moc_stop_create);
  signalled = stop.get();
  auto* const before = std::signal(SIGUSR1, [](int) { (void)moc_stop_request(signalled); });
  auto callbacks = sized<moc_callbacks>();
  callbacks.on_progress = [](void*, const moc_progress*) { return std::raise(SIGUSR1); };
  const Solved solved =
      solve_c(graph.get(), tight_budget(graph.get()), endless().get(), &callbacks, stop.get());
  std::signal(SIGUSR1, before);
  EXPECT_EQ(solved.rc, MOC_OK);
  EXPECT_EQ(solved.info.stop, MOC_STOP_USER);
}

TEST(CSolveTest, AnotherThreadStopsTheSearch) {
  const auto graph = training_chain(40);
  const auto stop = made(moc_stop_create);
  std::thread other([&] { EXPECT_EQ(moc_stop_request(stop.get()), MOC_OK); });
  const Solved solved =
      solve_c(graph.get(), tight_budget(graph.get()), endless().get(), nullptr, stop.get());
  other.join();
  EXPECT_EQ(solved.info.stop, MOC_STOP_USER);
}

TEST(CSolveTest, WarmStartsReachTheSearch) {
  const auto graph = training_chain(8);
  const std::int64_t budget = tight_budget(graph.get());
  const Solved first = solve_c(graph.get(), budget, quick().get());
  const auto options = quick();
  ASSERT_EQ(moc_options_set_warm_start(options.get(), first.info.schedule, first.info.num_steps),
            MOC_OK);
  ASSERT_EQ(moc_options_set_i64(options.get(), "target", first.info.duration), MOC_OK);
  Listener seen;
  const moc_callbacks callbacks = callbacks_of(seen);
  const Solved second = solve_c(graph.get(), budget, options.get(), &callbacks);
  ASSERT_FALSE(seen.solutions.empty());
  EXPECT_EQ(seen.solutions.front(), steps(first.info));
  EXPECT_EQ(second.info.duration, first.info.duration);
}

TEST(CSolveTest, CertificatesAreMadeWhereAskedFor) {
  const auto graph = training_chain(8);
  const auto options = quick();
  ASSERT_EQ(moc_options_set_certify(options.get(), 1), MOC_OK);
  EXPECT_EQ(solve_c(graph.get(), tight_budget(graph.get()), options.get()).info.has_certificate, 1);
}

}  // namespace
}  // namespace moccasin::testing
