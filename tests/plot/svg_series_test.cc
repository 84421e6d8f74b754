// SPDX-License-Identifier: Apache-2.0
#include "plot/svg_series.h"

#include <gtest/gtest.h>

#include "tests/plot/small_svg.h"

namespace moccasin::plot {
namespace {

SvgCanvas canvas() { return {time_axis(4, ""), size_axis(4, "unit")}; }

TEST(SvgSeriesTest, AnOutlineHasAPointWhereTheValueChanges) {
  EXPECT_EQ(outline_of(canvas(), {1, 1, 3, 0}), "M70.0 277.5H505.0V132.5H722.5V350.0H940.0");
}

TEST(SvgSeriesTest, MarksOfOneLevelAreOne) {
  std::vector<int> levels(kColumns, 0);
  levels[0] = levels[1] = 4;
  levels[2] = 1;
  levels[10] = 4;
  SvgCanvas svg = canvas();
  draw_marks(svg, levels, 352, 8, "#123456");
  const std::string text = svg.finish();
  EXPECT_EQ(count(text, "fill=\"#123456\""), 3u);
  EXPECT_EQ(count(text,
                  "<rect x=\"70.00\" y=\"352.0\" width=\"1.00\" height=\"8.0\" "
                  "fill=\"#123456\" fill-opacity=\"1.00\"/>"),
            1u);
  EXPECT_EQ(count(text, "fill-opacity=\"0.55\""), 1u);
}

}  // namespace
}  // namespace moccasin::plot
