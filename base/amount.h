// SPDX-License-Identifier: Apache-2.0
// Numbers as people read them.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace moccasin::base {

// Digits in groups of three: 38059356160 is "38 059 356 160".
[[nodiscard]] std::string grouped(std::int64_t value);

// `value` with `places` decimals: "12.30".
[[nodiscard]] std::string fixed(double value, int places);

// The unit sizes are in, as the graph's file declares it.
enum class SizeUnit {
  byte,  // declared, or nothing is
  unit,  // anything else: no KiB, no GiB
};
[[nodiscard]] SizeUnit size_unit_of(std::string_view declared);

// "35.4 GiB", "512 B"; for SizeUnit::unit "46 319".
[[nodiscard]] std::string short_size(std::int64_t size, SizeUnit unit);
// "38 059 356 160 bytes (35.4 GiB)"; for SizeUnit::unit "46 319 units".
[[nodiscard]] std::string full_size(std::int64_t size, SizeUnit unit);

// A declared unit of duration as a plural: "ticks" if nothing is declared, "ns".
[[nodiscard]] std::string plural_unit(std::string_view declared);

// "405 670 ns (405.7 us)" for a declared unit of time, "405 670 ticks" if nothing is declared.
[[nodiscard]] std::string full_duration(std::int64_t duration, std::string_view declared);

// "0.123 s", "12.3 s", "61 s".
[[nodiscard]] std::string seconds_text(double seconds);

// part of whole: "+0.28 %"; of(x, 0) is "+0.00 %".
[[nodiscard]] std::string overhead_text(std::int64_t duration, std::int64_t base_duration);
// A fraction as per cent: 0.0028 is "0.28 %".
[[nodiscard]] std::string percent_text(double fraction);

// How far `value` is above its bound, of the bound: "0.14 %". "0.00 %" only where they are equal,
// "<0.01 %" above that; "-" of a bound of 0.
[[nodiscard]] std::string gap_text(std::int64_t value, std::int64_t bound);

// In a column: with blanks before it. What is wider stays as it is.
[[nodiscard]] std::string right_aligned(const std::string& text, std::size_t width);

// "1 operation", "2 operations".
[[nodiscard]] std::string counted(std::int64_t count, std::string_view noun);

}  // namespace moccasin::base
