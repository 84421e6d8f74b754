// SPDX-License-Identifier: Apache-2.0
#include "plot/render_plan.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "base/amount.h"
#include "plot/svg_canvas.h"
#include "tests/plot/small_graph.h"
#include "tests/plot/small_svg.h"

namespace moccasin::plot {
namespace {

io::GraphFile file_of(model::Graph graph) {
  io::GraphFile file;
  file.graph = std::move(graph);
  file.size_unit = "byte";
  return file;
}

// v0 runs twice; v1 has workspace.
io::GraphFile example() {
  model::GraphBuilder builder;
  for (int i = 0; i < 3; ++i) {
    const auto op = builder.add_operation({.name = i == 0 ? "v<0>" : "v" + std::to_string(i),
                                           .duration = 1,
                                           .workspace = i == 1 ? 3 : 0});
    builder.add_output(op, 4);
    if (i > 0) builder.add_read(op, model::TensorIndex(i - 1));
  }
  return file_of(std::get<model::Graph>(builder.build()));
}

// One buffer on top of the other.
std::string draw(const io::GraphFile& file, const model::Schedule& schedule) {
  const auto buffers = model::arena_buffers(file.graph, schedule, 1);
  std::vector<std::int64_t> offsets;
  std::int64_t end = 0;
  for (const model::ArenaBuffer& buffer : buffers) {
    offsets.push_back(end);
    end += buffer.size;
  }
  const model::Placement placement = model::to_placement(schedule, 1, buffers, offsets);
  return render_plan({.graph = &file,
                      .schedule = &schedule,
                      .placement = &placement,
                      .live_peak = end / 2,
                      .title = "a & b"});
}

TEST(RenderPlanTest, EveryBufferIsARectangleThatSaysWhatItIs) {
  const std::string svg = draw(example(), steps({0, 1, 0, 1, 2}));
  expect_well_formed(svg);
  EXPECT_EQ(count(svg, "<title>"), 7u);  // five copies and two workspaces
  EXPECT_EQ(count(svg, "<title>v&lt;0&gt;: steps 0 to 1, 4 bytes at 0</title>"), 1u);
  EXPECT_EQ(count(svg, "<title>v&lt;0&gt;#1: steps 2 to 3, 4 bytes at 8</title>"), 1u);
  EXPECT_EQ(count(svg, "<title>v1: step 1, 4 bytes at 4</title>"), 1u);
  EXPECT_EQ(count(svg, "<title>workspace of v1: step 1, 3 bytes at 20</title>"), 1u);
  EXPECT_EQ(count(svg, ">a &amp; b<"), 1u);
  EXPECT_EQ(count(svg, ">steps<"), 1u);
  EXPECT_EQ(count(svg, ">arena, bytes<"), 1u);
  EXPECT_EQ(count(svg, "stroke-dasharray"), 4u);  // arena and live peak, and their legends
  EXPECT_EQ(count(svg, "smallest"), 0u);
}

TEST(RenderPlanTest, ARectangleLiesWhereTheBufferDoes) {
  const std::string svg = draw(example(), steps({0, 1, 2}));
  // v1 lies at 4, from step 1 to the end of step 2, the last.
  const SvgCanvas canvas(time_axis(3, "steps"), size_axis(15 * 1.02, "byte"));
  EXPECT_EQ(count(svg, "<rect x=\"" + base::fixed(canvas.x(1), 2) + "\" y=\"" +
                           base::fixed(canvas.y(8), 1) + "\" width=\"" +
                           base::fixed(canvas.x(3) - canvas.x(1), 2) + "\" height=\"" +
                           base::fixed(canvas.y(4) - canvas.y(8), 1) + "\""),
            1u);
}

TEST(RenderPlanTest, BuffersWithoutBytesAreNotDrawn) {
  const io::GraphFile weightless = file_of(chain({1, 1}, {0, 0}));
  const std::string svg = draw(weightless, model::base_schedule(weightless.graph));
  expect_well_formed(svg);
  EXPECT_EQ(count(svg, "<title>"), 0u);
  EXPECT_EQ(svg.find("nan"), std::string::npos);
}

TEST(RenderPlanTest, OfMoreThanCanBeSeenTheLargestAreDrawn) {
  const std::size_t nodes = kMostRectangles + 1000;
  std::vector<std::int64_t> sizes;
  for (std::size_t i = 0; i < nodes; ++i) sizes.push_back(i % 2 == 0 && i < 2000 ? 1 : 4);
  const io::GraphFile file = file_of(chain(std::vector<std::int64_t>(nodes, 1), sizes));
  const std::string svg = draw(file, model::base_schedule(file.graph));
  expect_well_formed(svg);
  EXPECT_EQ(count(svg, "<title>"), kMostRectangles);
  EXPECT_EQ(count(svg, ", 1 byte at "), 0u);
  EXPECT_EQ(count(svg, ">without the 1 000 smallest buffers<"), 1u);
  EXPECT_LT(svg.size(), 5'000'000u);
}

}  // namespace
}  // namespace moccasin::plot
