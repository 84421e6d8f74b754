// SPDX-License-Identifier: Apache-2.0
#include "search/curve/read_off.h"

#include <gtest/gtest.h>

#include <optional>

#include "base/random.h"
#include "search/curve/point_choice.h"

namespace moccasin::search {
namespace {

using Budgets = std::vector<std::int64_t>;

CurveSchedule schedule_of(std::int64_t peak, std::int64_t duration) {
  return {.schedule = {}, .duration = duration, .peak = peak, .found_by = "test"};
}

Budgets budgets_of(const std::vector<CurvePoint>& points) {
  Budgets budgets;
  for (const CurvePoint& point : points) budgets.push_back(point.budget);
  return budgets;
}

TEST(ReadOff, HalvesWhereMostFalls) {
  Curve curve(100, "base duration");
  for (const std::int64_t budget : {100, 200, 300}) curve.add(budget);
  curve.take(schedule_of(100, 150));
  curve.take(schedule_of(200, 145));
  curve.take(schedule_of(300, 100));
  EXPECT_EQ(budgets_of(read_off(curve, {}, 4)), (Budgets{100, 200, 250, 300}));
  EXPECT_EQ(budgets_of(read_off(curve, {}, 5)), (Budgets{100, 200, 250, 275, 300}));
  const std::vector<CurvePoint> points = read_off(curve, {}, 4);
  EXPECT_EQ(points[1].kind, CurvePoint::Kind::asked);
  EXPECT_EQ(points[2].kind, CurvePoint::Kind::read_off);
  EXPECT_EQ(points[2].duration(), 145);
}

TEST(ReadOff, TellsOfThePointsAndOfTheBudgetsThatAreGivenInAnyCase) {
  Curve curve(100, "base duration");
  for (const std::int64_t budget : {100, 200, 300}) curve.add(budget);
  EXPECT_EQ(budgets_of(read_off(curve, {}, 0)), (Budgets{100, 200, 300}));
  const Budgets more = {300, 50, 120, 120};
  const std::vector<CurvePoint> points = read_off(curve, more, 0);
  EXPECT_EQ(budgets_of(points), (Budgets{50, 100, 120, 200, 300}));
  EXPECT_EQ(points[4].kind, CurvePoint::Kind::asked) << "the curve's own";
  EXPECT_TRUE(read_off(Curve(100, "base duration"), {}, 10).empty());
}

TEST(ReadOff, LooksForNothingWhereNothingFits) {
  Curve curve(100, "base duration");
  for (const std::int64_t budget : {100, 200, 203}) curve.add(budget);
  curve.refute(200, "floor");
  EXPECT_EQ(budgets_of(read_off(curve, {}, 10)), (Budgets{100, 200, 201, 202, 203}));
  const Budgets more = {150};
  EXPECT_TRUE(read_off(curve, more, 0)[1].infeasible);
}

// The slow twin: the best place of all, looked for anew each time.
std::vector<CurvePoint> one_by_one(const Curve& curve, std::size_t most) {
  std::vector<CurvePoint> points = curve.points();
  while (points.size() < most) {
    const std::optional<std::int64_t> budget = next_budget(points, 2);
    if (!budget) break;
    const auto place = std::find_if(points.begin(), points.end(),
                                    [&](const CurvePoint& p) { return p.budget > *budget; });
    points.insert(place, curve.read_off(*budget));
  }
  return points;
}

TEST(ReadOff, IsWhatOneByOneAmountsTo) {
  for (std::uint64_t seed = 0; seed < 300; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    base::Random random(seed);
    Curve curve(100, "base duration");
    for (int i = 0; i < 6; ++i) curve.add(random.between(0, 500));
    for (int i = 0; i < 4; ++i) {
      curve.take(schedule_of(random.between(0, 700), random.between(150, 250)));
      curve.raise(random.between(0, 500), random.between(100, 150), "test");
    }
    if (random.chance(0.3)) curve.refute(random.between(0, 100), "test");
    const auto quick = read_off(curve, {}, 40), slow = one_by_one(curve, 40);
    ASSERT_EQ(budgets_of(quick), budgets_of(slow));
    for (std::size_t i = 0; i < quick.size(); ++i) {
      ASSERT_EQ(quick[i].bound, slow[i].bound);
      ASSERT_EQ(quick[i].duration(), slow[i].duration());
      ASSERT_EQ(quick[i].infeasible, slow[i].infeasible);
      if (i == 0) continue;
      ASSERT_LE(quick[i].bound, quick[i - 1].bound);
      ASSERT_LE(quick[i].duration(), quick[i - 1].duration());
    }
  }
}

}  // namespace
}  // namespace moccasin::search
