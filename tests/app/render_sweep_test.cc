// SPDX-License-Identifier: Apache-2.0
#include "app/render_sweep.h"

#include <gtest/gtest.h>

namespace moccasin::app {
namespace {

io::SweepRow row(std::int64_t budget, const std::string& status,
                 std::optional<std::int64_t> duration, std::int64_t bound) {
  return {.budget = budget,
          .status = status,
          .duration = duration,
          .peak = duration ? std::optional(budget) : std::nullopt,
          .bound = bound,
          .found_by = duration ? "annealing" : "",
          .bound_by = "recompute closure"};
}

io::SweepFile curve() {
  io::SweepFile sweep;
  sweep.base_duration = 1000;
  sweep.base_peak = 4000;
  sweep.budget_floor = 900;
  sweep.rows = {row(900, "infeasible", {}, 1000), row(1000, "unknown", {}, 1100),
                row(2000, "feasible", 1500, 1200), row(3000, "feasible", 1100, 1050),
                row(4000, "optimal", 1000, 1000)};
  sweep.knee_budget = 3000;
  return sweep;
}

TEST(SweepTable, HasALineABudgetTheLargestFirst) {
  const std::vector<std::string> expected = {
      "     budget   of peak   overhead       gap  status      found by, bound by",
      "      4 000  100.00 %    +0.00 %    0.00 %  optimal     annealing, recompute closure",
      "      3 000   75.00 %   +10.00 %    4.76 %  feasible (knee) annealing, recompute closure",
      "      2 000   50.00 %   +50.00 %   25.00 %  feasible    annealing, recompute closure",
      "      1 000   25.00 %          -            unknown     recompute closure",
      "        900   22.50 %          -            infeasible  recompute closure"};
  EXPECT_EQ(sweep_table(curve(), SizeUnit::unit, 100), expected);
}

TEST(SweepTable, LeavesOutNamesWhereItIsNarrowAndPointsBetween) {
  io::SweepFile sweep = curve();
  sweep.rows[2].between = true;
  sweep.rows[3].between = true;  // the knee, which is told all the same
  const auto lines = sweep_table(sweep, SizeUnit::unit, 59);
  ASSERT_EQ(lines.size(), 5u);
  EXPECT_EQ(lines[0], "     budget   of peak   overhead       gap  status");
  EXPECT_EQ(lines[2], "      3 000   75.00 %   +10.00 %    4.76 %  feasible (knee)");
  EXPECT_EQ(lines[3], "      1 000   25.00 %          -            unknown");
}

TEST(RenderSweep, DrawsBothCurvesThePointsAndTheKnee) {
  const std::string svg = render_sweep(curve(), "net & co", "unit");
  EXPECT_NE(svg.find("net &amp; co"), std::string::npos);
  EXPECT_NE(svg.find("nothing fits"), std::string::npos);
  EXPECT_NE(svg.find("3 000, +10.00 %</text>"), std::string::npos) << "the knee is named";
  EXPECT_NE(svg.find("<title>2 000: +50.00 %, gap 25.00 %, feasible</title>"), std::string::npos);
  EXPECT_NE(svg.find("stroke-dasharray=\"5 3\"/>\n<path"), std::string::npos) << "the bound";
  std::size_t circles = 0;
  for (std::size_t at = svg.find("<circle"); at != std::string::npos;
       at = svg.find("<circle", at + 1)) {
    ++circles;
  }
  EXPECT_EQ(circles, 3u + 2u) << "a point each, the knee's ring here and in the legend";
}

TEST(RenderSweep, WithoutASchedulePointsAndCurvesAreMissing) {
  io::SweepFile sweep = curve();
  sweep.rows.resize(2);
  sweep.knee_budget.reset();
  const std::string svg = render_sweep(sweep, "net", "unit");
  EXPECT_EQ(svg.find("<circle"), std::string::npos);
  EXPECT_EQ(svg.find("<path"), std::string::npos);
  EXPECT_EQ(svg.find(">knee<"), std::string::npos);
}

// Whatever durations and budgets are: a picture, without numbers that are none.
TEST(RenderSweep, HoldsWhatIsAtTheEdges) {
  io::SweepFile empty;
  EXPECT_NE(render_sweep(empty, "", "byte").find("</svg>"), std::string::npos);
  io::SweepFile zero = curve();
  zero.base_duration = 0;
  zero.base_peak = 0;
  for (io::SweepRow& one : zero.rows) one.duration = one.bound = 0;
  const std::string svg = render_sweep(zero, "", "unit");
  for (const char* const none : {"\"nan", "\"-nan", "\"inf", "\"-inf", "Vnan", "Hinf"}) {
    EXPECT_EQ(svg.find(none), std::string::npos) << none;
  }
}

}  // namespace
}  // namespace moccasin::app
