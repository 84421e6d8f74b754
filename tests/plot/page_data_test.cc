// SPDX-License-Identifier: Apache-2.0
#include "plot/page_data.h"

#include <gtest/gtest.h>

#include <sstream>
#include <string>

#include "tests/plot/small_drawing.h"
#include "tests/plot/small_svg.h"

namespace moccasin::plot {
namespace {

std::string written(const Drawing& drawing) {
  std::ostringstream out;
  write_page_data(out, drawing);
  return out.str();
}

TEST(PageDataTest, HasTheGraphAndItsSchedules) {
  const io::GraphFile file = small_file();
  DrawnSchedule placed = again("placed");
  placed.budget = 80;
  placed.placement = model::Placement{
      .buffers = {0, 8, 11, 16, 24, 27}, .workspaces = {0, 16, 0, 0}, .alignment = 1, .arena = 36};
  const Drawing drawing{&file, "small", {placed, {"base order", "", steps({0, 1, 2}), {}, {}}}};
  EXPECT_EQ(written(drawing),
            "{\"name\":\"small\",\"durationUnit\":\"ns\",\"sizeUnit\":\"byte\",\"resident\":50,"
            "\"kinds\":[\"split\",\"relu\",\"add\"],"
            "\"operations\":{\"name\":[\"a\",\"relu_1\",\"c\"],\"kind\":[0,1,2],"
            "\"duration\":[1500,2,0],\"workspace\":[0,6,0]},"
            "\"tensors\":{\"producer\":[0,0,1,2],\"size\":[8,3,5,9],\"retained\":[3]},"
            "\"reads\":[0,1,0,3,0,1,2],"
            "\"schedules\":[{\"name\":\"placed\",\"status\":\"feasible\",\"budget\":80,"
            "\"steps\":[0,1,-1,2],\"placement\":{\"arena\":36,\"alignment\":1,"
            "\"buffers\":[0,8,11,16,24,27],\"workspaces\":[0,16,0,0]}},"
            "{\"name\":\"base order\",\"status\":\"\",\"budget\":null,\"steps\":[0,1,1],"
            "\"placement\":null}]}");
}

TEST(PageDataTest, EqualKindsAreOne) {
  io::GraphFile file = small_file();
  file.kinds = {"add", "split", "add"};
  const std::string text = written({&file, "small", {again("again")}});
  EXPECT_EQ(count(text, "\"kinds\":[\"add\",\"split\"]"), 1u);
  EXPECT_EQ(count(text, "\"kind\":[0,1,0]"), 1u);
}

TEST(PageDataTest, NoNameEndsAnElementOrHidesAnything) {
  io::GraphFile file = small_file("</script><!--<script>");
  file.kinds[0] = "<b>\"\\";
  const std::string text = written({&file, "<i>\x01\xe2\x80\xae", {again("</script>")}});
  EXPECT_EQ(count(text, "<"), 0u);
  EXPECT_EQ(count(text, "\"\\u003c/script>\\u003c!--\\u003cscript>\""), 1u);
  EXPECT_EQ(count(text, "\"\\u003cb>\\\"\\\\\""), 1u);
  EXPECT_EQ(count(text, "\"\\u003ci>\\\\x01\\\\u202e\""), 1u);  // as on a terminal
}

}  // namespace
}  // namespace moccasin::plot
