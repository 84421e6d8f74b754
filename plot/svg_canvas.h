// SPDX-License-Identifier: Apache-2.0
// A picture with two axes, drawn element by element.
#pragma once

#include <string>
#include <string_view>

#include "plot/svg_axis.h"

namespace moccasin::plot {

class SvgCanvas {
 public:
  // Pixels.
  static constexpr double kWidth = 960, kHeight = 420;
  static constexpr double kLeft = 70, kRight = 20, kTop = 60, kBottom = 70;
  static constexpr double kPlotWidth = kWidth - kLeft - kRight;
  static constexpr double kPlotHeight = kHeight - kTop - kBottom;

  SvgCanvas(Axis x, Axis y);

  // Where a value of an axis is.
  [[nodiscard]] double x(double raw) const { return kLeft + raw / x_.largest * kPlotWidth; }
  [[nodiscard]] double y(double raw) const {
    return kTop + kPlotHeight - raw / y_.largest * kPlotHeight;
  }

  // `style`, `more`: attributes. Texts of people's are escaped.
  void label(double at_x, double at_y, std::string_view anchor, std::string_view content,
             std::string_view more = "");
  void line(double x1, double y1, double x2, double y2, std::string_view style);
  void rect(double at_x, double at_y, double width, double height, std::string_view style);
  // One that says `title` when it is pointed at.
  void titled_rect(double at_x, double at_y, double width, double height, std::string_view style,
                   std::string_view title);
  // One that says `title`, if that is not empty, when it is pointed at.
  void circle(double at_x, double at_y, double radius, std::string_view style,
              std::string_view title);
  void path(const std::string& data, std::string_view style);
  // Ticks, grid and the axes' names.
  void axes(std::string_view x_name, std::string_view y_name);

  [[nodiscard]] std::string finish() { return text_ + "</svg>\n"; }

 private:
  void open_rect(double at_x, double at_y, double width, double height, std::string_view style);

  Axis x_, y_;
  std::string text_;
};

}  // namespace moccasin::plot
