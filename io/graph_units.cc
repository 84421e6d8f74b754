// SPDX-License-Identifier: Apache-2.0
#include "io/graph_units.h"

#include <array>
#include <string_view>

namespace moccasin::io {
namespace {

constexpr std::array<std::string_view, 2> kKeys = {"duration", "size"};
constexpr std::array<std::string_view, 6> kDurationUnits = {"ns",    "us",   "ms",
                                                            "cycle", "flop", "tick"};
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

}  // namespace moccasin::io
