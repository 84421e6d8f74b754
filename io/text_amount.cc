// SPDX-License-Identifier: Apache-2.0
#include "io/text_amount.h"

#include <algorithm>

#include "base/printable.h"

namespace moccasin::io {
namespace {

bool all_digits(std::string_view text) {
  return !text.empty() &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

// As JSON has numbers, but for a sign and zeros before it: "12", "1.5", "-3", "2e3", ".5" is none.
bool is_number(std::string_view text) {
  if (text.starts_with('-') || text.starts_with('+')) text.remove_prefix(1);
  const std::size_t e = std::min(text.find_first_of("eE"), text.size());
  const std::string_view mantissa = text.substr(0, e);
  const std::size_t point = std::min(mantissa.find('.'), mantissa.size());
  if (!all_digits(mantissa.substr(0, point))) return false;
  if (point < mantissa.size() && !all_digits(mantissa.substr(point + 1))) return false;
  if (e == text.size()) return true;
  std::string_view exponent = text.substr(e + 1);
  if (exponent.starts_with('-') || exponent.starts_with('+')) exponent.remove_prefix(1);
  return all_digits(exponent);
}

std::string_view without_plus(std::string_view text) {
  return text.starts_with('+') ? text.substr(1) : text;
}

std::string quoted(std::string_view text) { return "'" + base::short_name(text) + "'"; }

}  // namespace

std::optional<std::string> take_whole(std::string_view text, std::int64_t least,
                                      std::int64_t& value) {
  if (!is_number(text)) return "must be a whole number, not " + quoted(text);
  const Whole whole = read_whole(without_plus(text));
  if (whole.kind == WholeKind::too_long) return base::short_name(text) + " does not fit in 64 bits";
  if (whole.kind == WholeKind::fraction) return "must be a whole number, not " + quoted(text);
  if (whole.value < 0 && least == 0) {
    return "must not be negative, but is " + std::to_string(whole.value);
  }
  if (whole.value < least) {
    return "must be at least " + std::to_string(least) + ", but is " + std::to_string(whole.value);
  }
  value = whole.value;
  return std::nullopt;
}

std::optional<std::string> take_duration(std::string_view text, ExactDecimal& value) {
  if (!is_number(text)) return "must be a number, not " + quoted(text);
  const std::optional<ExactDecimal> exact = read_exact(without_plus(text));
  if (!exact) {
    return base::short_name(text) + " does not fit in 64 bits and " + std::to_string(kMostPlaces) +
           " decimal places";
  }
  if (exact->value < 0) return "must not be negative, but is " + base::short_name(text);
  value = *exact;
  return std::nullopt;
}

std::optional<std::string> take_flag(std::string_view text, bool& value) {
  std::string lower(text);
  std::transform(lower.begin(), lower.end(), lower.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  const bool yes = lower == "true" || lower == "1" || lower == "yes";
  if (!yes && lower != "false" && lower != "0" && lower != "no") {
    return "must be true or false, not " + quoted(text);
  }
  value = yes;
  return std::nullopt;
}

bool is_integer_id(std::string_view text) {
  return all_digits(text) && (text.size() == 1 || text.front() != '0');
}

}  // namespace moccasin::io
