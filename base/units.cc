// SPDX-License-Identifier: Apache-2.0
#include "base/units.h"

#include <array>
#include <string>

#include "base/joined.h"
#include "base/printable.h"

namespace moccasin::base {
namespace {

__extension__ using Wide = unsigned __int128;  // a product of two 64-bit numbers fits

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// std::tolower would ask the locale, in which an I may have no dot.
char lower_case(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

struct Split {
  std::string_view number;
  std::string suffix;  // lower case
};

Split split_suffix(std::string_view text) {
  std::size_t end = 0;
  while (end < text.size() && (is_digit(text[end]) || text[end] == '.')) ++end;
  Split split{text.substr(0, end), std::string(text.substr(end))};
  for (char& c : split.suffix) c = lower_case(c);
  return split;
}

struct SizeSuffix {
  std::string_view text;
  std::int64_t bytes;
};
constexpr std::array<SizeSuffix, 10> kSizeSuffixes = {{{"", 1},
                                                       {"b", 1},
                                                       {"kb", 1'000},
                                                       {"mb", 1'000'000},
                                                       {"gb", 1'000'000'000},
                                                       {"tb", 1'000'000'000'000},
                                                       {"kib", std::int64_t{1} << 10},
                                                       {"mib", std::int64_t{1} << 20},
                                                       {"gib", std::int64_t{1} << 30},
                                                       {"tib", std::int64_t{1} << 40}}};

struct TimeSuffix {
  std::string_view text;
  double seconds;
};
constexpr std::array<TimeSuffix, 5> kTimeSuffixes = {
    {{"", 1.0}, {"s", 1.0}, {"ms", 1e-3}, {"m", 60.0}, {"h", 3600.0}}};

double to_double(Decimal value) {
  double power = 1;
  for (int i = 0; i < value.places; ++i) power *= 10;
  return static_cast<double>(value.digits) / power;
}

// Of the digits behind the point that a Decimal has no room for.
enum class Excess { refused, dropped };

Parsed<Decimal> parse_digits(std::string_view text, Excess excess) {
  constexpr std::uint64_t kMostDigits = 999'999'999'999'999'999;  // 18
  Decimal value;
  bool point = false, any = false, full = false;
  for (const char c : text) {
    if (c == '.' && !point) {
      point = true;
      continue;
    }
    if (!is_digit(c)) return ParseFailure::malformed;
    any = true;
    const auto digit = static_cast<std::uint64_t>(c - '0');
    full = full || value.digits > (kMostDigits - digit) / 10;
    const bool may_drop = point && excess == Excess::dropped;
    if (full && !may_drop) return ParseFailure::too_large;
    if (full) continue;
    value.digits = value.digits * 10 + digit;
    if (point) ++value.places;
    if (value.places > 18 && !may_drop) return ParseFailure::too_large;
  }
  if (!any) return ParseFailure::malformed;
  return value;
}

}  // namespace

Parsed<Decimal> parse_decimal(std::string_view text) { return parse_digits(text, Excess::refused); }

Parsed<std::uint64_t> parse_unsigned(std::string_view text) {
  if (text.empty()) return ParseFailure::malformed;
  std::uint64_t value = 0;
  bool too_large = false;
  for (const char c : text) {
    if (!is_digit(c)) return ParseFailure::malformed;
    const auto digit = static_cast<std::uint64_t>(c - '0');
    too_large = too_large || value > (UINT64_MAX - digit) / 10;
    value = value * 10 + digit;
  }
  if (too_large) return ParseFailure::too_large;
  return value;
}

Parsed<std::int64_t> parse_integer(std::string_view text, std::int64_t largest) {
  const Parsed<std::uint64_t> value = parse_unsigned(text);
  if (const auto* const failure = std::get_if<ParseFailure>(&value)) return *failure;
  const std::uint64_t number = std::get<std::uint64_t>(value);
  if (number > static_cast<std::uint64_t>(largest)) return ParseFailure::too_large;
  return static_cast<std::int64_t>(number);
}

Parsed<std::int64_t> parse_positive(std::string_view text, std::int64_t largest) {
  const Parsed<std::int64_t> parsed = parse_integer(text, largest);
  const auto* const number = std::get_if<std::int64_t>(&parsed);
  if (number != nullptr && *number == 0) return ParseFailure::malformed;
  return parsed;
}

Parsed<std::size_t> parse_word(std::string_view text, std::span<const std::string_view> words) {
  for (std::size_t place = 0; place < words.size(); ++place) {
    if (words[place] == text) return place;
  }
  return ParseFailure::malformed;
}

std::string one_of(std::span<const std::string_view> words) {
  return "one of " + joined(words, ", ");
}

std::string problem_of(std::string_view text, ParseFailure failure, std::string_view expected) {
  const std::string subject = "'" + short_name(text) + "' is ";
  if (failure == ParseFailure::too_large) return subject + "too large";
  return subject + "not " + std::string(expected);
}

Parsed<std::int64_t> scaled(Decimal value, std::int64_t factor, Rounding rounding) {
  Wide power = 1;
  for (int i = 0; i < value.places; ++i) power *= 10;
  const Wide product = Wide{value.digits} * static_cast<std::uint64_t>(factor);
  Wide result = product / power;
  if (rounding == Rounding::up && product % power != 0) ++result;
  if (result > static_cast<std::uint64_t>(INT64_MAX)) return ParseFailure::too_large;
  return static_cast<std::int64_t>(result);
}

Parsed<std::int64_t> parse_size(std::string_view text) {
  const Split split = split_suffix(text);
  if (split.suffix.empty()) return parse_integer(text);
  for (const SizeSuffix& known : kSizeSuffixes) {
    if (known.text != split.suffix) continue;
    if (known.bytes == 1) return parse_integer(split.number);
    const Parsed<Decimal> value = parse_decimal(split.number);
    if (const auto* const failure = std::get_if<ParseFailure>(&value)) return *failure;
    return scaled(std::get<Decimal>(value), known.bytes, Rounding::down);
  }
  return ParseFailure::malformed;
}

Parsed<double> checked_time(double seconds) {
  if (!(seconds > 0)) return ParseFailure::malformed;  // a NaN as well
  if (seconds > 1e9) return ParseFailure::too_large;
  return seconds;
}

Parsed<double> parse_time(std::string_view text) {
  const Split split = split_suffix(text);
  const Parsed<Decimal> value = parse_digits(split.number, Excess::dropped);
  if (const auto* const failure = std::get_if<ParseFailure>(&value)) return *failure;
  for (const TimeSuffix& known : kTimeSuffixes) {
    if (known.text != split.suffix) continue;
    return checked_time(to_double(std::get<Decimal>(value)) * known.seconds);
  }
  return ParseFailure::malformed;
}

Parsed<double> parse_fraction(std::string_view text) {
  const Split split = split_suffix(text);
  const Parsed<Decimal> value = parse_digits(split.number, Excess::dropped);
  if (const auto* const failure = std::get_if<ParseFailure>(&value)) return *failure;
  if (split.suffix.empty()) return to_double(std::get<Decimal>(value));
  if (split.suffix == "%") return to_double(std::get<Decimal>(value)) / 100;
  return ParseFailure::malformed;
}

}  // namespace moccasin::base
