// SPDX-License-Identifier: Apache-2.0
// Numbers that JSON writes with a point or an exponent and that may be whole for all that. Told
// from the digits: a double would round 9007199254740993.0, and take 0.99999999999999999999 for 1.
#pragma once

#include <cstdint>
#include <optional>
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

// A number to its last digit: value / 10^places, with as few places as will do.
struct ExactDecimal {
  std::int64_t value = 0;
  int places = 0;
  friend bool operator==(const ExactDecimal&, const ExactDecimal&) = default;
};

// As many places as such a number may have: 10^18 fits in 64 signed bits.
inline constexpr int kMostPlaces = 18;

// `written` as JSON has it: "12.375", "1.5e-3", "7". Nothing if the value or the places do not fit.
[[nodiscard]] std::optional<ExactDecimal> read_exact(std::string_view written);

// value * 10^places; nothing if that does not fit in 64 signed bits. Pre-condition: 0 <= places.
[[nodiscard]] std::optional<std::int64_t> scaled_up(std::int64_t value, int places);

}  // namespace moccasin::io
