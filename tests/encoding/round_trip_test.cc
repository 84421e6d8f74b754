// SPDX-License-Identifier: Apache-2.0
// Encoding: from schedules to assignments and back, on random problems.
#include <gtest/gtest.h>

#include <iostream>

#include "model/verify.h"
#include "tests/encoding/support/exact_search.h"
#include "tests/encoding/support/steps.h"
#include "tests/search/support/random_case.h"
#include "tests/support/random_schedule.h"

namespace moccasin::encoding {
namespace {

using engine::Engine;
using engine::Outcome;
using engine::Value;
using engine::Var;

// Whether propagation finds nothing wrong with all variables fixed, in any order.
bool consistent(Engine& engine, const std::vector<Value>& values, base::Random& random) {
  std::vector<engine::Literal> literals;
  for (std::size_t i = 0; i < values.size(); ++i) {
    literals.push_back(engine::at_least(Var(2 * i), values[i]));
    literals.push_back(engine::at_most(Var(2 * i), values[i]));
  }
  random.shuffle(literals);
  if (engine.propagate() == Outcome::conflict) return false;
  for (const engine::Literal literal : literals) {
    if (engine.domains().is_false(literal)) return false;
    if (engine.domains().is_true(literal)) continue;
    engine.decide(literal);
    if (engine.propagate() == Outcome::conflict) return false;
  }
  return true;
}

TEST(RoundTrip, AnAssignmentIsConsistentIfItsScheduleFits) {
  int fitting = 0, too_high = 0, recomputing = 0;
  for (std::uint64_t seed = 0; seed < 4000; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    test::RandomCase c(seed, 12, model::Order::kept);
    const double recompute = 0.4 * c.random.unit();
    const Steps steps = test::useful_steps(
        c.compiled,
        test::compiled_steps(c.graph, test::random_schedule(c.problem, recompute, c.random)));
    Engine engine(engine::Checking::on);
    const auto copies = static_cast<std::int32_t>(c.random.between(1, 5));
    const Encoding encoding(c.compiled, test::copies_of_each(c.compiled, copies), engine);
    if (!test::copies_suffice(encoding, steps)) continue;
    const std::vector<Value> values = encoding.encode(steps);
    ASSERT_EQ(values.size(), engine.domains().num_variables());
    for (std::size_t i = 0; i < values.size(); ++i) {
      ASSERT_GE(values[i], engine.domains().lower(Var(2 * i))) << "variable " << i;
      ASSERT_LE(values[i], engine.domains().upper(Var(2 * i))) << "variable " << i;
    }
    const model::Verdict verdict = model::verify(c.problem, test::schedule_of(c.compiled, steps));
    if (!verdict.valid()) {
      ASSERT_EQ(verdict.violation->rule, model::Rule::budget);
    }
    ASSERT_EQ(consistent(engine, values, c.random), verdict.valid());
    ++(verdict.valid() ? fitting : too_high);
    if (!verdict.valid()) continue;
    if (steps.size() > c.compiled.num_ops()) ++recomputing;
    ASSERT_EQ(encoding.decode(engine.domains()), steps);
    ASSERT_EQ(encoding.surrogates_used(engine.domains()), std::vector<Op>());
    ASSERT_EQ(c.graph.base_duration() +
                  engine.domains().lower(encoding.duration()) * encoding.duration_unit(),
              verdict.duration);
  }
  std::cout << fitting << " fit, " << recomputing << " of them recompute; " << too_high
            << " do not fit\n";
  EXPECT_GE(recomputing, 300);
  EXPECT_GE(too_high, 300);
}

// What encode() is for: a target phase for a search that models fewer copies than the schedule has.
TEST(RoundTrip, CopiesThatAreNotModelledAreLeftOut) {
  int left_out = 0;
  for (std::uint64_t seed = 10'000; seed < 11'000; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    test::RandomCase c(seed, 10, model::Order::kept);
    const Steps steps = test::useful_steps(
        c.compiled, test::compiled_steps(c.graph, test::random_schedule(c.problem, 0.5, c.random)));
    Engine engine;
    const Encoding encoding(c.compiled, test::copies_of_each(c.compiled, 2), engine);
    const std::vector<Value> values = encoding.encode(steps);
    base::IndexedVector<Op, std::size_t> seen(c.compiled.num_ops(), 0);
    Steps modelled;
    for (const Op op : steps) {
      if (encoding.run_of(op, seen[op]++).valid()) modelled.push_back(op);
    }
    Engine fixed;
    for (const Value value : values) fixed.new_variable(value, value);
    ASSERT_EQ(encoding.decode(fixed.domains()), modelled);
    if (modelled.size() < steps.size()) ++left_out;
  }
  EXPECT_GE(left_out, 100);
}

}  // namespace
}  // namespace moccasin::encoding
