// SPDX-License-Identifier: Apache-2.0
#include "plot/render_comparison.h"

#include <gtest/gtest.h>

#include <string>

#include "tests/plot/small_drawing.h"
#include "tests/plot/small_svg.h"

namespace moccasin::plot {
namespace {

TEST(RenderComparisonTest, EveryScheduleHasAnOutlineAndAnEntry) {
  const io::GraphFile file = small_file();
  Drawing drawing{&file, "small", {again("one"), again("two")}};
  for (DrawnSchedule& drawn : drawing.schedules) drawn.budget = 90;
  const std::string svg = render_comparison(drawing);
  expect_well_formed(svg);
  EXPECT_EQ(count(svg, ">small: 2 schedules<"), 1u);
  EXPECT_EQ(count(svg, "<path "), 3u);  // and the base order
  EXPECT_EQ(count(svg, ">one  +99.87 %<"), 1u);
  EXPECT_EQ(count(svg, ">two  +99.87 %<"), 1u);
  EXPECT_EQ(count(svg, ">base order<"), 1u);
  EXPECT_EQ(count(svg, ">budget<"), 1u);
  EXPECT_EQ(count(svg, "stroke-dasharray"), 2u);                        // its line and its entry
  EXPECT_EQ(count(svg, "fill=\"#0072b2\" fill-opacity=\"1.00\""), 1u);  // a row of marks each
  EXPECT_EQ(count(svg, "fill=\"#d55e00\" fill-opacity=\"1.00\""), 1u);
}

TEST(RenderComparisonTest, BudgetsThatDifferAreLinesOfTheirSchedules) {
  const io::GraphFile file = small_file();
  const auto dashed = [](const std::string& color) {
    return "stroke=\"" + color + "\" stroke-width=\"1.5\" stroke-dasharray";
  };
  Drawing drawing{&file, "small", {again("one"), again("two"), again("three")}};
  EXPECT_EQ(count(render_comparison(drawing), "stroke-dasharray"), 0u);
  drawing.schedules[0].budget = 90;
  drawing.schedules[1].budget = 900;  // higher than anything else that is drawn
  const std::string svg = render_comparison(drawing);
  EXPECT_EQ(count(svg, dashed("#0072b2")), 1u);
  EXPECT_EQ(count(svg, dashed("#d55e00")), 1u);
  EXPECT_EQ(count(svg, "stroke-dasharray"), 3u);  // and their entry; the third has none
  EXPECT_EQ(count(svg, ">budget of each<"), 1u);
  EXPECT_EQ(count(svg, ">800<"), 1u);
}

TEST(RenderComparisonTest, LongNamesLoseTheirEnd) {
  const io::GraphFile file = small_file();
  Drawing drawing{&file, "a<b", {}};
  for (std::size_t i = 0; i < kMostSchedules; ++i) {
    drawing.schedules.push_back(again("é" + std::string(100, 'x') + std::to_string(i)));
  }
  const std::string svg = render_comparison(drawing);
  expect_well_formed(svg);
  EXPECT_EQ(count(svg, ">a&lt;b: 8 schedules<"), 1u);
  EXPECT_EQ(count(svg, "xxx…  +99.87 %<"), kMostSchedules);
  EXPECT_EQ(count(svg, std::string(20, 'x')), 0u);
}

}  // namespace
}  // namespace moccasin::plot
