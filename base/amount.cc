// SPDX-License-Identifier: Apache-2.0
#include "base/amount.h"

#include <array>
#include <cmath>
#include <cstdio>

namespace moccasin::base {
namespace {

// `value` by the largest of `names` whose factor, a power of `step`, it reaches.
template <std::size_t kNames>
std::string in_largest_unit(std::int64_t value, double step,
                            const std::array<std::string_view, kNames>& names, std::size_t first) {
  double amount = static_cast<double>(value);
  std::size_t unit = first;
  // 1023.96 would be shown as 1024.0.
  while (unit + 1 < names.size() && amount >= step - 0.05) {
    amount /= step;
    ++unit;
  }
  const int places = unit == first ? 0 : 1;
  return fixed(amount, places) + " " + std::string(names[unit]);
}

constexpr std::array<std::string_view, 5> kSizes = {"B", "KiB", "MiB", "GiB", "TiB"};
constexpr std::array<std::string_view, 6> kTimes = {"fs", "ps", "ns", "us", "ms", "s"};

}  // namespace

std::string grouped(std::int64_t value) {
  std::string digits = std::to_string(value);
  const std::size_t sign = value < 0 ? 1 : 0;
  for (std::size_t at = digits.size(); at > sign + 3;) {
    at -= 3;
    digits.insert(at, " ");
  }
  return digits;
}

std::string fixed(double value, int places) {
  std::array<char, 400> text{};
  std::snprintf(text.data(), text.size(), "%.*f", places, value);
  return text.data();
}

SizeUnit size_unit_of(std::string_view declared) {
  return declared.empty() || declared == "byte" ? SizeUnit::byte : SizeUnit::unit;
}

std::string short_size(std::int64_t size, SizeUnit unit) {
  if (unit == SizeUnit::unit) return grouped(size);
  return in_largest_unit(size, 1024, kSizes, 0);
}

std::string full_size(std::int64_t size, SizeUnit unit) {
  if (unit == SizeUnit::unit) return grouped(size) + " units";
  if (size < 1024) return counted(size, "byte");
  return grouped(size) + " bytes (" + short_size(size, unit) + ")";
}

std::string plural_unit(std::string_view declared) {
  if (declared.empty()) return "ticks";
  const bool counts = declared == "tick" || declared == "cycle" || declared == "flop";
  return std::string(declared) + (counts ? "s" : "");
}

std::string full_duration(std::int64_t duration, std::string_view declared) {
  std::string text = grouped(duration) + " " + plural_unit(declared);
  for (std::size_t unit = 0; unit + 1 < kTimes.size(); ++unit) {
    if (kTimes[unit] != declared || duration < 1000) continue;
    text += " (" + in_largest_unit(duration, 1000, kTimes, unit) + ")";
  }
  return text;
}

std::string seconds_text(double seconds) {
  if (seconds < 1) return fixed(seconds, 3) + " s";
  return fixed(seconds, seconds < 60 ? 1 : 0) + " s";
}

std::string overhead_text(std::int64_t duration, std::int64_t base_duration) {
  if (base_duration == 0) return "+0.00 %";
  const double share = (static_cast<double>(duration) - static_cast<double>(base_duration)) /
                       static_cast<double>(base_duration);
  return (share < 0 ? "" : "+") + percent_text(share);
}

std::string percent_text(double fraction) { return fixed(100 * fraction, 2) + " %"; }

std::string gap_text(std::int64_t value, std::int64_t bound) {
  if (value == bound) return percent_text(0);
  if (bound <= 0) return "-";
  std::string text = percent_text((static_cast<double>(value) - static_cast<double>(bound)) /
                                  static_cast<double>(bound));
  return text == percent_text(0) ? "<0.01 %" : text;
}

std::string right_aligned(const std::string& text, std::size_t width) {
  return text.size() >= width ? text : std::string(width - text.size(), ' ') + text;
}

std::string counted(std::int64_t count, std::string_view noun) {
  return grouped(count) + " " + std::string(noun) + (count == 1 ? "" : "s");
}

}  // namespace moccasin::base
