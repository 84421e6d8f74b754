// SPDX-License-Identifier: Apache-2.0
#include "model/verify.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "tests/support/build_graph.h"
#include "tests/support/naive_profile.h"
#include "tests/support/random_graph.h"
#include "tests/support/random_schedule.h"

namespace moccasin::model {
namespace {

using test::ops;

// a -> b -> c -> d, d reads a too; sizes 4 2 3 0.
class Verify : public testing::Test {
 protected:
  [[nodiscard]] std::optional<Violation> violation(const std::vector<std::size_t>& steps,
                                                   Order order = Order::free,
                                                   std::int64_t budget = 100,
                                                   std::int32_t max_copies = 0) const {
    return verify({&graph_, budget, order, max_copies}, {ops(steps)}).violation;
  }

  const Graph graph_ = test::built(
      test::simple_graph({{1, 4}, {10, 2}, {100, 3}, {1000, 0}}, {{0, 1}, {1, 2}, {2, 3}, {0, 3}}));
};

TEST_F(Verify, AcceptsAndMeasures) {
  const Verdict verdict = verify({.graph = &graph_, .budget = 7}, {ops({0, 1, 2, 0, 3})});
  EXPECT_TRUE(verdict.valid());
  EXPECT_EQ(verdict.duration, 1112);
  EXPECT_EQ(verdict.peak, 7);
  EXPECT_EQ(verdict.peak_step, 3u);
}

TEST_F(Verify, RefusesOperationsThatDoNotExist) {
  EXPECT_EQ(violation({0, 4}),
            (Violation{Rule::known_operation, 1, "runs an operation that does not exist"}));
}

TEST_F(Verify, RefusesReadsBeforeTheirProducer) {
  EXPECT_EQ(
      violation({0, 2, 1, 3}),
      (Violation{Rule::input_exists, 1, "'c' reads an output of 'b', which has not run yet"}));
}

TEST_F(Verify, RefusesTooManyCopies) {
  EXPECT_EQ(violation({0, 1, 0, 2, 0, 3}, Order::free, 100, 3), std::nullopt);
  EXPECT_EQ(violation({0, 1, 0, 2, 0, 3}, Order::free, 100, 2),
            (Violation{Rule::max_copies, 4, "'a' has run 3 times by then, at most 2 are allowed"}));
  EXPECT_EQ(violation({0, 1, 0, 2, 3}, Order::kept, 100, 1),
            (Violation{Rule::max_copies, 2, "'a' has run 2 times by then, at most 1 is allowed"}));
}

TEST_F(Verify, RefusesSchedulesThatLeaveAnOperationOut) {
  EXPECT_EQ(violation({0, 1, 2}), (Violation{Rule::every_operation, 3, "'d' never runs"}));
  EXPECT_EQ(violation({}), (Violation{Rule::every_operation, 0, "'a' never runs"}));
}

TEST_F(Verify, RefusesSchedulesOverBudgetAtTheirPeak) {
  EXPECT_EQ(violation({0, 1, 2, 3}, Order::kept, 9), std::nullopt);
  EXPECT_EQ(violation({0, 1, 2, 3}, Order::kept, 8),
            (Violation{Rule::budget, 2, "'c' runs with 9 bytes live, the budget is 8"}));
}

TEST_F(Verify, MeasuresWhatIsOverBudget) {
  EXPECT_TRUE(verify({.graph = &graph_, .budget = 100}, {ops({0, 1, 2, 3})}).in_scope());
  EXPECT_FALSE(verify({.graph = &graph_, .budget = 0}, {ops({0, 2, 1, 3})}).in_scope());
  const Verdict verdict = verify({.graph = &graph_, .budget = 0}, {ops({0, 1, 2, 3})});
  EXPECT_TRUE(verdict.in_scope());
  EXPECT_FALSE(verdict.valid());
  EXPECT_EQ(verdict.duration, 1111);
  EXPECT_EQ(verdict.peak, 9);
}

// Scope, limits of copies, durations and budget are nothing to it.
TEST(FindMisfit, LooksAtOperationsAndReadsAlone) {
  GraphBuilder builder =
      test::simple_graph({{std::int64_t{1} << 62, 4}, {0, 2}, {0, 3}}, {{0, 1}, {1, 2}});
  const OpIndex once = builder.add_operation({.name = "once", .max_copies = 1});
  builder.add_output(once, 1);
  const Graph graph = test::built(builder);
  EXPECT_EQ(find_misfit(graph, {ops({3, 0, 1, 3, 0, 0, 2})}), std::nullopt);
  EXPECT_EQ(find_misfit(graph, {ops({3, 3, 0, 1})}),
            (Violation{Rule::every_operation, 4, "'c' never runs"}));
  EXPECT_EQ(
      find_misfit(graph, {ops({3, 3, 0, 2})}),
      (Violation{Rule::input_exists, 3, "'c' reads an output of 'b', which has not run yet"}));
  EXPECT_EQ(find_misfit(graph, {ops({3, 3, 4})}),
            (Violation{Rule::known_operation, 2, "runs an operation that does not exist"}));
}

TEST(VerifyKeptOrder, HoldsFirstRunsToTheBaseOrder) {
  GraphBuilder builder = test::simple_graph({{1, 1}, {1, 1}, {1, 1}}, {});
  builder.set_base_order(ops({2, 0, 1}));
  const Graph graph = test::built(builder);
  const Schedule other{ops({2, 1, 0})};
  EXPECT_EQ(verify({&graph, 100, Order::kept, 0}, other).violation,
            (Violation{Rule::first_runs_in_order, 1,
                       "'b' runs first before 'a', which precedes it in the base order"}));
  EXPECT_TRUE(verify({&graph, 100, Order::free, 0}, other).valid());
}

TEST_F(Verify, HoldsRecomputationsOfAStageToTheBaseOrder) {
  EXPECT_EQ(violation({0, 1, 2, 0, 1, 3}, Order::kept), std::nullopt);
  const std::string message =
      "'a' is recomputed after a later operation of the base order within one stage";
  EXPECT_EQ(violation({0, 1, 2, 1, 0, 3}, Order::kept),
            (Violation{Rule::stage_in_order, 4, message}));
  EXPECT_EQ(violation({0, 1, 2, 0, 0, 3}, Order::kept),
            (Violation{Rule::stage_in_order, 4, message}))
      << "once a stage";
  EXPECT_EQ(violation({0, 1, 2, 1, 0, 3}, Order::free), std::nullopt);
}

TEST_F(Verify, StartsEachStageAfresh) {
  EXPECT_EQ(violation({0, 1, 0, 1, 2, 0, 1, 3}, Order::kept), std::nullopt);
}

TEST_F(Verify, HasNoStageAfterTheLastFirstRun) {
  EXPECT_EQ(violation({0, 1, 2, 3, 0}, Order::kept),
            (Violation{Rule::stage_in_order, 4, "'a' is recomputed after the last first run"}));
  EXPECT_EQ(violation({0, 1, 2, 3, 0}, Order::free), std::nullopt);
}

TEST(VerifyOverflow, RefusesDurationsThatPass64Bits) {
  const Graph graph = test::built(test::simple_graph({{std::int64_t{1} << 62, 1}}, {}));
  EXPECT_EQ(verify({&graph, 100, Order::free, 0}, {ops({0, 0})}).violation,
            (Violation{Rule::overflow, 1, "the duration passes 2^63"}));
}

TEST(VerifyRules, HaveNamesOfTheirOwn) {
  std::set<std::string_view> names{"unknown rule"};
  for (const Rule rule :
       {Rule::known_operation, Rule::input_exists, Rule::max_copies, Rule::every_operation,
        Rule::first_runs_in_order, Rule::stage_in_order, Rule::budget, Rule::overflow}) {
    EXPECT_TRUE(names.insert(rule_name(rule)).second) << rule_name(rule);
  }
}

// Random graphs with random schedules that break no rule but perhaps the budget.
struct Case {
  Graph graph;
  Problem problem;
  Schedule schedule;
};

template <class Check>
void for_random_cases(std::uint64_t count, const Check& check) {
  for (std::uint64_t seed = 0; seed < count; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    base::Random random(seed);
    Case c{.graph = test::random_graph(2 + random.below(11), random),
           .problem = {.budget = INT64_MAX,
                       .order = random.chance(0.5) ? Order::kept : Order::free,
                       .max_copies = static_cast<std::int32_t>(random.below(4))},
           .schedule = {}};
    c.problem.graph = &c.graph;
    c.schedule = test::random_schedule(c.problem, 0.3 * random.unit(), random);
    check(c, random);
    if (testing::Test::HasFatalFailure()) return;
  }
}

TEST(VerifyRandom, MeasuresWhatTheMemoryRuleSays) {
  for_random_cases(10'000, [](Case& c, base::Random&) {
    const Profile expected = test::naive_profile(c.graph, c.schedule);
    const Verdict verdict = verify(c.problem, c.schedule);
    ASSERT_TRUE(verdict.valid()) << verdict.violation->message;
    ASSERT_EQ(verdict.peak, expected.peak);
    ASSERT_EQ(verdict.peak_step, expected.peak_step);
    ASSERT_EQ(verdict.duration, expected.duration);
  });
}

TEST(VerifyRandom, TakesThePeakForABudgetAndNothingLess) {
  for_random_cases(1000, [](Case& c, base::Random&) {
    const Profile expected = test::naive_profile(c.graph, c.schedule);
    c.problem.budget = expected.peak;
    ASSERT_TRUE(verify(c.problem, c.schedule).valid());
    c.problem.budget = expected.peak - 1;
    const Verdict verdict = verify(c.problem, c.schedule);
    ASSERT_FALSE(verdict.valid());
    ASSERT_EQ(verdict.violation->rule, Rule::budget);
    ASSERT_EQ(verdict.violation->step, expected.peak_step);
  });
}

// The rule that `schedule` breaks and where, after a mutation that breaks exactly one.
void expect_broken(const Case& c, Rule rule, std::size_t step) {
  const Verdict verdict = verify(c.problem, c.schedule);
  ASSERT_FALSE(verdict.valid());
  ASSERT_EQ(rule_name(verdict.violation->rule), rule_name(rule));
  ASSERT_EQ(verdict.violation->step, step);
}

std::ptrdiff_t place(std::size_t step) { return static_cast<std::ptrdiff_t>(step); }

TEST(VerifyRandom, FindsAnUnknownOperation) {
  for_random_cases(500, [](Case& c, base::Random& random) {
    const std::size_t step = random.below(c.schedule.steps.size() + 1);
    c.schedule.steps.insert(c.schedule.steps.begin() + place(step),
                            OpIndex(c.graph.num_operations() + random.below(3)));
    expect_broken(c, Rule::known_operation, step);
  });
}

TEST(VerifyRandom, FindsAMissingOperation) {
  int broken = 0;
  for_random_cases(500, [&](Case& c, base::Random& random) {
    // Removing all runs of an operation that nobody reads leaves the rest valid, order free.
    c.problem.order = Order::free;
    const OpIndex op(random.below(c.graph.num_operations()));
    const auto outputs = c.graph.outputs(op);
    const auto unread = [&](auto t) { return c.graph.readers(t).empty(); };
    if (!std::all_of(outputs.begin(), outputs.end(), unread)) return;
    std::erase(c.schedule.steps, op);
    expect_broken(c, Rule::every_operation, c.schedule.steps.size());
    ++broken;
  });
  EXPECT_GT(broken, 100);
}

TEST(VerifyRandom, FindsAReadBeforeItsProducer) {
  int broken = 0;
  for_random_cases(1000, [&](Case& c, base::Random& random) {
    // An operation with inputs, run before the first run of any producer of its inputs.
    c.problem.order = Order::free;
    const OpIndex op(random.below(c.graph.num_operations()));
    if (c.graph.inputs(op).empty()) return;
    const OpIndex producer = c.graph.tensor(c.graph.inputs(op)[0]).producer;
    auto& steps = c.schedule.steps;
    const auto step =
        static_cast<std::size_t>(std::find(steps.begin(), steps.end(), producer) - steps.begin());
    steps.insert(steps.begin() + place(step), op);
    expect_broken(c, Rule::input_exists, step);
    ++broken;
  });
  EXPECT_GT(broken, 300);
}

TEST(VerifyRandom, FindsOneCopyTooMany) {
  int broken = 0;
  for_random_cases(1000, [&](Case& c, base::Random& random) {
    c.problem.order = Order::free;
    const OpIndex op(random.below(c.graph.num_operations()));
    const std::int32_t allowed = c.problem.copies_allowed(op);
    if (allowed == 0) return;
    auto& steps = c.schedule.steps;
    while (std::count(steps.begin(), steps.end(), op) <= allowed) steps.push_back(op);
    expect_broken(c, Rule::max_copies, c.schedule.steps.size() - 1);
    ++broken;
  });
  EXPECT_GT(broken, 300);
}

TEST(VerifyRandom, FindsFirstRunsOutOfBaseOrder) {
  int broken = 0;
  for_random_cases(2000, [&](Case& c, base::Random& random) {
    // A topological order that departs from the base order: the first departure is the step.
    c.problem.order = Order::kept;
    c.schedule = test::random_order(c.graph, random);
    const auto base = c.graph.base_order();
    const auto& steps = c.schedule.steps;
    const auto departure = std::mismatch(steps.begin(), steps.end(), base.begin(), base.end());
    const auto step = static_cast<std::size_t>(departure.first - steps.begin());
    if (step == base.size()) return;
    expect_broken(c, Rule::first_runs_in_order, step);
    ++broken;
  });
  EXPECT_GT(broken, 1000);
}

TEST(VerifyRandom, FindsRecomputationsOfAStageOutOfBaseOrder) {
  int broken = 0;
  for_random_cases(2000, [&](Case& c, base::Random& random) {
    if (c.problem.order != Order::kept) return;
    // Two neighbouring recomputations of one stage change places.
    std::vector<std::size_t> candidates;
    base::IndexedVector<OpIndex, char> seen(c.graph.num_operations(), 0);
    bool previous_recomputes = false;
    auto& steps = c.schedule.steps;
    for (std::size_t step = 0; step < steps.size(); ++step) {
      const bool recomputes = seen[steps[step]] != 0;
      if (recomputes && previous_recomputes) candidates.push_back(step);
      previous_recomputes = recomputes;
      seen[steps[step]] = 1;
    }
    if (candidates.empty()) return;
    const std::size_t step = candidates[random.below(candidates.size())];
    std::swap(steps[step - 1], steps[step]);
    expect_broken(c, Rule::stage_in_order, step);
    ++broken;
  });
  EXPECT_GT(broken, 200);
}

TEST(VerifyRandom, TakesScheduleOfKeptOrderForOneOfFreeOrder) {
  for_random_cases(1000, [](Case& c, base::Random&) {
    c.problem.order = Order::free;
    ASSERT_TRUE(verify(c.problem, c.schedule).valid());
  });
}

}  // namespace
}  // namespace moccasin::model
