// SPDX-License-Identifier: Apache-2.0
#include "app/render_svg.h"

#include <algorithm>
#include <utility>

#include "app/render_amount.h"
#include "app/samples.h"
#include "app/svg_axis.h"
#include "base/printable.h"

namespace moccasin::app {
namespace {

// Pixels.
constexpr double kWidth = 960, kHeight = 420;
constexpr double kLeft = 70, kRight = 20, kTop = 60, kBottom = 70;
constexpr double kPlotWidth = kWidth - kLeft - kRight;
constexpr double kPlotHeight = kHeight - kTop - kBottom;
constexpr std::size_t kColumns = 1740;  // two a pixel
constexpr int kMarkLevels = 4;          // shades

class Svg {
 public:
  Svg(Axis x, Axis y) : x_(std::move(x)), y_(std::move(y)) {
    text_ = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 " + fixed(kWidth, 0) + " " +
            fixed(kHeight, 0) + "\" width=\"" + fixed(kWidth, 0) + "\" height=\"" +
            fixed(kHeight, 0) +
            "\" font-family=\"system-ui, 'DejaVu Sans', sans-serif\" font-size=\"12\" "
            "fill=\"#222\">\n<rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>\n";
  }

  [[nodiscard]] double x(double raw) const { return kLeft + raw / x_.largest * kPlotWidth; }
  [[nodiscard]] double y(double raw) const {
    return kTop + kPlotHeight - raw / y_.largest * kPlotHeight;
  }

  void label(double at_x, double at_y, std::string_view anchor, std::string_view content,
             std::string_view more = "") {
    text_ += "<text x=\"" + fixed(at_x, 1) + "\" y=\"" + fixed(at_y, 1) + "\" text-anchor=\"" +
             std::string(anchor) + "\"" + std::string(more) + ">" + escaped(content) + "</text>\n";
  }
  void line(double x1, double y1, double x2, double y2, std::string_view style) {
    text_ += "<line x1=\"" + fixed(x1, 1) + "\" y1=\"" + fixed(y1, 1) + "\" x2=\"" + fixed(x2, 1) +
             "\" y2=\"" + fixed(y2, 1) + "\" " + std::string(style) + "/>\n";
  }
  void rect(double at_x, double at_y, double width, double height, std::string_view style) {
    text_ += "<rect x=\"" + fixed(at_x, 2) + "\" y=\"" + fixed(at_y, 1) + "\" width=\"" +
             fixed(width, 2) + "\" height=\"" + fixed(height, 1) + "\" " + std::string(style) +
             "/>\n";
  }
  void path(const std::string& data, std::string_view style) {
    text_ += "<path d=\"" + data + "\" " + std::string(style) + "/>\n";
  }

  void axes(std::size_t steps);
  // The outline of columns: up and down in steps, one point where the value changes.
  [[nodiscard]] std::string outline(const std::vector<std::int64_t>& columns) const;
  void legend();

  [[nodiscard]] std::string finish() { return text_ + "</svg>\n"; }

 private:
  static std::string escaped(std::string_view content) {
    std::string result;
    for (const char c : base::printable(content)) {  // what XML cannot hold at all is escaped there
      if (c == '&') {
        result += "&amp;";
      } else if (c == '<') {
        result += "&lt;";
      } else if (c == '>') {
        result += "&gt;";
      } else {
        result += c;
      }
    }
    return result;
  }

