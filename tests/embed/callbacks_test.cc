// SPDX-License-Identifier: Apache-2.0
// What a host may do in a callback: throw, stop, solve something else, change another graph.
#include <gtest/gtest.h>

#include <new>
#include <string>
#include <vector>

#include "tests/embed/support/graphs.h"

namespace moccasin::test {
namespace {

using Steps = std::vector<OpId>;

constexpr std::uint64_t kWork = 300'000;

// By threads: with several the callback is made amid the work of others.
class Callbacks : public testing::TestWithParam<std::int32_t> {
 protected:
  [[nodiscard]] Options options() const { return repeatable(kWork, GetParam()); }
  [[nodiscard]] Result solved(const Options& with) const { return solve(graph_, budget_, with); }

  // Ends at the first schedule by what `call` does: the schedule is not lost.
  void expect_ends(Stop stop, const std::function<bool()>& call) const {
    Steps told;
    int calls = 0;
    Options with = options();
    with.on_solution = [&](const Progress&, const Steps& steps) {
      told = steps;
      ++calls;
      return call();
    };
    const Result result = solved(with);
    EXPECT_EQ(result.stop, stop);
    EXPECT_EQ(calls, 1);
    ASSERT_TRUE(result.has_schedule());
    const Evaluation evaluation = evaluate(graph_, result.schedule);
    EXPECT_TRUE(evaluation.valid);
    EXPECT_LE(evaluation.peak, budget_);
    EXPECT_LE(result.duration, evaluate(graph_, told).duration);
  }

  const Graph graph_ = training(120);
  const std::int64_t budget_ = budget(graph_, 40);
};

TEST_P(Callbacks, MayThrowAnything) {
  expect_ends(Stop::error, []() -> bool { throw 7; });
  expect_ends(Stop::error, []() -> bool { throw std::string("anything"); });
  expect_ends(Stop::memory, []() -> bool { throw std::bad_alloc(); });
}

TEST_P(Callbacks, MayStop) {
  expect_ends(Stop::user, [] { return false; });
}

TEST_P(Callbacks, MayRequestAStop) {
  StopFlag stop;
  Options with = options();
  with.on_solution = [&](const Progress&, const Steps&) {
    stop.request();
    return true;
  };
  const Result result = solve(graph_, budget_, with, &stop);
  EXPECT_EQ(result.stop, Stop::user);
  EXPECT_TRUE(result.has_schedule());
}

TEST_P(Callbacks, MaySolve) {
  const Graph other = training(60, 1);
  const auto solve_other = [&] {
    return text_of(solve(other, budget(other, 50), repeatable(30'000, GetParam())));
  };
  const std::string alone = text_of(solved(options())), inner = solve_other();
  int calls = 0;
  Options with = options();
  with.on_solution = [&](const Progress&, const Steps&) {
    ++calls;
    EXPECT_EQ(solve_other(), inner);
    return true;
  };
  EXPECT_EQ(text_of(solved(with)), alone);
  EXPECT_GT(calls, 0);
}

TEST_P(Callbacks, MayChangeAnotherGraph) {
  const std::string alone = text_of(solved(options()));
  Graph copy = graph_, other;
  Options with = options();
  with.on_solution = [&](const Progress&, const Steps& steps) {
    const OpId op = other.add_node({"op", static_cast<std::int64_t>(steps.size())}, 3);
    if (op > 0) other.add_edge(op - 1, op);
    copy.set_resident(static_cast<std::int64_t>(op));
    copy = copy.num_ops() > 0 ? other : graph_;
    return true;
  };
  EXPECT_EQ(text_of(solved(with)), alone);
  EXPECT_GT(other.num_ops(), 0U);
  EXPECT_TRUE(validate(other).empty());
}

INSTANTIATE_TEST_SUITE_P(On, Callbacks, testing::Values(1, 4), [](const auto& threads) {
  return "Threads" + std::to_string(threads.param);
});

}  // namespace
}  // namespace moccasin::test
