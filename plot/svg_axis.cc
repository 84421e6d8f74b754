// SPDX-License-Identifier: Apache-2.0
#include "plot/svg_axis.h"

#include <array>
#include <cmath>

#include "base/amount.h"

namespace moccasin::plot {
namespace {

struct Scale {
  double factor;
  std::string_view name;
};

constexpr std::array<Scale, 5> kBytes = {{{1, "bytes"},
                                          {1024.0, "KiB"},
                                          {1024.0 * 1024, "MiB"},
                                          {1024.0 * 1024 * 1024, "GiB"},
                                          {1024.0 * 1024 * 1024 * 1024, "TiB"}}};
constexpr std::array<Scale, 6> kSeconds = {
    {{1e-6, "fs"}, {1e-3, "ps"}, {1, "ns"}, {1e3, "us"}, {1e6, "ms"}, {1e9, "s"}}};
constexpr std::array<Scale, 6> kCounts = {
    {{1, ""}, {1e3, "10³"}, {1e6, "10⁶"}, {1e9, "10⁹"}, {1e12, "10¹²"}, {1e15, "10¹⁵"}}};

// The largest scale that `value` reaches twice, so that the axis has a few whole ticks.
template <std::size_t kCount>
Scale scale_for(double value, const std::array<Scale, kCount>& scales) {
  Scale chosen = scales.front();
  for (const Scale& scale : scales) {
    if (value >= 2 * scale.factor) chosen = scale;
  }
  return chosen;
}

// 1, 2 or 5 times a power of ten, so that four to ten of them make `range`.
double round_step(double range) {
  const double power = std::pow(10, std::floor(std::log10(range / 4)));
  for (const double factor : {5.0, 2.0}) {
    if (factor * power * 4 <= range) return factor * power;
  }
  return power;
}

enum class End { at_largest, at_tick };

Axis axis_with(double largest, Scale scale, std::string unit_name, End end) {
  Axis axis;
  axis.unit = scale.factor;
  axis.unit_name = std::move(unit_name);
  axis.largest = largest > 0 ? largest : 1;
  const double step = round_step(axis.largest / axis.unit) * axis.unit;
  const double count = std::floor(axis.largest / step * (1 + 1e-9));
  for (int i = 0; i <= static_cast<int>(count); ++i) axis.ticks.push_back(i * step);
  if (end == End::at_tick && axis.ticks.back() < axis.largest * (1 - 1e-9)) {
    axis.ticks.push_back(axis.ticks.back() + step);
    axis.largest = axis.ticks.back();
  }
  return axis;
}

}  // namespace

Axis time_axis(double largest, std::string_view declared) {
  for (std::size_t i = 0; i < kSeconds.size(); ++i) {
    if (kSeconds[i].name != declared) continue;
    Scale scale = scale_for(largest * kSeconds[i].factor, kSeconds);
    if (scale.factor < kSeconds[i].factor) scale = kSeconds[i];
    return axis_with(largest, {scale.factor / kSeconds[i].factor, scale.name},
                     std::string(scale.name), End::at_largest);
  }
  const Scale scale = largest < 1e5 ? kCounts.front() : scale_for(largest, kCounts);
  const std::string unit = base::plural_unit(declared);
  return axis_with(largest, scale, scale.name.empty() ? unit : std::string(scale.name) + " " + unit,
                   End::at_largest);
}

Axis size_axis(double largest, std::string_view declared) {
  if (base::size_unit_of(declared) == base::SizeUnit::byte) {
    const Scale scale = scale_for(largest, kBytes);
    return axis_with(largest, scale, std::string(scale.name), End::at_tick);
  }
  const Scale scale = largest < 1e5 ? kCounts.front() : scale_for(largest, kCounts);
  return axis_with(largest, scale,
                   scale.name.empty() ? "units" : std::string(scale.name) + " units", End::at_tick);
}

Axis percent_axis(double largest) { return axis_with(largest, {1, ""}, "%", End::at_tick); }

std::string tick_label(const Axis& axis, double tick) {
  const double step = axis.ticks.size() > 1 ? (axis.ticks[1] - axis.ticks[0]) / axis.unit : 1;
  const int places = step >= 1 ? 0 : static_cast<int>(std::ceil(-std::log10(step) - 1e-9));
  return base::fixed(tick / axis.unit, places);
}

}  // namespace moccasin::plot
