// SPDX-License-Identifier: Apache-2.0
// Axes with round ticks, in a unit that keeps the numbers short.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace moccasin::plot {

struct Axis {
  double largest = 1;         // at the axis's end, in raw units
  std::vector<double> ticks;  // in raw units, the first is 0
  double unit = 1;            // raw units a shown unit
  std::string unit_name;      // "GiB", "ms"; empty: a bare number
};

// What `declared` units of time or size are shown in when values reach `largest`.
[[nodiscard]] Axis time_axis(double largest, std::string_view declared);
[[nodiscard]] Axis size_axis(double largest, std::string_view declared);

[[nodiscard]] Axis percent_axis(double largest);

// The label of a tick: "12.5".
[[nodiscard]] std::string tick_label(const Axis& axis, double tick);

}  // namespace moccasin::plot
