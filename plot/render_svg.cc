// SPDX-License-Identifier: Apache-2.0
#include "plot/render_svg.h"

#include <algorithm>
#include <utility>

#include "base/amount.h"
#include "plot/samples.h"
#include "plot/svg_canvas.h"
#include "plot/svg_series.h"

namespace moccasin::plot {
namespace {

constexpr double kLeft = SvgCanvas::kLeft, kRight = SvgCanvas::kRight;
constexpr double kWidth = SvgCanvas::kWidth;

void draw_legend(SvgCanvas& svg) {
  const double at = 44;
  double from = kLeft;
  svg.rect(from, at - 9, 18, 10, "fill=\"#7fb3d5\"");
  svg.label(from + 24, at, "start", "schedule");
  from += 100;
  svg.line(from, at - 4, from + 18, at - 4, "stroke=\"#b0a08c\" stroke-width=\"1.5\"");
  svg.label(from + 24, at, "start", "base order");
  from += 115;
  svg.line(from, at - 4, from + 18, at - 4,
           "stroke=\"#c0392b\" stroke-width=\"1.5\" stroke-dasharray=\"6 4\"");
  svg.label(from + 24, at, "start", "budget");
  from += 90;
  svg.rect(from, at - 9, 18, 10, "fill=\"#e67e22\"");
  svg.label(from + 24, at, "start", "recomputed");
}

}  // namespace

std::string render_svg(const Picture& picture) {
  const model::Graph& graph = *picture.graph;
  const model::Schedule base = model::base_schedule(graph);
  const double span = std::max(length_of(graph, *picture.schedule), length_of(graph, base));
  const auto live = sample_live(graph, *picture.schedule, span, kColumns);
  const auto base_live = sample_live(graph, base, span, kColumns);
  const std::int64_t highest =
      std::max({picture.budget, *std::max_element(live.begin(), live.end()),
                *std::max_element(base_live.begin(), base_live.end())});

  const bool timed = graph.base_duration() > 0;
  const Axis time = time_axis(span, timed ? picture.duration_unit : "steps");
  const Axis size = size_axis(static_cast<double>(highest) * 1.02, picture.size_unit);
  SvgCanvas svg(time, size);
  svg.label(kLeft, 24, "start", picture.title, " font-size=\"14\" font-weight=\"600\"");
  draw_legend(svg);
  const auto steps = static_cast<std::int64_t>(picture.schedule->steps.size());
  svg.axes("time, " + time.unit_name + " (" + base::counted(steps, "step") + ")",
           "live memory, " + size.unit_name);
  const std::string outline = outline_of(svg, live);
  const double bottom = svg.y(0);
  svg.path(outline + "V" + base::fixed(bottom, 1) + "H" + base::fixed(kLeft, 1) + "Z",
           "fill=\"#7fb3d5\" fill-opacity=\"0.75\"");
  svg.path(outline_of(svg, base_live),
           "fill=\"none\" stroke=\"#b0a08c\" stroke-width=\"1\" stroke-opacity=\"0.9\"");
  svg.path(outline, "fill=\"none\" stroke=\"#21618c\" stroke-width=\"1.2\"");
  const double budget = svg.y(static_cast<double>(picture.budget));
  svg.line(kLeft, budget, kWidth - kRight, budget,
           "stroke=\"#c0392b\" stroke-width=\"1.5\" stroke-dasharray=\"6 4\"");
  svg.line(kLeft, bottom, kWidth - kRight, bottom, "stroke=\"#444\"");
  draw_marks(svg, sample_recomputed(graph, *picture.schedule, span, kColumns, kMarkLevels),
             bottom + 2, 8, "#e67e22");
  return svg.finish();
}

}  // namespace moccasin::plot
