// SPDX-License-Identifier: Apache-2.0
// What a graph's durations and sizes count: {"duration": "us", "size": "byte"}.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "io/graph_file.h"
#include "io/json_checker.h"
#include "io/json_value.h"

namespace moccasin::io {

// Sets the units of `file`, which are words of a short list.
void read_units(JsonChecker& check, const JsonValue& value, GraphFile& file);

// "us" is 6 decimal places below a second; nothing: it is no unit of time.
[[nodiscard]] std::optional<int> places_below_a_second(std::string_view unit);

// The unit of time that is finer than `unit` by at least so many decimal places, and by how many;
// where there is none, "tick" and just as many; without a unit none, and just as many.
struct FinerUnit {
  std::string unit;
  int places = 0;
};
[[nodiscard]] FinerUnit finer_unit(std::string_view unit, int places);

}  // namespace moccasin::io
