// SPDX-License-Identifier: Apache-2.0
#include "app/render_sweep.h"

#include <algorithm>
#include <array>

#include "plot/svg_canvas.h"

namespace moccasin::app {
namespace {

using plot::SvgCanvas;

constexpr std::string_view kCurve = "#21618c", kBound = "#b9770e", kKnee = "#c0392b";

double overhead_of(const io::SweepFile& sweep, std::int64_t duration) {
  if (sweep.base_duration <= 0) return 0;
  return 100 * (static_cast<double>(duration) - static_cast<double>(sweep.base_duration)) /
         static_cast<double>(sweep.base_duration);
}

// The least overhead that a bound leaves, on the axis.
double at_bound(const io::SweepFile& sweep, const io::SweepRow& row) {
  return std::max(overhead_of(sweep, row.bound), 0.0);
}

struct Ends {
  std::size_t first = 0;  // row with a schedule; the number of rows: none
  double most = 1;        // overhead, per cent
};

Ends ends_of(const io::SweepFile& sweep) {
  Ends ends;
  const auto known = [](const io::SweepRow& row) { return row.duration.has_value(); };
  ends.first = static_cast<std::size_t>(std::find_if(sweep.rows.begin(), sweep.rows.end(), known) -
                                        sweep.rows.begin());
  if (ends.first < sweep.rows.size()) {
    ends.most = std::max(overhead_of(sweep, *sweep.rows[ends.first].duration), 1.0);
  }
  return ends;
}

// In steps: what was found for a budget serves up to the next one. The bound of a budget holds
// below it, so it steps the other way.
std::string curve_of(const SvgCanvas& svg, const io::SweepFile& sweep, std::size_t first) {
  std::string data;
  for (std::size_t i = first; i < sweep.rows.size(); ++i) {
    const io::SweepRow& row = sweep.rows[i];
    const std::string x = fixed(svg.x(static_cast<double>(row.budget)), 1);
    const std::string y = fixed(svg.y(overhead_of(sweep, *row.duration)), 1);
    data += (i == first ? "M" + x + " " : "H" + x + "V") + y;
  }
  return data;
}

std::string bound_curve_of(const SvgCanvas& svg, const io::SweepFile& sweep, std::size_t first) {
  std::string data;
  for (std::size_t i = first; i < sweep.rows.size(); ++i) {
    const io::SweepRow& row = sweep.rows[i];
    const std::string x = fixed(svg.x(static_cast<double>(row.budget)), 1);
    const std::string y = fixed(svg.y(at_bound(sweep, row)), 1);
    data += i == first ? "M" + x + " " + y : "V" + y + "H" + x;
  }
  return data;
}

void draw_legend(SvgCanvas& svg, bool knee) {
  const double at = 44;
  double from = SvgCanvas::kLeft;
  svg.line(from, at - 4, from + 18, at - 4,
           "stroke=\"" + std::string(kCurve) + "\" stroke-width=\"2\"");
  svg.label(from + 24, at, "start", "fastest schedule found");
  from += 190;
  svg.line(from, at - 4, from + 18, at - 4,
           "stroke=\"" + std::string(kBound) + "\" stroke-width=\"1.5\" stroke-dasharray=\"5 3\"");
  svg.label(from + 24, at, "start", "bound: nothing is faster");
  from += 200;
  if (knee) {
    svg.circle(from + 9, at - 4, 5,
               "fill=\"none\" stroke=\"" + std::string(kKnee) + "\" stroke-width=\"2\"", "");
    svg.label(from + 24, at, "start", "knee");
  }
}

void draw_points(SvgCanvas& svg, const io::SweepFile& sweep, std::size_t first, SizeUnit unit) {
  for (std::size_t i = first; i < sweep.rows.size(); ++i) {
    const io::SweepRow& row = sweep.rows[i];
    const double x = svg.x(static_cast<double>(row.budget));
    const double y = svg.y(overhead_of(sweep, *row.duration));
    const std::string title = short_size(row.budget, unit) + ": " +
                              overhead_text(*row.duration, sweep.base_duration) + ", gap " +
                              gap_text(*row.duration, row.bound) + ", " + row.status;
    const bool optimal = row.status == "optimal";
    svg.circle(x, y, row.between ? 1.5 : 3.5,
               "fill=\"" + std::string(optimal ? kCurve : "#fff") + "\" stroke=\"" +
                   std::string(kCurve) + "\" stroke-width=\"1.5\"",
               title);
    if (sweep.knee_budget != row.budget) continue;
    svg.circle(x, y, 8, "fill=\"none\" stroke=\"" + std::string(kKnee) + "\" stroke-width=\"2\"",
               "");
    svg.label(
        x + 13, y - 9, "start",
        short_size(row.budget, unit) + ", " + overhead_text(*row.duration, sweep.base_duration),
        " fill=\"" + std::string(kKnee) + "\" font-weight=\"600\"");
  }
}

}  // namespace

std::vector<std::string> sweep_table(const io::SweepFile& sweep, SizeUnit unit, std::size_t width) {
  const bool names = width >= 60;
  std::vector<std::string> lines;
  lines.push_back(right_aligned("budget", 11) + right_aligned("of peak", 10) +
                  right_aligned("overhead", 11) + right_aligned("gap", 10) + "  " +
                  (names ? "status      found by, bound by" : "status"));
  for (auto row = sweep.rows.rbegin(); row != sweep.rows.rend(); ++row) {
    if (row->between && sweep.knee_budget != row->budget) continue;
    const double share = sweep.base_peak > 0 ? static_cast<double>(row->budget) /
                                                   static_cast<double>(sweep.base_peak)
                                             : 0;
    std::string line =
        right_aligned(short_size(row->budget, unit), 11) + right_aligned(percent_text(share), 10);
    line +=
        right_aligned(row->duration ? overhead_text(*row->duration, sweep.base_duration) : "-", 11);
    line += right_aligned(row->duration ? gap_text(*row->duration, row->bound) : "", 10) + "  " +
            row->status;
    if (sweep.knee_budget == row->budget) line += " (knee)";
    if (names) {
      line += std::string(line.size() < 56 ? 56 - line.size() : 1, ' ');
      line += row->duration ? row->found_by + ", " + row->bound_by : row->bound_by;
    }
    lines.push_back(std::move(line));
  }
  return lines;
}

std::string render_sweep(const io::SweepFile& sweep, const std::string& title,
                         const std::string& size_unit) {
  const SizeUnit unit = size_unit_of(size_unit);
  const Ends ends = ends_of(sweep);
  const double largest = sweep.rows.empty() ? 1 : static_cast<double>(sweep.rows.back().budget);
  const plot::Axis memory = plot::size_axis(largest * 1.04, size_unit);
  SvgCanvas svg(memory, plot::percent_axis(ends.most * 1.08));
  svg.label(SvgCanvas::kLeft, 24, "start", title, " font-size=\"14\" font-weight=\"600\"");
  draw_legend(svg, sweep.knee_budget.has_value());
  svg.axes("memory budget, " + memory.unit_name, "time over the base order, %");
  const double bottom = svg.y(0), top = SvgCanvas::kTop;
  svg.line(SvgCanvas::kLeft, bottom, SvgCanvas::kWidth - SvgCanvas::kRight, bottom,
           "stroke=\"#444\"");
  const double floor = svg.x(static_cast<double>(sweep.budget_floor));
  svg.rect(SvgCanvas::kLeft, top, std::max(floor - SvgCanvas::kLeft, 0.0), bottom - top,
           "fill=\"#888\" fill-opacity=\"0.12\"");
  svg.label(SvgCanvas::kLeft + 6, top + 16, "start", "nothing fits", " fill=\"#777\"");
  if (ends.first < sweep.rows.size()) {
    svg.path(bound_curve_of(svg, sweep, ends.first),
             "fill=\"none\" stroke=\"" + std::string(kBound) +
                 "\" stroke-width=\"1.5\" stroke-dasharray=\"5 3\"");
    svg.path(curve_of(svg, sweep, ends.first),
             "fill=\"none\" stroke=\"" + std::string(kCurve) + "\" stroke-width=\"2\"");
    draw_points(svg, sweep, ends.first, unit);
  }
  return svg.finish();
}

}  // namespace moccasin::app
