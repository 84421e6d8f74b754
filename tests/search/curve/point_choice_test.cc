// SPDX-License-Identifier: Apache-2.0
#include "search/curve/point_choice.h"

#include <gtest/gtest.h>

#include <memory>

namespace moccasin::search {
namespace {

CurvePoint point(std::int64_t budget, std::int64_t duration, std::int64_t bound) {
  CurvePoint made{.budget = budget, .best = {}, .bound = bound, .bound_by = "test"};
  if (duration != kNoDuration) {
    made.best = std::make_shared<const CurveSchedule>(
        CurveSchedule{.schedule = {}, .duration = duration, .peak = budget, .found_by = "test"});
  }
  return made;
}

using Points = std::vector<CurvePoint>;
using Work = std::vector<std::uint64_t>;
using Busy = std::vector<int>;

TEST(NextPoint, BeginsWithTheLargestBudgetThatHasHadNoWork) {
  const Points points = {point(10, 200, 100), point(20, 150, 100), point(30, 120, 100)};
  EXPECT_EQ(next_point(points, Work{0, 0, 0}, Busy{0, 0, 0}), 2u);
  EXPECT_EQ(next_point(points, Work{0, 0, 0}, Busy{0, 0, 1}), 1u);
  EXPECT_EQ(next_point(points, Work{0, 5, 5}, Busy{0, 0, 0}), 0u);
}

TEST(NextPoint, GoesWhereMostIsOpenForTheWorkThatWasDone) {
  const Points points = {point(10, 200, 150), point(20, 150, 120), point(30, 120, 110)};
  EXPECT_EQ(next_point(points, Work{100, 100, 100}, Busy{0, 0, 0}), 1u) << "it is twice as wide";
  EXPECT_EQ(next_point(points, Work{100, 400, 100}, Busy{0, 0, 0}), 0u);
  EXPECT_EQ(next_point(points, Work{100, 400, 10}, Busy{0, 0, 0}), 2u);
  EXPECT_EQ(next_point(points, Work{100, 100, 100}, Busy{0, 1, 0}), 0u);
}

TEST(NextPoint, LeavesAloneWhatIsClosed) {
  Points points = {point(10, kNoDuration, 150), point(20, 150, 150), point(30, 120, 120)};
  EXPECT_EQ(next_point(points, Work{1, 0, 0}, Busy{0, 0, 0}), 0u);
  points[0].infeasible = true;
  EXPECT_EQ(next_point(points, Work{1, 0, 0}, Busy{0, 0, 0}), std::nullopt);
}

TEST(NextPoint, WhereNothingIsKnownTheNextPointSays) {
  // 150 - 100 more than the next point, at least: 100 in all, against 50.
  const Points points = {point(10, kNoDuration, 100), point(20, 150, 100)};
  EXPECT_EQ(next_point(points, Work{100, 100}, Busy{0, 0}), 0u);
  EXPECT_EQ(next_point(points, Work{300, 100}, Busy{0, 0}), 1u);
}

TEST(NextBudget, IsBetweenTheTwoThatLeaveMostOpen) {
  const Points points = {point(10, 300, 290), point(20, 290, 285), point(40, 150, 140),
                         point(60, 150, 150)};
  EXPECT_EQ(next_budget(points, 2), 30);
  EXPECT_EQ(next_budget(points, 21), std::nullopt) << "none are so far apart";
}

TEST(NextBudget, WhereAllIsKnownTheWidestPairIsHalved) {
  const Points points = {point(10, 100, 100), point(20, 100, 100), point(40, 100, 100)};
  EXPECT_EQ(next_budget(points, 2), 30);
}

TEST(NextBudget, BelowWhatCannotFitNothingIsLookedFor) {
  Points points = {point(10, kNoDuration, 100), point(30, kNoDuration, 100), point(34, 100, 100)};
  points[0].infeasible = points[1].infeasible = true;
  EXPECT_EQ(next_budget(points, 2), 32);
  EXPECT_EQ(next_budget(points, 5), std::nullopt);
}

TEST(Knee, IsWhereTheCurveLiesFarthestBelowTheStraightLine) {
  const Points points = {point(10, kNoDuration, 100), point(20, 200, 100), point(30, 120, 100),
                         point(40, 110, 100), point(60, 100, 100)};
  EXPECT_EQ(knee_of(points), 2u);
}

TEST(Knee, NeedsACurveThatBends) {
  EXPECT_EQ(knee_of({}), std::nullopt);
  EXPECT_EQ(knee_of({point(10, 200, 100), point(20, 100, 100)}), std::nullopt);
  EXPECT_EQ(knee_of({point(10, 100, 100), point(20, 100, 100), point(30, 100, 100)}), std::nullopt);
  EXPECT_EQ(knee_of({point(10, 120, 100), point(20, 110, 100), point(30, 100, 100)}), std::nullopt);
}

}  // namespace
}  // namespace moccasin::search
