// SPDX-License-Identifier: Apache-2.0
// The loop on small sets of clauses that can be tried out.
#include "search/cdcl/cdcl.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <iostream>

#include "base/random.h"
#include "search/cdcl/activity_brancher.h"
#include "tests/search/support/unlimited.h"

namespace moccasin::search {
namespace {

using engine::Engine;
using engine::Literal;
using engine::Value;
using engine::Var;

constexpr std::size_t kVariables = 6;
constexpr Value kMost = 3;  // values 0..3
using Values = std::vector<Value>;

struct Clauses {
  std::vector<std::vector<Literal>> clauses;

  [[nodiscard]] bool satisfied(const Values& values) const {
    return std::all_of(clauses.begin(), clauses.end(), [&](const auto& clause) {
      return std::any_of(clause.begin(), clause.end(),
                         [&](Literal literal) { return holds(literal, values); });
    });
  }
  // By trying all values, those that satisfy `assumed` as well.
  [[nodiscard]] bool satisfiable(const engine::Premises& assumed) const {
    Values values(kVariables, 0);
    for (;;) {
      const bool all = std::all_of(assumed.begin(), assumed.end(),
                                   [&](Literal literal) { return holds(literal, values); });
      if (all && satisfied(values)) return true;
      std::size_t i = 0;
      while (i < kVariables && values[i] == kMost) values[i++] = 0;
      if (i == kVariables) return false;
      ++values[i];
    }
  }
  [[nodiscard]] static bool holds(Literal literal, const Values& values) {
    const Value value = values[literal.var.value() / 2];
    return (literal.var.value() % 2 == 0 ? value : -value) >= literal.bound;
  }
};

Literal random_literal(base::Random& random) {
  const engine::Value least = random.between(1, kMost);
  const Literal literal = engine::at_least(Var(2 * random.below(kVariables)), least);
  return random.chance(0.5) ? literal : ~literal;
}

Clauses random_clauses(base::Random& random) {
  Clauses all;
  const std::int64_t count = random.between(8, 35);
  for (std::int64_t i = 0; i < count; ++i) {
    std::vector<Literal>& clause = all.clauses.emplace_back();
    for (int k = 0; k < 3; ++k) {
      const Literal literal = random_literal(random);
      const auto same = [&](Literal other) {
        return other.var.value() / 2 == literal.var.value() / 2;
      };
      if (std::none_of(clause.begin(), clause.end(), same)) clause.push_back(literal);
    }
  }
  return all;
}

class Search {
 public:
  explicit Search(const Clauses& clauses) {
    for (std::size_t i = 0; i < kVariables; ++i) vars_.push_back(engine.new_variable(0, kMost));
    for (const std::vector<Literal>& clause : clauses.clauses) engine.add_clause(clause);
  }
  [[nodiscard]] CdclOutcome run() {
    test::Unlimited unlimited;
    return cdcl(engine, brancher_, restart_, unlimited.turn);
  }
  [[nodiscard]] Values solution() const {
    Values values;
    for (const Var var : vars_) {
      EXPECT_TRUE(engine.domains().is_fixed(var));
      values.push_back(engine.domains().lower(var));
    }
    return values;
  }

  static ActivityBrancher brancher() {
    std::vector<Var> vars;
    for (std::size_t i = 0; i < kVariables; ++i) vars.emplace_back(2 * i);
    return {std::move(vars), kVariables};
  }

  Engine engine{engine::Checking::on};

