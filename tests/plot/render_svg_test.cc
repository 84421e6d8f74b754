// SPDX-License-Identifier: Apache-2.0
#include "plot/render_svg.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "plot/svg_axis.h"
#include "tests/plot/small_graph.h"
#include "tests/plot/small_svg.h"

namespace moccasin::plot {
namespace {

std::string draw(const model::Graph& graph, const model::Schedule& schedule,
                 std::string title = "title") {
  return render_svg({.graph = &graph,
                     .schedule = &schedule,
                     .budget = 5,
                     .title = std::move(title),
                     .duration_unit = "ns",
                     .size_unit = "byte"});
}

TEST(RenderSvgTest, HasItsParts) {
  const model::Graph graph = chain({2, 2, 4}, {1, 2, 4});
  const std::string svg = draw(graph, steps({0, 1, 0, 1, 2}));
  expect_well_formed(svg);
  EXPECT_EQ(svg.rfind("<svg xmlns=\"http://www.w3.org/2000/svg\"", 0), 0u);
  EXPECT_EQ(count(svg, "<path "), 3u);                 // area, its outline, the base order's
  EXPECT_EQ(count(svg, "stroke-dasharray"), 2u);       // the budget and its legend
  EXPECT_EQ(count(svg, "fill-opacity=\"1.00\""), 1u);  // one run of recomputed steps
  EXPECT_NE(svg.find(">time, ns (5 steps)<"), std::string::npos);
  EXPECT_NE(svg.find(">live memory, bytes<"), std::string::npos);
  EXPECT_NE(svg.find(">title<"), std::string::npos);
}

TEST(RenderSvgTest, TextIsEscaped) {
  const model::Graph graph = chain({1}, {1});
  const std::string svg = draw(graph, steps({0}), "a<b> & \"c\"\n\x01");
  expect_well_formed(svg);
  EXPECT_NE(svg.find(">a&lt;b&gt; &amp; \"c\"\\x0a\\x01<"), std::string::npos);
}

TEST(RenderSvgTest, DegenerateGraphsAreDrawn) {
  const model::Graph timeless = chain({0, 0, 0}, {1, 1, 1});
  expect_well_formed(draw(timeless, model::base_schedule(timeless)));
  const model::Graph weightless = chain({1, 1}, {0, 0});
  expect_well_formed(draw(weightless, model::base_schedule(weightless)));
  const model::Graph huge = chain({std::int64_t{1} << 60}, {std::int64_t{1} << 60});
  const std::string svg = draw(huge, model::base_schedule(huge));
  expect_well_formed(svg);
  EXPECT_EQ(svg.find("nan"), std::string::npos);
  EXPECT_EQ(svg.find("inf"), std::string::npos);
}

TEST(RenderSvgTest, SizeDoesNotGrowWithTheSchedule) {
  std::vector<std::int64_t> durations, sizes;
  for (std::int64_t i = 0; i < 100'000; ++i) {
    durations.push_back((i * 7919) % 13);
    sizes.push_back((i * 104729) % 1009);
  }
  const model::Graph graph = chain(durations, sizes);
  const std::string svg = draw(graph, model::base_schedule(graph));
  expect_well_formed(svg);
  EXPECT_LT(svg.size(), 200'000u);
}

TEST(SvgAxisTest, TicksAreRoundAndFew) {
  for (const double largest : {1.0, 3.0, 9.99, 47.0, 1234.0, 4.1e5, 9e9, 1.1e13, 4e18}) {
    for (const Axis& axis : {time_axis(largest, "ns"), time_axis(largest, ""),
                             size_axis(largest, "byte"), size_axis(largest, "unit")}) {
      EXPECT_GE(axis.ticks.size(), 3u) << largest << axis.unit_name;
      EXPECT_LE(axis.ticks.size(), 12u) << largest << axis.unit_name;
      EXPECT_LE(axis.ticks.back(), axis.largest * (1 + 1e-9));
      EXPECT_GE(axis.largest, largest);
    }
  }
  EXPECT_EQ(time_axis(96e6, "ns").unit_name, "ms");
  EXPECT_EQ(time_axis(5e3, "ms").unit_name, "s");
  EXPECT_EQ(time_axis(5e3, "tick").unit_name, "ticks");
  EXPECT_EQ(size_axis(38e9, "byte").unit_name, "GiB");
  const Axis axis = size_axis(2.5 * (1 << 30), "byte");
  EXPECT_EQ(tick_label(axis, axis.ticks[1]), "0.5");
}

}  // namespace
}  // namespace moccasin::plot
