// SPDX-License-Identifier: Apache-2.0
#include "search/curve/curve.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <vector>

#include "base/random.h"
#include "search/bound/closure_state.h"
#include "tests/support/build_graph.h"

namespace moccasin::search {
namespace {

CurveSchedule schedule_of(std::int64_t peak, std::int64_t duration) {
  return {.schedule = {}, .duration = duration, .peak = peak, .found_by = "test"};
}

Curve three_points() {
  Curve curve(100, "base duration");
  for (const std::int64_t budget : {30, 10, 20}) curve.add(budget);
  return curve;
}

std::vector<std::int64_t> durations(const Curve& curve) {
  std::vector<std::int64_t> all;
  for (const CurvePoint& point : curve.points()) all.push_back(point.duration());
  return all;
}

std::vector<std::int64_t> bounds(const Curve& curve) {
  std::vector<std::int64_t> all;
  for (const CurvePoint& point : curve.points()) all.push_back(point.bound);
  return all;
}

TEST(Curve, AScheduleServesEveryLargerBudget) {
  Curve curve = three_points();
  EXPECT_EQ(curve.take(schedule_of(15, 120)), 1u);
  EXPECT_EQ(durations(curve), (std::vector<std::int64_t>{kNoDuration, 120, 120}));
  EXPECT_EQ(curve.take(schedule_of(25, 110)), 2u);
  EXPECT_EQ(durations(curve), (std::vector<std::int64_t>{kNoDuration, 120, 110}));
  EXPECT_EQ(curve.take(schedule_of(10, 130)), 0u);
  EXPECT_EQ(durations(curve), (std::vector<std::int64_t>{130, 120, 110}));
  EXPECT_EQ(curve.take(schedule_of(31, 100)), 3u) << "it fits nowhere";
  EXPECT_EQ(curve.take(schedule_of(20, 120)), 3u) << "nothing new";
}

TEST(Curve, ABoundServesEverySmallerBudget) {
  Curve curve = three_points();
  curve.raise(20, 115, "closure");
  EXPECT_EQ(bounds(curve), (std::vector<std::int64_t>{115, 115, 100}));
  curve.raise(30, 110, "closure");
  EXPECT_EQ(bounds(curve), (std::vector<std::int64_t>{115, 115, 110}));
  EXPECT_EQ(curve.points()[0].bound_by, "closure");
  curve.refute(10, "floor");
  EXPECT_TRUE(curve.points()[0].infeasible);
  EXPECT_FALSE(curve.points()[1].infeasible);
  EXPECT_EQ(curve.points()[0].bound_by, "floor");
}

TEST(Curve, ANewPointKnowsWhatItsNeighboursDo) {
  Curve curve = three_points();
  curve.take(schedule_of(10, 130));
  curve.take(schedule_of(17, 121));  // of no use to those that are there but the larger ones
  curve.take(schedule_of(20, 120));
  curve.raise(20, 115, "closure");
  EXPECT_EQ(curve.add(18), 1u);
  EXPECT_EQ(curve.points()[1].duration(), 121);
  EXPECT_EQ(curve.points()[1].bound, 115);
  EXPECT_EQ(curve.add(18), 1u) << "it is there";
  EXPECT_EQ(curve.points().size(), 4u);
  curve.refute(18, "closure");
  EXPECT_TRUE(curve.points()[curve.add(12)].infeasible);
}

TEST(Curve, IsClosedWhereBothMeetOrNothingFits) {
  Curve curve = three_points();
  curve.take(schedule_of(20, 100));
  curve.refute(10, "closure");
  std::vector<bool> closed, optimal;
  for (const CurvePoint& point : curve.points()) {
    closed.push_back(point.closed());
    optimal.push_back(point.optimal());
  }
  EXPECT_EQ(closed, (std::vector<bool>{true, true, true}));
  EXPECT_EQ(optimal, (std::vector<bool>{false, true, true}));
}

// A line through 24 ticks of recomputations at 20 bytes that falls by `slope` with every byte; to
// run everything again takes `most`.
BoundLine falling_line(std::int64_t slope = 2, std::int64_t most = 1000) {
  const model::Graph graph = test::built(test::simple_graph({{1, 1}, {1, 1}}, {{0, 1}}));
  const CompiledGraph compiled({.graph = &graph, .budget = 20});
  const CostScale ticks(compiled, CostScale::kScale);
  return BoundLine({.cost = 24 + 20 * slope, .price = slope, .per = 1, .most = most}, ticks,
                   compiled, 1);
}

TEST(Curve, ALineServesEveryBudgetAndThoseThatComeLater) {
  Curve curve = three_points();
  curve.raise(20, 130, "closure");
  curve.raise(falling_line(), "line");
  EXPECT_EQ(bounds(curve), (std::vector<std::int64_t>{144, 130, 104}));
  EXPECT_EQ(curve.points()[0].bound_by, "line");
  EXPECT_EQ(curve.points()[1].bound_by, "closure");
  curve.add(25);
  curve.add(5);
  curve.add(40);
  EXPECT_EQ(bounds(curve), (std::vector<std::int64_t>{154, 144, 130, 114, 104, 100}));
}

TEST(Curve, ALineThatSaysNoMoreOfThePointsThereAreMayDoSoOfThoseToCome) {
  Curve curve = three_points();
  curve.raise(10, 200, "closure");
  curve.raise(30, 150, "closure");
  curve.raise(falling_line(), "line");
  EXPECT_EQ(bounds(curve), (std::vector<std::int64_t>{200, 150, 150}));
  curve.raise(falling_line(6), "steeper line");
  EXPECT_EQ(bounds(curve), (std::vector<std::int64_t>{200, 150, 150}));
  EXPECT_EQ(curve.points()[curve.add(15)].bound, 154);
  EXPECT_EQ(curve.points()[curve.add(2)].bound, 232);
}

TEST(Curve, WhatALineRefutesIsInfeasible) {
  Curve curve = three_points();
  curve.raise(falling_line(2, 30), "line");
  EXPECT_TRUE(curve.points()[0].infeasible) << "44 ticks, and all of them are 30";
  EXPECT_EQ(curve.points()[0].bound_by, "line");
  EXPECT_EQ(curve.points()[0].bound, 130);
  EXPECT_FALSE(curve.points()[1].infeasible);
  EXPECT_TRUE(curve.points()[curve.add(16)].infeasible);
  EXPECT_FALSE(curve.points()[curve.add(17)].infeasible) << "30 ticks may be enough";
}

TEST(Curve, WhatIsRefutedStaysSoForPointsToCome) {
  Curve curve(100, "base duration");
  curve.refute(15, "floor");
  curve.refute(12, "closure");
  EXPECT_TRUE(curve.points()[curve.add(15)].infeasible);
  EXPECT_FALSE(curve.points()[curve.add(16)].infeasible);
  EXPECT_EQ(curve.points()[0].bound_by, "floor");
}

TEST(Curve, ReadingOffMakesNoPoint) {
  Curve curve = three_points();
  curve.take(schedule_of(15, 120));
  curve.raise(20, 115, "closure");
  const CurvePoint read = curve.read_off(17);
  EXPECT_EQ(read.budget, 17);
  EXPECT_EQ(read.duration(), 120);
  EXPECT_EQ(read.bound, 115);
  EXPECT_EQ(read.kind, CurvePoint::Kind::read_off);
  EXPECT_EQ(curve.points().size(), 3u);
  EXPECT_EQ(curve.points()[curve.add(17, CurvePoint::Kind::between)].kind,
            CurvePoint::Kind::between);
}

// Against a list of all that was said, asked point by point.
TEST(Curve, IsWhatAllThatWasSaidAmountsTo) {
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    base::Random random(seed);
    Curve curve(100, "base duration");
    std::vector<CurveSchedule> schedules;
    std::map<std::int64_t, std::int64_t> said;  // bounds by budget
    for (int i = 0; i < 40; ++i) {
      const std::int64_t budget = random.between(0, 50);
      switch (random.below(3)) {
        case 0:
          curve.add(budget);
          break;
        case 1:
          schedules.push_back(schedule_of(budget, random.between(150, 250)));
          curve.take(schedules.back());
          break;
        default: {
          const std::int64_t bound = random.between(100, 150);
          curve.raise(budget, bound, "test");
          said[budget] = std::max(said[budget], bound);
        }
      }
      ASSERT_TRUE(std::is_sorted(
          curve.points().begin(), curve.points().end(),
          [](const CurvePoint& a, const CurvePoint& b) { return a.budget < b.budget; }));
      std::vector<CurvePoint> all = curve.points();
      for (int read = 0; read < 3; ++read) all.push_back(curve.read_off(random.between(0, 50)));
      for (const CurvePoint& point : all) {
        std::int64_t duration = kNoDuration, bound = 100;
        for (const CurveSchedule& one : schedules) {
          if (one.peak <= point.budget) duration = std::min(duration, one.duration);
        }
        for (const auto& [at, value] : said) {
          if (at >= point.budget) bound = std::max(bound, value);
        }
        ASSERT_EQ(point.duration(), duration);
        ASSERT_EQ(point.bound, bound);
      }
    }
  }
}

}  // namespace
}  // namespace moccasin::search
