// SPDX-License-Identifier: Apache-2.0
// What is drawn of samples (plot/samples.h) over the width of a canvas.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "plot/svg_canvas.h"

namespace moccasin::plot {

inline constexpr std::size_t kColumns = 1740;  // two a pixel
inline constexpr int kMarkLevels = 4;          // shades of what is recomputed

// The outline of columns, as data of a path: up and down in steps, one point where the value
// changes.
[[nodiscard]] std::string outline_of(const SvgCanvas& svg,
                                     const std::vector<std::int64_t>& columns);

// Runs of columns of one level, the fainter the less of their time is recomputation. `top`,
// `height`: pixels.
void draw_marks(SvgCanvas& svg, const std::vector<int>& levels, double top, double height,
                std::string_view color);

}  // namespace moccasin::plot
