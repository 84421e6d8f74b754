// SPDX-License-Identifier: Apache-2.0
// Numbers that JSON writes with a point or an exponent and that may be whole for all that. Told
// from the digits: a double would round 9007199254740993.0, and take 0.99999999999999999999 for 1.
#pragma once

#include <cstdint>
#include <string_view>

namespace moccasin::io {

enum class WholeKind { whole, fraction, too_long };

struct Whole {
  WholeKind kind = WholeKind::whole;
  std::int64_t value = 0;  // where it is whole
  friend bool operator==(const Whole&, const Whole&) = default;
};

// `written`, a number as JSON has it: "12.0", "1e3", "-1.5E+1". Too long is what does not fit in 64
// signed bits, whole or not.
[[nodiscard]] Whole read_whole(std::string_view written);

}  // namespace moccasin::io