 private:
  std::vector<Var> vars_;
  ActivityBrancher brancher_ = brancher();
  Restart restart_{2};
};

struct Tally {
  int solutions = 0, refuted = 0, under_assumptions = 0;
};

void expect_right(Search& search, const Clauses& clauses, const engine::Premises& assumed,
                  Tally& tally) {
  search.engine.assume(assumed);
  const CdclOutcome outcome = search.run();
  switch (outcome.result) {
    case CdclResult::solution: {
      const Values values = search.solution();
      EXPECT_TRUE(clauses.satisfied(values));
      for (const Literal literal : assumed) EXPECT_TRUE(Clauses::holds(literal, values));
      ++tally.solutions;
      return;
    }
    case CdclResult::refuted:
      EXPECT_TRUE(search.engine.refuted());
      EXPECT_FALSE(clauses.satisfiable({}));
      ++tally.refuted;
      return;
    case CdclResult::assumptions:
      EXPECT_FALSE(outcome.core.empty());
      // The core may ask for less than was assumed.
      for (const Literal literal : outcome.core) {
        EXPECT_TRUE(std::any_of(assumed.begin(), assumed.end(), [&](Literal other) {
          return other.var == literal.var && other.bound >= literal.bound;
        }));
      }
      EXPECT_FALSE(clauses.satisfiable(outcome.core));
      ++tally.under_assumptions;
      return;
    case CdclResult::stopped:
      FAIL() << "nobody said stop";
  }
}

// One engine is asked again and again, under other assumptions each time.
TEST(Cdcl, IsRightAboutRandomClauses) {
  Tally tally;
  std::uint64_t restarts = 0, conflicts = 0;
  for (std::uint64_t seed = 0; seed < 1000; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    base::Random random(seed);
    const Clauses clauses = random_clauses(random);
    Search search(clauses);
    for (int round = 0; round < 8; ++round) {
      SCOPED_TRACE("round " + std::to_string(round));
      engine::Premises assumed;
      const std::uint32_t many = round == 0 ? 0 : random.below(5);
      while (assumed.size() < many) assumed.push_back(random_literal(random));
      expect_right(search, clauses, assumed, tally);
      if (::testing::Test::HasFailure()) return;
    }
    restarts += search.engine.statistics().restarts;
    conflicts += search.engine.statistics().conflicts;
  }
  std::cout << tally.solutions << " solutions, " << tally.refuted << " times refuted, "
            << tally.under_assumptions << " times under assumptions; " << conflicts
            << " conflicts, " << restarts << " restarts\n";
  EXPECT_GE(tally.solutions, 1000);
  EXPECT_GE(tally.refuted, 500);
  EXPECT_GE(tally.under_assumptions, 500);
  EXPECT_GE(restarts, 100u);
}

// Of the first two variables, not both are 0.
Clauses one_pair() { return {{{engine::at_least(Var(0), 1), engine::at_least(Var(2), 1)}}}; }

TEST(Cdcl, StopsWhereItsTurnIsOverAndGoesOnInTheNext) {
  Search search(one_pair());
  ActivityBrancher brancher({Var(0), Var(2)}, kVariables);
  Restart restart(100);
  test::Unlimited unlimited;
  ASSERT_EQ(search.engine.propagate(), engine::Outcome::fine);
  Share one_tick(unlimited.meter, 1);  // which the first decision takes
  const CdclOutcome outcome = cdcl(search.engine, brancher, restart, one_tick);
  EXPECT_EQ(outcome.result, CdclResult::stopped);
  EXPECT_EQ(outcome.core, engine::Premises());
  EXPECT_TRUE(search.engine.at_fixpoint());
  EXPECT_EQ(search.engine.statistics().decisions, 1u);
  EXPECT_EQ(cdcl(search.engine, brancher, restart, unlimited.turn).result, CdclResult::solution);
  // The target phase is 0 for both: the second has to be 1.
  EXPECT_EQ(search.engine.domains().upper(Var(0)), 0);
  EXPECT_EQ(search.engine.domains().lower(Var(2)), 1);
}

TEST(Cdcl, StopsWhenItsMeterSaysSo) {
  Search search(one_pair());
  ActivityBrancher brancher({Var(0), Var(2)}, kVariables);
  Restart restart(100);
  test::Unlimited unlimited;
  ASSERT_EQ(search.engine.propagate(), engine::Outcome::fine);
  unlimited.meter.grant(1);
  EXPECT_EQ(cdcl(search.engine, brancher, restart, unlimited.turn).result, CdclResult::stopped);
  EXPECT_EQ(unlimited.meter.reason(), StopReason::work);
  EXPECT_EQ(search.engine.statistics().decisions, 1u);
}

// Whatever ends a search, the meter has what the engine has done. One conflict may follow from
// another before there is a fixpoint to end at.
TEST(Cdcl, ChargesAllTicksAndEndsAfterItsConflicts) {
  std::uint64_t stopped = 0;
  for (std::uint64_t seed = 0; seed < 1000; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    base::Random random(seed);
    Search search(random_clauses(random));
    ActivityBrancher brancher = Search::brancher();
    Restart restart(2);
    test::Unlimited unlimited;
    CdclResult result = CdclResult::stopped;
    while (result == CdclResult::stopped) {
      const std::uint64_t before = search.engine.statistics().conflicts;
      result = cdcl(search.engine, brancher, restart, unlimited.turn, 2).result;
      ASSERT_EQ(unlimited.meter.ticks(), search.engine.statistics().ticks);
      if (result == CdclResult::stopped) {
        ++stopped;
        ASSERT_TRUE(search.engine.at_fixpoint());
        ASSERT_GE(search.engine.statistics().conflicts, before + 2);
        ASSERT_LE(search.engine.statistics().conflicts, before + 4);
      }
    }
  }
  EXPECT_GT(stopped, 50u);
}

}  // namespace
}  // namespace moccasin::search
