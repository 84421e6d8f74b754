// SPDX-License-Identifier: Apache-2.0
#include "plot/svg_canvas.h"

#include <utility>

#include "base/amount.h"
#include "base/printable.h"

namespace moccasin::plot {
namespace {

std::string escaped(std::string_view content) {
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

}  // namespace

SvgCanvas::SvgCanvas(Axis x, Axis y) : x_(std::move(x)), y_(std::move(y)) {
  text_ = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 " + base::fixed(kWidth, 0) +
          " " + base::fixed(kHeight, 0) + "\" width=\"" + base::fixed(kWidth, 0) + "\" height=\"" +
          base::fixed(kHeight, 0) +
          "\" font-family=\"system-ui, 'DejaVu Sans', sans-serif\" font-size=\"12\" "
          "fill=\"#222\">\n<rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>\n";
}

void SvgCanvas::label(double at_x, double at_y, std::string_view anchor, std::string_view content,
                      std::string_view more) {
  text_ += "<text x=\"" + base::fixed(at_x, 1) + "\" y=\"" + base::fixed(at_y, 1) +
           "\" text-anchor=\"" + std::string(anchor) + "\"" + std::string(more) + ">" +
           escaped(content) + "</text>\n";
}

void SvgCanvas::line(double x1, double y1, double x2, double y2, std::string_view style) {
  text_ += "<line x1=\"" + base::fixed(x1, 1) + "\" y1=\"" + base::fixed(y1, 1) + "\" x2=\"" +
           base::fixed(x2, 1) + "\" y2=\"" + base::fixed(y2, 1) + "\" " + std::string(style) +
           "/>\n";
}

void SvgCanvas::open_rect(double at_x, double at_y, double width, double height,
                          std::string_view style) {
  text_ += "<rect x=\"" + base::fixed(at_x, 2) + "\" y=\"" + base::fixed(at_y, 1) + "\" width=\"" +
           base::fixed(width, 2) + "\" height=\"" + base::fixed(height, 1) + "\" " +
           std::string(style);
}

void SvgCanvas::rect(double at_x, double at_y, double width, double height,
                     std::string_view style) {
  open_rect(at_x, at_y, width, height, style);
  text_ += "/>\n";
}

void SvgCanvas::titled_rect(double at_x, double at_y, double width, double height,
                            std::string_view style, std::string_view title) {
  open_rect(at_x, at_y, width, height, style);
  text_ += "><title>" + escaped(title) + "</title></rect>\n";
}

void SvgCanvas::circle(double at_x, double at_y, double radius, std::string_view style,
                       std::string_view title) {
  text_ += "<circle cx=\"" + base::fixed(at_x, 1) + "\" cy=\"" + base::fixed(at_y, 1) + "\" r=\"" +
           base::fixed(radius, 1) + "\" " + std::string(style);
  text_ += title.empty() ? "/>\n" : "><title>" + escaped(title) + "</title></circle>\n";
}

void SvgCanvas::path(const std::string& data, std::string_view style) {
  text_ += "<path d=\"" + data + "\" " + std::string(style) + "/>\n";
}

void SvgCanvas::axes(std::string_view x_name, std::string_view y_name) {
  for (const double tick : y_.ticks) {
    line(kLeft, y(tick), kWidth - kRight, y(tick), "stroke=\"#e4e4e4\"");
    label(kLeft - 8, y(tick) + 4, "end", tick_label(y_, tick));
  }
  const double bottom = y(0);
  for (const double tick : x_.ticks) {
    line(x(tick), bottom + 12, x(tick), bottom + 17, "stroke=\"#888\"");
    label(x(tick), bottom + 30, "middle", tick_label(x_, tick));
  }
  label(kLeft + kPlotWidth / 2, bottom + 52, "middle", x_name);
  const double middle = kTop + kPlotHeight / 2;
  label(18, middle, "middle", y_name,
        " transform=\"rotate(-90 18 " + base::fixed(middle, 1) + ")\"");
}

}  // namespace moccasin::plot
