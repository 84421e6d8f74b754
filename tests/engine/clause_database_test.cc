// SPDX-License-Identifier: Apache-2.0
#include "engine/clause_database.h"

#include <gtest/gtest.h>

#include <cmath>
#include <set>

#include "tests/engine/support/print.h"

namespace moccasin::engine {
namespace {

constexpr Var x(0), y(2), z(4);

const std::vector<Literal> kLiterals = {at_least(x, 1), at_least(y, 2), at_least(z, 3)};

bool never(const Clause&) { return false; }

class Database : public testing::Test {
 protected:
  // `clauses` is of learned ones only; they die in place, so their marks can be read afterwards.
  static std::vector<bool> dead(const std::vector<Clause*>& clauses) {
    std::vector<bool> marks;
    for (const Clause* const clause : clauses) marks.push_back(clause->dead);
    return marks;
  }
  static ClauseDatabase::Test among(std::set<const Clause*> those) {
    return [those = std::move(those)](const Clause& clause) { return those.count(&clause) > 0; };
  }
  std::vector<Clause*> learned(std::size_t count, std::uint32_t glue) {
    std::vector<Clause*> all;
    while (all.size() < count) all.push_back(&database.add_learned(kLiterals, glue));
    return all;
  }
  ClauseDatabase database;
};

TEST_F(Database, KeepsLiteralsInTheirOrder) {
  const Clause& clause = database.add_problem(kLiterals);
  EXPECT_EQ(std::vector<Literal>(clause.span().begin(), clause.span().end()), kLiterals);
  EXPECT_EQ(clause.tier, Tier::problem);
  EXPECT_EQ(database.num_learned(), 0u);
}

TEST_F(Database, SortsTheLearnedByGlue) {
  std::vector<Tier> tiers;
  for (const std::uint32_t glue : {1u, 2u, 3u, 6u, 7u, 50u}) {
    tiers.push_back(database.add_learned(kLiterals, glue).tier);
  }
  EXPECT_EQ(tiers, (std::vector<Tier>{Tier::core, Tier::core, Tier::mid, Tier::mid, Tier::local,
                                      Tier::local}));
  EXPECT_EQ(database.num_learned(), 6u);
  EXPECT_EQ(database.num_local(), 2u);
}

TEST_F(Database, PromotesWhatIsSeenWithLessGlue) {
  Clause& clause = database.add_learned(kLiterals, 9);
  database.bump(clause, 12);
  EXPECT_EQ(clause.glue, 9u) << "glue only sinks";
  database.bump(clause, 8);
  EXPECT_EQ(clause.tier, Tier::local);
  database.bump(clause, 6);
  EXPECT_EQ(clause.tier, Tier::mid);
  database.bump(clause, 4);
  EXPECT_EQ(clause.tier, Tier::mid);
  database.bump(clause, 2);
  EXPECT_EQ(clause.tier, Tier::core);
  database.bump(clause, 1);
  EXPECT_EQ(clause.tier, Tier::core);
  EXPECT_EQ(database.num_local(), 0u);
  EXPECT_EQ(database.num_learned(), 1u);
}

TEST_F(Database, LeavesGivenClausesAlone) {
  Clause& clause = database.add_problem(kLiterals);
  database.bump(clause, 1);
  const auto always = [](const Clause&) { return true; };
  database.mark_dead(never, always);
  EXPECT_EQ(clause.tier, Tier::problem);
  EXPECT_EQ(clause.activity, 0);
  EXPECT_FALSE(clause.dead);
}

TEST_F(Database, DropsTheLessActiveHalf) {
  const std::vector<Clause*> local = learned(5, 10);
  for (const std::size_t i : {0u, 0u, 1u, 3u}) database.bump(*local[i], 10);
  database.mark_dead(never, never);
  // Bumped: 2, 1, 0, 1, 0 times. Of five, two go.
  EXPECT_EQ(dead(local), (std::vector<bool>{false, false, true, false, true}));
  EXPECT_EQ(database.num_local(), 3u);
  database.free_dead();
  EXPECT_EQ(database.num_learned(), 3u);
}

TEST_F(Database, DropsTheOlderOfTheEquallyActive) {
  const std::vector<Clause*> local = learned(4, 10);
  database.mark_dead(never, never);
  EXPECT_EQ(dead(local), (std::vector<bool>{true, true, false, false}));
}

TEST_F(Database, CountsRecentUseForMore) {
  const std::vector<Clause*> local = learned(2, 10);
  database.bump(*local[0], 10);
  for (int i = 0; i < 10; ++i) database.decay();
  database.bump(*local[1], 10);
  EXPECT_GT(local[1]->activity, local[0]->activity);
  database.mark_dead(never, never);
  EXPECT_EQ(dead(local), (std::vector<bool>{true, false}));
}

TEST_F(Database, KeepsWhatIsLocked) {
  const std::vector<Clause*> local = learned(4, 10);
  database.mark_dead(among({local[0]}), never);
  // Of the three that may go, one goes.
  EXPECT_EQ(dead(local), (std::vector<bool>{false, true, false, false}));
}

TEST_F(Database, DropsWhatIsSatisfiedOfAnyTierUnlessLocked) {
  std::vector<Clause*> all = learned(2, 1);
  for (const std::uint32_t glue : {5u, 10u}) {
    for (Clause* const clause : learned(2, glue)) all.push_back(clause);
  }
  database.mark_dead(among({all[1], all[5]}), among({all[0], all[1], all[2], all[4], all[5]}));
  EXPECT_EQ(dead(all), (std::vector<bool>{true, false, true, false, true, false}));
}

TEST_F(Database, KeepsTheCoreForGood) {
  const std::vector<Clause*> core = learned(4, 2);
  for (int i = 0; i < 5; ++i) database.mark_dead(never, never);
  EXPECT_EQ(dead(core), std::vector<bool>(4, false));
}

TEST_F(Database, DemotesTheMiddleOnceItIsUnusedFromOneReductionToTheNext) {
  const std::vector<Clause*> mid = learned(3, 4);
  database.mark_dead(never, never);  // being learned was a use
  EXPECT_EQ(mid[0]->tier, Tier::mid);
  database.bump(*mid[1], 4);
  database.mark_dead(never, never);
  // 0 and 2 become local, and of the two the older goes at once.
  EXPECT_EQ(mid[1]->tier, Tier::mid);
  EXPECT_EQ(mid[2]->tier, Tier::local);
  EXPECT_EQ(dead(mid), (std::vector<bool>{true, false, false}));
  database.free_dead();
  database.bump(*mid[2], 4);
  EXPECT_EQ(mid[2]->tier, Tier::local) << "its glue has not sunk";
  database.bump(*mid[2], 3);
  EXPECT_EQ(mid[2]->tier, Tier::mid);
}

// Increments grow by a thousandth a conflict, past 1e20 after some 46000 of them.
TEST_F(Database, RescalesActivitiesAndKeepsTheirOrder) {
  const std::vector<Clause*> local = learned(3, 10);
  for (int i = 0; i < 200000; ++i) {
    database.decay();
    if (i % 100 == 0) database.bump(*local[0], 10);
    if (i % 50 == 0) database.bump(*local[1], 10);
  }
  for (const Clause* const clause : local) EXPECT_TRUE(std::isfinite(clause->activity));
  EXPECT_LT(local[2]->activity, local[0]->activity);
  EXPECT_LT(local[0]->activity, local[1]->activity);
}

// As above, when no learned clause takes part in any conflict for a long time.
TEST_F(Database, RescalesEvenIfNothingIsBumped) {
  for (int i = 0; i < 200000; ++i) database.decay();
  Clause& clause = database.add_learned(kLiterals, 10);
  EXPECT_TRUE(std::isfinite(clause.activity));
  const float before = clause.activity;
  database.bump(clause, 10);
  EXPECT_TRUE(std::isfinite(clause.activity));
  EXPECT_GT(clause.activity, 0) << before;
}

TEST(ClauseDatabaseDeathTest, TakesNoUnits) {
#ifdef MOCCASIN_NO_ASSERTS
  GTEST_SKIP() << "built without assertions";
#else
  ClauseDatabase database;
  const std::vector<Literal> unit = {at_least(x, 1)};
  EXPECT_DEATH(database.add_problem(unit), "literals.size\\(\\) >= 2");
#endif
}

}  // namespace
}  // namespace moccasin::engine
