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

FinerUnit finer_unit(std::string_view unit, int places) {
  const auto times = std::span(kDurationUnits).first(kTimes);
  const auto from = std::find(times.begin(), times.end(), unit);
  int finer = 0;
  for (auto to = from; to != times.end(); ++to, finer += 3) {
    if (finer >= places) return {std::string(*to), finer};
  }
  return {unit.empty() ? "" : "tick", places};
}

}  // namespace moccasin::io
