// SPDX-License-Identifier: Apache-2.0
// Values as people type them: counts, sizes, times, fractions, words out of a few. Sizes are exact,
// in integers from the first digit to the last; nothing is guessed and nothing after the number is
// ignored.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <variant>

namespace moccasin::base {

enum class ParseFailure { malformed, too_large };

template <class T>
using Parsed = std::variant<T, ParseFailure>;

// digits x 10^-places: "80.5" is 805 with one place.
struct Decimal {
  std::uint64_t digits = 0;
  int places = 0;
  friend bool operator==(const Decimal&, const Decimal&) = default;
};

// "12", "12.5", ".5"; at most 18 digits, leading zeros aside, and 18 behind the point. No sign, no
// exponent.
[[nodiscard]] Parsed<Decimal> parse_decimal(std::string_view text);

// Digits only.
[[nodiscard]] Parsed<std::uint64_t> parse_unsigned(std::string_view text);
// Digits only, at most `largest`.
[[nodiscard]] Parsed<std::int64_t> parse_integer(std::string_view text,
                                                 std::int64_t largest = INT64_MAX);
// The same, and at least 1.
[[nodiscard]] Parsed<std::int64_t> parse_positive(std::string_view text, std::int64_t largest);

// Bytes: "1000", "8GB" (8 x 10^9), "8GiB" (8 x 2^30), "1.5MiB"; suffixes B, K, M, G, T with B or
// iB, in any case. A fraction of a byte is dropped; a fraction without a suffix is malformed.
[[nodiscard]] Parsed<std::int64_t> parse_size(std::string_view text);

// These two are no more exact than a double: digits behind the point and beyond the 18th
// significant one are dropped.
// Seconds, > 0: "30", "1.5s", "500ms", "5m", "1h".
[[nodiscard]] Parsed<double> parse_time(std::string_view text);
// The same of a number: more than 0 and at most 10^9.
[[nodiscard]] Parsed<double> checked_time(double seconds);

// "0.01" or "1%", both 0.01.
[[nodiscard]] Parsed<double> parse_fraction(std::string_view text);

// The place of `text` among `words`.
[[nodiscard]] Parsed<std::size_t> parse_word(std::string_view text,
                                             std::span<const std::string_view> words);
// "one of kept, free": what is expected then.
[[nodiscard]] std::string one_of(std::span<const std::string_view> words);

// "'5 m' is not a time: use 30, 30s, 500ms or 5m": `expected` begins with "a time".
[[nodiscard]] std::string problem_of(std::string_view text, ParseFailure failure,
                                     std::string_view expected);

// numerator x factor / 10^places, rounded down or up.
enum class Rounding { down, up };
[[nodiscard]] Parsed<std::int64_t> scaled(Decimal value, std::int64_t factor, Rounding rounding);

}  // namespace moccasin::base
