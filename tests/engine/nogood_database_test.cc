// SPDX-License-Identifier: Apache-2.0
#include "engine/nogood_database.h"

#include <gtest/gtest.h>

#include <cmath>
#include <set>

#include "tests/engine/support/print.h"

namespace moccasin::engine {
namespace {

constexpr Var x(0), y(2), z(4);

const std::vector<Literal> kLiterals = {at_least(x, 1), at_least(y, 2), at_least(z, 3)};

bool never(const Nogood&) { return false; }

class Database : public testing::Test {
 protected:
  // `nogoods` is of learned ones only; they die in place, so their marks can be read afterwards.
  static std::vector<bool> dead(const std::vector<Nogood*>& nogoods) {
    std::vector<bool> marks;
    for (const Nogood* const nogood : nogoods) marks.push_back(nogood->dead);
    return marks;
  }
  static NogoodDatabase::Test among(std::set<const Nogood*> those) {
    return [those = std::move(those)](const Nogood& nogood) { return those.count(&nogood) > 0; };
  }
  std::vector<Nogood*> learned(std::size_t count, std::uint32_t glue) {
    std::vector<Nogood*> all;
    while (all.size() < count) all.push_back(&database.add_learned(kLiterals, glue));
    return all;
  }
  NogoodDatabase database;
};

TEST_F(Database, KeepsLiteralsInTheirOrder) {
  const Nogood& nogood = database.add_problem(kLiterals);
  EXPECT_EQ(std::vector<Literal>(nogood.span().begin(), nogood.span().end()), kLiterals);
  EXPECT_EQ(nogood.tier, Tier::problem);
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
  Nogood& nogood = database.add_learned(kLiterals, 9);
  database.bump(nogood, 12);
  EXPECT_EQ(nogood.glue, 9u) << "glue only sinks";
  database.bump(nogood, 8);
  EXPECT_EQ(nogood.tier, Tier::local);
  database.bump(nogood, 6);
  EXPECT_EQ(nogood.tier, Tier::mid);
  database.bump(nogood, 4);
  EXPECT_EQ(nogood.tier, Tier::mid);
  database.bump(nogood, 2);
  EXPECT_EQ(nogood.tier, Tier::core);
  database.bump(nogood, 1);
  EXPECT_EQ(nogood.tier, Tier::core);
  EXPECT_EQ(database.num_local(), 0u);
  EXPECT_EQ(database.num_learned(), 1u);
}

TEST_F(Database, LeavesGivenNogoodsAlone) {
  Nogood& nogood = database.add_problem(kLiterals);
  database.bump(nogood, 1);
  const auto always = [](const Nogood&) { return true; };
  database.mark_dead(never, always);
  EXPECT_EQ(nogood.tier, Tier::problem);
  EXPECT_EQ(nogood.activity, 0);
  EXPECT_FALSE(nogood.dead);
}

TEST_F(Database, DropsTheLessActiveHalf) {
  const std::vector<Nogood*> local = learned(5, 10);
  for (const std::size_t i : {0u, 0u, 1u, 3u}) database.bump(*local[i], 10);
  database.mark_dead(never, never);
  // Bumped: 2, 1, 0, 1, 0 times. Of five, two go.
  EXPECT_EQ(dead(local), (std::vector<bool>{false, false, true, false, true}));
  EXPECT_EQ(database.num_local(), 3u);
  database.free_dead();
  EXPECT_EQ(database.num_learned(), 3u);
}

TEST_F(Database, DropsTheOlderOfTheEquallyActive) {
  const std::vector<Nogood*> local = learned(4, 10);
  database.mark_dead(never, never);
  EXPECT_EQ(dead(local), (std::vector<bool>{true, true, false, false}));
}

TEST_F(Database, CountsRecentUseForMore) {
  const std::vector<Nogood*> local = learned(2, 10);
  database.bump(*local[0], 10);
  for (int i = 0; i < 10; ++i) database.decay();
  database.bump(*local[1], 10);
  EXPECT_GT(local[1]->activity, local[0]->activity);
  database.mark_dead(never, never);
  EXPECT_EQ(dead(local), (std::vector<bool>{true, false}));
}

TEST_F(Database, KeepsWhatIsLocked) {
  const std::vector<Nogood*> local = learned(4, 10);
  database.mark_dead(among({local[0]}), never);
  // Of the three that may go, one goes.
  EXPECT_EQ(dead(local), (std::vector<bool>{false, true, false, false}));
}

TEST_F(Database, DropsWhatIsSatisfiedOfAnyTierUnlessLocked) {
  std::vector<Nogood*> all = learned(2, 1);
  for (const std::uint32_t glue : {5u, 10u}) {
    for (Nogood* const nogood : learned(2, glue)) all.push_back(nogood);
  }
  database.mark_dead(among({all[1], all[5]}), among({all[0], all[1], all[2], all[4], all[5]}));
  EXPECT_EQ(dead(all), (std::vector<bool>{true, false, true, false, true, false}));
}

TEST_F(Database, KeepsTheCoreForGood) {
  const std::vector<Nogood*> core = learned(4, 2);
  for (int i = 0; i < 5; ++i) database.mark_dead(never, never);
  EXPECT_EQ(dead(core), std::vector<bool>(4, false));
}

TEST_F(Database, DemotesTheMiddleOnceItIsUnusedFromOneReductionToTheNext) {
  const std::vector<Nogood*> mid = learned(3, 4);
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
  const std::vector<Nogood*> local = learned(3, 10);
  for (int i = 0; i < 200000; ++i) {
    database.decay();
    if (i % 100 == 0) database.bump(*local[0], 10);
    if (i % 50 == 0) database.bump(*local[1], 10);
  }
  for (const Nogood* const nogood : local) EXPECT_TRUE(std::isfinite(nogood->activity));
  EXPECT_LT(local[2]->activity, local[0]->activity);
  EXPECT_LT(local[0]->activity, local[1]->activity);
}

// As above, when no learned nogood takes part in any conflict for a long time.
TEST_F(Database, RescalesEvenIfNothingIsBumped) {
  for (int i = 0; i < 200000; ++i) database.decay();
  Nogood& nogood = database.add_learned(kLiterals, 10);
  EXPECT_TRUE(std::isfinite(nogood.activity));
  const float before = nogood.activity;
  database.bump(nogood, 10);
  EXPECT_TRUE(std::isfinite(nogood.activity));
  EXPECT_GT(nogood.activity, 0) << before;
}

TEST(NogoodDatabaseDeathTest, TakesNoUnits) {
#ifdef MOCCASIN_NO_ASSERTS
  GTEST_SKIP() << "built without assertions";
#else
  NogoodDatabase database;
  const std::vector<Literal> unit = {at_least(x, 1)};
  EXPECT_DEATH(database.add_problem(unit), "literals.size\\(\\) >= 2");
#endif
}

}  // namespace
}  // namespace moccasin::engine