  Axis x_, y_;
  std::string text_;
};

void Svg::axes(std::size_t steps) {
  for (const double tick : y_.ticks) {
    line(kLeft, y(tick), kWidth - kRight, y(tick), "stroke=\"#e4e4e4\"");
    label(kLeft - 8, y(tick) + 4, "end", tick_label(y_, tick));
  }
  const double bottom = y(0);
  for (const double tick : x_.ticks) {
    line(x(tick), bottom + 12, x(tick), bottom + 17, "stroke=\"#888\"");
    label(x(tick), bottom + 30, "middle", tick_label(x_, tick));
  }
  label(kLeft + kPlotWidth / 2, bottom + 52, "middle",
        "time, " + x_.unit_name + " (" + counted(static_cast<std::int64_t>(steps), "step") + ")");
  const double middle = kTop + kPlotHeight / 2;
  label(18, middle, "middle", "live memory, " + y_.unit_name,
        " transform=\"rotate(-90 18 " + fixed(middle, 1) + ")\"");
}

std::string Svg::outline(const std::vector<std::int64_t>& columns) const {
  const double width = kPlotWidth / static_cast<double>(columns.size());
  std::string data;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    if (i > 0 && columns[i] == columns[i - 1]) continue;
    const double at = kLeft + static_cast<double>(i) * width;
    if (i == 0) data += "M" + fixed(at, 1) + " ";
    if (i > 0) data += "H" + fixed(at, 1) + "V";
    data += fixed(y(static_cast<double>(columns[i])), 1);
  }
  return data + "H" + fixed(kLeft + kPlotWidth, 1);
}

void Svg::legend() {
  const double at = 44;
  double from = kLeft;
  rect(from, at - 9, 18, 10, "fill=\"#7fb3d5\"");
  label(from + 24, at, "start", "schedule");
  from += 100;
  line(from, at - 4, from + 18, at - 4, "stroke=\"#b0a08c\" stroke-width=\"1.5\"");
  label(from + 24, at, "start", "base order");
  from += 115;
  line(from, at - 4, from + 18, at - 4,
       "stroke=\"#c0392b\" stroke-width=\"1.5\" stroke-dasharray=\"6 4\"");
  label(from + 24, at, "start", "budget");
  from += 90;
  rect(from, at - 9, 18, 10, "fill=\"#e67e22\"");
  label(from + 24, at, "start", "recomputed");
}

// Runs of columns of one level, the fainter the less of their time is recomputation.
void draw_marks(Svg& svg, const std::vector<int>& levels, double bottom) {
  constexpr double kColumnWidth = kPlotWidth / static_cast<double>(kColumns);
  for (std::size_t i = 0; i < levels.size(); ++i) {
    if (levels[i] == 0) continue;
    const std::size_t first = i;
    while (i + 1 < levels.size() && levels[i + 1] == levels[first]) ++i;
    const double from = kLeft + static_cast<double>(first) * kColumnWidth;
    const double width = static_cast<double>(i - first + 1) * kColumnWidth;
    const double opacity = 0.4 + 0.6 * levels[first] / kMarkLevels;
    svg.rect(from, bottom + 2, std::max(width, 0.8), 8,
             "fill=\"#e67e22\" fill-opacity=\"" + fixed(opacity, 2) + "\"");
  }
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
  Svg svg(time_axis(span, timed ? picture.duration_unit : "steps"),
          size_axis(static_cast<double>(highest) * 1.02, picture.size_unit));
  svg.label(kLeft, 24, "start", picture.title, " font-size=\"14\" font-weight=\"600\"");
  svg.legend();
  svg.axes(picture.schedule->steps.size());
  const std::string outline = svg.outline(live);
  const double bottom = svg.y(0);
  svg.path(outline + "V" + fixed(bottom, 1) + "H" + fixed(kLeft, 1) + "Z",
           "fill=\"#7fb3d5\" fill-opacity=\"0.75\"");
  svg.path(svg.outline(base_live),
           "fill=\"none\" stroke=\"#b0a08c\" stroke-width=\"1\" stroke-opacity=\"0.9\"");
  svg.path(outline, "fill=\"none\" stroke=\"#21618c\" stroke-width=\"1.2\"");
  const double budget = svg.y(static_cast<double>(picture.budget));
  svg.line(kLeft, budget, kWidth - kRight, budget,
           "stroke=\"#c0392b\" stroke-width=\"1.5\" stroke-dasharray=\"6 4\"");
  svg.line(kLeft, bottom, kWidth - kRight, bottom, "stroke=\"#444\"");
  draw_marks(svg, sample_recomputed(graph, *picture.schedule, span, kColumns, kMarkLevels), bottom);
  return svg.finish();
}

}  // namespace moccasin::app
