// SPDX-License-Identifier: Apache-2.0
#include "plot/render_plan.h"

#include <algorithm>
#include <array>
#include <numeric>
#include <utility>
#include <vector>

#include "base/amount.h"
#include "base/printable.h"
#include "io/buffer_name.h"
#include "model/profile.h"
#include "plot/svg_canvas.h"

namespace moccasin::plot {
namespace {

// Shades, so that one can be told from the next.
constexpr std::array<std::string_view, 4> kFirst = {"#7fb3d5", "#5d9cc5", "#a3c9e2", "#6fa8b8"};
constexpr std::array<std::string_view, 3> kAgain = {"#e67e22", "#f0a35e", "#d9822b"};
constexpr std::string_view kWorkspace = "#b7b7b7";
constexpr std::string_view kArenaLine =
    "stroke=\"#c0392b\" stroke-width=\"1.5\" stroke-dasharray=\"6 4\"";
constexpr std::string_view kPeakLine =
    "stroke=\"#444\" stroke-width=\"1\" stroke-dasharray=\"2 3\"";

struct Rectangle {
  model::ArenaBuffer place;  // its offset is set
  std::string_view color;
  std::string name;
};

// Of buffer i. In training steps what lies side by side was often written some fixed number of
// steps apart, and must not get the same for that.
template <std::size_t kCount>
std::string_view shade(const std::array<std::string_view, kCount>& shades, std::size_t i) {
  return shades[(static_cast<std::uint32_t>(i) * 2654435761U >> 16U) % kCount];
}

std::vector<Rectangle> rectangles_of(const PlanPicture& picture) {
  const model::Graph& graph = picture.graph->graph;
  const model::Profile profile = make_profile(graph, *picture.schedule);
  auto buffers = model::arena_buffers(graph, *picture.schedule, 1);
  std::vector<Rectangle> rectangles;
  for (std::size_t i = 0; i < buffers.size(); ++i) {
    if (buffers[i].size == 0) continue;
    Rectangle rectangle{.place = buffers[i], .color = kWorkspace, .name = ""};
    if (i < profile.lifetimes.size()) {
      const model::Lifetime& life = profile.lifetimes[i];
      rectangle.place.offset = picture.placement->buffers[i];
      rectangle.color = life.copy == 0 ? shade(kFirst, i) : shade(kAgain, i);
      rectangle.name = io::buffer_name(graph, life.tensor, life.copy);
    } else {
      const std::size_t step = i - profile.lifetimes.size();
      rectangle.place.offset = picture.placement->workspaces[step];
      rectangle.name = "workspace of " + graph.operation(picture.schedule->steps[step]).name;
    }
    rectangles.push_back(std::move(rectangle));
  }
  return rectangles;
}

// Leaves the largest, in their order; how many it takes out.
std::size_t thin(std::vector<Rectangle>& rectangles) {
  if (rectangles.size() <= kMostRectangles) return 0;
  const auto area = [](const Rectangle& rectangle) {
    const model::ArenaBuffer& place = rectangle.place;
    return static_cast<double>(place.upper - place.lower) * static_cast<double>(place.size);
  };
  std::vector<std::size_t> order(rectangles.size());
  std::iota(order.begin(), order.end(), 0);
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return area(rectangles[a]) > area(rectangles[b]);
  });
  order.resize(kMostRectangles);
  std::sort(order.begin(), order.end());
  std::vector<Rectangle> kept;
  for (const std::size_t i : order) kept.push_back(std::move(rectangles[i]));
  const std::size_t left_out = rectangles.size() - kept.size();
  rectangles = std::move(kept);
  return left_out;
}

std::string title_of(const Rectangle& rectangle, base::SizeUnit unit) {
  const model::ArenaBuffer& place = rectangle.place;
  const std::string steps =
      place.upper - place.lower == 1
          ? "step " + base::grouped(place.lower)
          : "steps " + base::grouped(place.lower) + " to " + base::grouped(place.upper - 1);
  return base::short_name(rectangle.name) + ": " + steps + ", " +
         base::full_size(place.size, unit) + " at " + base::grouped(place.offset);
}

void draw_legend(SvgCanvas& svg, std::size_t left_out) {
  const double at = 44;
  double from = SvgCanvas::kLeft;
  const auto entry = [&](std::string_view text, double width) {
    svg.label(from + 24, at, "start", text);
    from += width;
  };
  svg.rect(from, at - 9, 18, 10, "fill=\"" + std::string(kFirst[0]) + "\"");
  entry("first copy", 100);
  svg.rect(from, at - 9, 18, 10, "fill=\"" + std::string(kAgain[0]) + "\"");
  entry("recomputed", 110);
  svg.rect(from, at - 9, 18, 10, "fill=\"" + std::string(kWorkspace) + "\"");
  entry("workspace", 105);
  svg.line(from, at - 4, from + 18, at - 4, kArenaLine);
  entry("arena", 75);
  svg.line(from, at - 4, from + 18, at - 4, kPeakLine);
  entry("live peak", 95);
  if (left_out == 0) return;
  svg.label(
      from, at, "start",
      "without the " + base::grouped(static_cast<std::int64_t>(left_out)) + " smallest buffers",
      " fill=\"#888\"");
}

}  // namespace

std::string render_plan(const PlanPicture& picture) {
  std::vector<Rectangle> rectangles = rectangles_of(picture);
  const std::size_t left_out = thin(rectangles);
  const base::SizeUnit unit = base::size_unit_of(picture.graph->size_unit);
  const auto steps = static_cast<double>(picture.schedule->steps.size());
  const auto arena = static_cast<double>(picture.placement->arena);
  const Axis time = time_axis(steps, "steps");
  const Axis size = size_axis(arena * 1.02, picture.graph->size_unit);
  SvgCanvas svg(time, size);
  svg.label(SvgCanvas::kLeft, 24, "start", picture.title, " font-size=\"14\" font-weight=\"600\"");
  draw_legend(svg, left_out);
  svg.axes(time.unit_name, "arena, " + size.unit_name);
  for (const Rectangle& rectangle : rectangles) {
    const model::ArenaBuffer& place = rectangle.place;
    const double left = svg.x(static_cast<double>(place.lower));
    const double top = svg.y(static_cast<double>(place.offset + place.size));
    svg.titled_rect(
        left, top, svg.x(static_cast<double>(place.upper)) - left,
        svg.y(static_cast<double>(place.offset)) - top,
        "fill=\"" + std::string(rectangle.color) + "\" stroke=\"#fff\" stroke-width=\"0.3\"",
        title_of(rectangle, unit));
  }
  for (const auto& [bytes, style] :
       {std::pair(arena, kArenaLine),
        std::pair(static_cast<double>(picture.live_peak), kPeakLine)}) {
    svg.line(SvgCanvas::kLeft, svg.y(bytes), SvgCanvas::kWidth - SvgCanvas::kRight, svg.y(bytes),
             style);
  }
  svg.line(SvgCanvas::kLeft, svg.y(0), SvgCanvas::kWidth - SvgCanvas::kRight, svg.y(0),
           "stroke=\"#444\"");
  return svg.finish();
}

}  // namespace moccasin::plot
