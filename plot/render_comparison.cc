// SPDX-License-Identifier: Apache-2.0
#include "plot/render_comparison.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

#include "base/amount.h"
#include "base/printable.h"
#include "model/profile.h"
#include "plot/samples.h"
#include "plot/svg_canvas.h"
#include "plot/svg_series.h"

namespace moccasin::plot {
namespace {

constexpr double kLeft = SvgCanvas::kLeft;
// Told apart by people who see fewer colours as well (Okabe and Ito).
constexpr std::array<std::string_view, kMostSchedules> kColors = {
    "#0072b2", "#d55e00", "#009e73", "#cc79a7", "#56b4e9", "#a68a00", "#7b4fa3", "#444444"};
constexpr std::string_view kBaseOrder = "stroke=\"#b0a08c\" stroke-width=\"1.5\"";
constexpr std::string_view kBudgetColor = "#c0392b", kBudgetsColor = "#222";

std::string stroke(std::string_view color, std::string_view width) {
  return "stroke=\"" + std::string(color) + "\" stroke-width=\"" + std::string(width) + "\"";
}

std::string dashed(std::string_view color) {
  return stroke(color, "1.5") + " stroke-dasharray=\"6 4\"";
}

struct BudgetLine {
  std::int64_t bytes;
  std::string_view color;
};

// One if all have one and the same; else that of each that has one, in its colour.
std::vector<BudgetLine> budgets_of(const Drawing& drawing) {
  const auto& schedules = drawing.schedules;
  const auto first = schedules.front().budget;
  const bool shared =
      first && std::all_of(schedules.begin(), schedules.end(),
                           [&](const auto& drawn) { return drawn.budget == first; });
  if (shared) return {{*first, kBudgetColor}};
  std::vector<BudgetLine> lines;
  for (std::size_t i = 0; i < schedules.size(); ++i) {
    if (schedules[i].budget) lines.push_back({*schedules[i].budget, kColors[i]});
  }
  return lines;
}

struct Entry {
  std::string style;  // of its line
  std::string name, figure;
};

std::vector<Entry> entries_of(const Drawing& drawing, const std::vector<BudgetLine>& budgets) {
  const model::Graph& graph = drawing.graph->graph;
  std::vector<Entry> entries;
  for (std::size_t i = 0; i < drawing.schedules.size(); ++i) {
    const std::int64_t duration = make_profile(graph, drawing.schedules[i].schedule).duration;
    entries.push_back({stroke(kColors[i], "2"), base::short_name(drawing.schedules[i].name),
                       base::overhead_text(duration, graph.base_duration())});
  }
  entries.push_back({std::string(kBaseOrder), "base order", ""});
  if (budgets.empty()) return entries;
  const bool shared = budgets.front().color == kBudgetColor;
  entries.push_back(
      {dashed(shared ? kBudgetColor : kBudgetsColor), shared ? "budget" : "budget of each", ""});
  return entries;
}

// In two rows at most, each entry as wide as another; a name that is longer loses its end.
void draw_legend(SvgCanvas& svg, const std::vector<Entry>& entries) {
  constexpr double kLetter = 7, kSwatch = 24, kSpace = 14;
  const std::size_t in_row = entries.size() <= 4 ? entries.size() : (entries.size() + 1) / 2;
  const double width = SvgCanvas::kPlotWidth / static_cast<double>(in_row);
  for (std::size_t i = 0; i < entries.size(); ++i) {
    const double from = kLeft + static_cast<double>(i % in_row) * width;
    const double at = i < in_row ? 40 : 55;
    svg.line(from, at - 4, from + 18, at - 4, entries[i].style);
    const std::string figure = entries[i].figure.empty() ? "" : "  " + entries[i].figure;
    const auto letters = static_cast<std::size_t>((width - kSwatch - kSpace) / kLetter);
    std::string name = entries[i].name;
    if (name.size() + figure.size() > letters && letters > figure.size() + 3) {
      std::size_t length = letters - figure.size() - 1;
      while (length > 0 && (static_cast<unsigned char>(name[length]) & 0xC0U) == 0x80U) --length;
      name = name.substr(0, length) + "…";
    }
    svg.label(from + kSwatch, at, "start", name + figure);
  }
}

// What is live over time, in columns.
struct Curves {
  double span = 0;  // ticks of the longest
  std::int64_t highest = 0;
  std::vector<std::int64_t> base_order;
  std::vector<std::vector<std::int64_t>> schedules;
};

Curves curves_of(const Drawing& drawing) {
  const model::Graph& graph = drawing.graph->graph;
  const model::Schedule base_order = model::base_schedule(graph);
  Curves curves;
  curves.span = length_of(graph, base_order);
  for (const DrawnSchedule& drawn : drawing.schedules) {
    curves.span = std::max(curves.span, length_of(graph, drawn.schedule));
  }
  curves.base_order = sample_live(graph, base_order, curves.span, kColumns);
  curves.highest = *std::max_element(curves.base_order.begin(), curves.base_order.end());
  for (const DrawnSchedule& drawn : drawing.schedules) {
    curves.schedules.push_back(sample_live(graph, drawn.schedule, curves.span, kColumns));
    const auto& live = curves.schedules.back();
    curves.highest = std::max(curves.highest, *std::max_element(live.begin(), live.end()));
  }
  return curves;
}

// The outline of every schedule, and what it recomputes in a row under the axis.
void draw_schedules(SvgCanvas& svg, const Drawing& drawing, const Curves& curves) {
  const double row = 9.0 / static_cast<double>(curves.schedules.size());
  for (std::size_t i = 0; i < curves.schedules.size(); ++i) {
    svg.path(outline_of(svg, curves.schedules[i]), "fill=\"none\" " + stroke(kColors[i], "1.3"));
    draw_marks(svg,
               sample_recomputed(drawing.graph->graph, drawing.schedules[i].schedule, curves.span,
                                 kColumns, kMarkLevels),
               svg.y(0) + 2 + static_cast<double>(i) * row, row, kColors[i]);
  }
}

}  // namespace

std::string render_comparison(const Drawing& drawing) {
  const Curves curves = curves_of(drawing);
  const std::vector<BudgetLine> budgets = budgets_of(drawing);
  const bool timed = drawing.graph->graph.base_duration() > 0;
  const Axis time = time_axis(curves.span, timed ? drawing.graph->duration_unit : "steps");
  std::int64_t highest = curves.highest;
  for (const BudgetLine& budget : budgets) highest = std::max(highest, budget.bytes);
  const Axis size = size_axis(static_cast<double>(highest) * 1.02, drawing.graph->size_unit);
  SvgCanvas svg(time, size);
  const auto count = static_cast<std::int64_t>(drawing.schedules.size());
  svg.label(kLeft, 22, "start",
            base::short_name(drawing.name) + ": " + base::counted(count, "schedule"),
            " font-size=\"14\" font-weight=\"600\"");
  draw_legend(svg, entries_of(drawing, budgets));
  svg.axes("time, " + time.unit_name, "live memory, " + size.unit_name);
  svg.path(outline_of(svg, curves.base_order), "fill=\"none\" " + std::string(kBaseOrder));
  draw_schedules(svg, drawing, curves);
  const double bottom = svg.y(0), right = SvgCanvas::kWidth - SvgCanvas::kRight;
  for (const BudgetLine& budget : budgets) {
    const double at = svg.y(static_cast<double>(budget.bytes));
    svg.line(kLeft, at, right, at, dashed(budget.color));
  }
  svg.line(kLeft, bottom, right, bottom, "stroke=\"#444\"");
  return svg.finish();
}

}  // namespace moccasin::plot
