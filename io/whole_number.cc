// SPDX-License-Identifier: Apache-2.0
#include "io/whole_number.h"

#include <algorithm>
#include <cstddef>
#include <limits>
#include <string>

#include "base/checked_int.h"

namespace moccasin::io {
namespace {

// 0.DIGITS * 10^places, neither the first digit nor the last a 0; no digits: 0.
struct Decimal {
  bool negative = false;
  std::string digits;
  std::int64_t places = 0;
};

// Exponents beyond it are cut: no file has as many digits as it would take to tell.
constexpr std::int64_t kLargestExponent = std::numeric_limits<std::int64_t>::max() / 4;

std::int64_t read_exponent(std::string_view written) {
  const bool negative = written.starts_with('-');
  if (negative || written.starts_with('+')) written.remove_prefix(1);
  std::int64_t exponent = 0;
  for (const char c : written) {
    exponent = std::min<std::int64_t>(exponent, kLargestExponent / 10) * 10 + (c - '0');
  }
  return negative ? -exponent : exponent;
}

Decimal read_decimal(std::string_view written) {
  Decimal number;
  number.negative = written.starts_with('-');
  if (number.negative) written.remove_prefix(1);
  const std::size_t end = std::min(written.find_first_of("eE"), written.size());
  const std::string_view mantissa = written.substr(0, end);
  const std::size_t point = std::min(mantissa.find('.'), mantissa.size());
  number.digits = mantissa.substr(0, point);
  if (point < mantissa.size()) number.digits += mantissa.substr(point + 1);
  const std::size_t zeros = number.digits.find_first_not_of('0');
  if (zeros == std::string::npos) return {};
  number.digits.erase(number.digits.find_last_not_of('0') + 1);
  number.digits.erase(0, zeros);
  number.places = static_cast<std::int64_t>(point) - static_cast<std::int64_t>(zeros);
  if (end < written.size()) number.places += read_exponent(written.substr(end + 1));
  return number;
}

}  // namespace

Whole read_whole(std::string_view written) {
  const Decimal number = read_decimal(written);
  constexpr std::int64_t kMostDigits = 19;  // of a number of 64 bits; all of them fit unsigned
  if (number.places > kMostDigits) return {WholeKind::too_long};
  const auto places = static_cast<std::size_t>(std::max<std::int64_t>(number.places, 0));
  std::uint64_t size = 0;
  for (std::size_t i = 0; i < places; ++i) {
    const char digit = i < number.digits.size() ? number.digits[i] : '0';
    size = size * 10 + static_cast<std::uint64_t>(digit - '0');
  }
  constexpr auto kMost = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
  if (size > kMost + (number.negative ? 1 : 0)) return {WholeKind::too_long};
  if (number.digits.size() > places) return {WholeKind::fraction};
  return {WholeKind::whole, static_cast<std::int64_t>(number.negative ? 0 - size : size)};
}

std::optional<ExactDecimal> read_exact(std::string_view written) {
  const Decimal number = read_decimal(written);
  const std::int64_t places = static_cast<std::int64_t>(number.digits.size()) - number.places;
  if (places <= 0) {
    const Whole whole = read_whole(written);
    if (whole.kind != WholeKind::whole) return std::nullopt;
    return ExactDecimal{whole.value, 0};
  }
  if (places > kMostPlaces || number.digits.size() > static_cast<std::size_t>(kMostPlaces)) {
    return std::nullopt;
  }
  std::int64_t value = 0;
  for (const char digit : number.digits) value = value * 10 + (digit - '0');
  return ExactDecimal{number.negative ? -value : value, static_cast<int>(places)};
}

std::optional<std::int64_t> scaled_up(std::int64_t value, int places) {
  std::optional<std::int64_t> scaled = value;
  for (int i = 0; i < places && scaled; ++i) scaled = base::checked_multiply(*scaled, 10);
  return scaled;
}

}  // namespace moccasin::io
