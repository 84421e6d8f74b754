// SPDX-License-Identifier: Apache-2.0
// Every propagator, one at a time, on random models, random decisions and jumps back: reasons hold
// and imply, no solution is pruned, what it kept over jumps is what a new one would find, and on
// complete assignments it decides as its definition does.
#include <gtest/gtest.h>

#include <algorithm>
#include <iostream>

#include "tests/propagators/support/random_walk.h"

namespace moccasin::test {
namespace {

using engine::Literal;
using engine::Premises;
using Company = RandomWalk::Company;

class Soundness : public ::testing::TestWithParam<Constraint> {
 protected:
  Company random_company(RetentionCase& c) {
    if (GetParam() == Constraint::cover) return Company::none;  // it has the order anyway
    return c.random().chance(0.5) ? Company::order : Company::none;
  }
};

INSTANTIATE_TEST_SUITE_P(Of, Soundness, ::testing::ValuesIn(kConstraints),
                         [](const auto& tested) { return name_of(tested.param); });

// What a surrogate copy makes counts as live where a first run reads it, as any real copy is: the
// cover excludes some solutions with surrogate copies, none of which is a schedule's.
bool uses_surrogates(const RetentionCase& c, const Assignment& values) {
  const propagators::RetentionModel& model = c.model();
  for (const propagators::RunIndex run : model.runs.indices()) {
    const bool takes_place = holds(model.takes_place(run), values);
    if (takes_place && c.encoding().is_surrogate(run)) return true;
  }
  return false;
}

// Assignments that satisfy `constraint`, of all kinds.
std::vector<Assignment> solutions(RetentionCase& c, Constraint constraint) {
  std::vector<Assignment> found = c.valid();
  for (int i = 0; i < 30; ++i) {
    Assignment values = c.random_assignment();
    if (constraint == Constraint::cover && uses_surrogates(c, values)) continue;
    if (satisfies(constraint, c.model(), values)) found.push_back(std::move(values));
  }
  return found;
}

bool all_hold(const Premises& premises, const Assignment& values) {
  return std::all_of(premises.begin(), premises.end(),
                     [&](Literal literal) { return holds(literal, values); });
}

bool inside(const engine::Box& box, const Assignment& values) {
  for (std::size_t i = 0; i < values.size(); ++i) {
    const engine::Var var(2 * i);
    if (values[i] < box.lower(var) || values[i] > box.upper(var)) return false;
  }
  return true;
}

TEST_P(Soundness, ReasonsHoldAndImplyAndPruneNoSolution) {
  std::uint64_t inferences = 0, conflicts = 0, in_reach = 0;
  const bool rare = GetParam() == Constraint::cover;  // it needs more to see anything
  for (std::uint64_t seed = 0; seed < (rare ? 10'000u : 5'000u); ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    RetentionCase c(seed, rare ? 12 : 8);
    const std::vector<Assignment> satisfying = solutions(c, GetParam());
    const auto judge = [&](const Inferred& inferred) {
      (inferred.fact ? inferences : conflicts) += 1;
      for (const Literal premise : inferred.premises) {
        ASSERT_TRUE(inferred.before.is_true(premise));
      }
      ASSERT_TRUE(follows(inferred, inferred.premises, inferred.fact));
      for (const Assignment& values : satisfying) {
        if (!inside(inferred.root, values) || !all_hold(inferred.premises, values)) continue;
        ++in_reach;
        ASSERT_TRUE(inferred.fact && holds(*inferred.fact, values));
      }
    };
    RandomWalk walk(c, GetParam(), random_company(c), judge);
    for (int i = 0; i < 100 && !walk.over(); ++i) {
      walk.step();
      if (HasFailure()) return;
    }
  }
  std::cout << inferences << " inferences, " << conflicts << " failures, " << in_reach
            << " solutions that satisfied the premises\n";
  EXPECT_GE(inferences, rare ? 1'000u : 10'000u);
  EXPECT_GE(in_reach, rare ? 1'000u : 10'000u);
  if (GetParam() == Constraint::memory || rare) {
    EXPECT_GE(conflicts, 100u);
  }
}

TEST_P(Soundness, AFixpointIsOneFromScratch) {
  if (GetParam() == Constraint::cover) GTEST_SKIP() << "it need not find all that follows";
  int compared = 0;
  for (std::uint64_t seed = 10'000; seed < 12'000; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    RetentionCase c(seed, 8);
    RandomWalk walk(c, GetParam(), random_company(c), [](const Inferred&) {});
    for (int i = 0; i < 60 && !walk.over(); ++i) {
      walk.step();
      if (!walk.at_fixpoint()) continue;
      ASSERT_EQ(walk.fixpoint_from_scratch(), walk.bounds()) << "step " << i;
      ++compared;
    }
  }
  std::cout << compared << " fixpoints\n";
  EXPECT_GE(compared, 30'000);
}

// CumulativeMemory relies on RetentionOrder for this: the workspaces of two copies at one event are
// not added up.
bool copies_apart(const propagators::RetentionModel& model, const Assignment& values) {
  std::vector<engine::Value> events;
  for (const propagators::Run& run : model.runs) {
    const engine::Value stage = values[run.stage.value() / 2];
    if (stage < run.never) events.push_back(model.grid.event(stage, run.position));
  }
  std::sort(events.begin(), events.end());
  return std::adjacent_find(events.begin(), events.end()) == events.end();
}

TEST_P(Soundness, CompleteAssignmentsAreDecidedByTheDefinition) {
  int accepted = 0, rejected = 0;
  for (std::uint64_t seed = 20'000; seed < 22'000; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    RetentionCase c(seed, 7);
    const Company company = random_company(c);
    RandomWalk walk(c, GetParam(), company, [](const Inferred&) {});
    for (int i = 0; i < 20; ++i) {
      const Assignment values = c.random_assignment();
      if (GetParam() == Constraint::memory && !copies_apart(c.model(), values)) continue;
      const bool right =
          satisfies(GetParam(), c.model(), values) &&
          (company == Company::none || satisfies(Constraint::order, c.model(), values));
      // The cover excludes only what the others exclude, and not all of that.
      if (GetParam() == Constraint::cover && (!right || uses_surrogates(c, values))) continue;
      ASSERT_EQ(walk.decide_all(values), right) << "assignment " << i;
      ++(right ? accepted : rejected);
    }
  }
  std::cout << accepted << " accepted, " << rejected << " rejected\n";
  EXPECT_GE(accepted, 2'000);
  if (GetParam() != Constraint::cover) {
    EXPECT_GE(rejected, 2'000);
  }
}

}  // namespace
}  // namespace moccasin::test
