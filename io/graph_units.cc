// SPDX-License-Identifier: Apache-2.0
#include "io/graph_units.h"

#include <algorithm>
#include <array>
#include <span>
#include <string_view>

namespace moccasin::io {
namespace {

constexpr std::array<std::string_view, 2> kKeys = {"duration", "size"};
constexpr std::array<std::string_view, 9> kDurationUnits = {"s",  "ms",    "us",   "ns",  "ps",
                                                            "fs", "cycle", "flop", "tick"};
constexpr std::size_t kTimes = 6;  // each a thousandth of the one before it
constexpr std::array<std::string_view, 2> kSizeUnits = {"byte", "unit"};

}  // namespace

void read_units(JsonChecker& check, const JsonValue& value, GraphFile& file) {
  std::array<const JsonValue*, kKeys.size()> found{};
  if (!check.members({"units"}, value, kKeys, found)) return;
  const auto [duration, size] = found;
  if (duration != nullptr) {
    file.duration_unit = check.one_of({"units.duration"}, *duration, kDurationUnits);
  }
  if (size != nullptr) file.size_unit = check.one_of({"units.size"}, *size, kSizeUnits);
}

std::optional<int> places_below_a_second(std::string_view unit) {
  const auto times = std::span(kDurationUnits).first(kTimes);
  const auto found = std::find(times.begin(), times.end(), unit);
  if (found == times.end()) return std::nullopt;
  return 3 * static_cast<int>(found - times.begin());
}

FinerUnit finer_unit(std::string_view unit, int places) {
  const std::optional<int> from = places_below_a_second(unit);
  for (std::size_t to = 0; from && to < kTimes; ++to) {
    const int finer = 3 * static_cast<int>(to) - *from;
    if (finer >= places && finer >= 0) return {std::string(kDurationUnits[to]), finer};
  }
  return {unit.empty() ? "" : "tick", places};
}

}  // namespace moccasin::io
