// SPDX-License-Identifier: Apache-2.0
#include "plot/svg_series.h"

#include <algorithm>

#include "base/amount.h"

namespace moccasin::plot {

std::string outline_of(const SvgCanvas& svg, const std::vector<std::int64_t>& columns) {
  const double width = SvgCanvas::kPlotWidth / static_cast<double>(columns.size());
  std::string data;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    if (i > 0 && columns[i] == columns[i - 1]) continue;
    const double at = SvgCanvas::kLeft + static_cast<double>(i) * width;
    if (i == 0) data += "M" + base::fixed(at, 1) + " ";
    if (i > 0) data += "H" + base::fixed(at, 1) + "V";
    data += base::fixed(svg.y(static_cast<double>(columns[i])), 1);
  }
  return data + "H" + base::fixed(SvgCanvas::kLeft + SvgCanvas::kPlotWidth, 1);
}

void draw_marks(SvgCanvas& svg, const std::vector<int>& levels, double top, double height,
                std::string_view color) {
  constexpr double kColumnWidth = SvgCanvas::kPlotWidth / static_cast<double>(kColumns);
  for (std::size_t i = 0; i < levels.size(); ++i) {
    if (levels[i] == 0) continue;
    const std::size_t first = i;
    while (i + 1 < levels.size() && levels[i + 1] == levels[first]) ++i;
    const double from = SvgCanvas::kLeft + static_cast<double>(first) * kColumnWidth;
    const double width = static_cast<double>(i - first + 1) * kColumnWidth;
    const double opacity = 0.4 + 0.6 * levels[first] / kMarkLevels;
    svg.rect(
        from, top, std::max(width, 0.8), height,
        "fill=\"" + std::string(color) + "\" fill-opacity=\"" + base::fixed(opacity, 2) + "\"");
  }
}

}  // namespace moccasin::plot
