// SPDX-License-Identifier: Apache-2.0
// 64-bit sums and products that report overflow instead of wrapping. Durations reach 1e13 and
// bytes 4e10 in published graphs, so nothing here is 32-bit, and nothing wraps in silence.
#pragma once

#include <cstdint>
#include <optional>

namespace moccasin::base {

[[nodiscard]] inline std::optional<std::int64_t> checked_add(std::int64_t a, std::int64_t b) {
  std::int64_t sum = 0;
  if (__builtin_add_overflow(a, b, &sum)) return std::nullopt;
  return sum;
}

[[nodiscard]] inline std::optional<std::int64_t> checked_multiply(std::int64_t a, std::int64_t b) {
  std::int64_t product = 0;
  if (__builtin_mul_overflow(a, b, &product)) return std::nullopt;
  return product;
}

// `value` rounded up to a multiple of `unit`; value >= 0, unit >= 1.
[[nodiscard]] inline std::optional<std::int64_t> checked_round_up(std::int64_t value,
                                                                  std::int64_t unit) {
  const std::int64_t rest = value % unit;
  return rest == 0 ? std::optional(value) : checked_add(value, unit - rest);
}

}  // namespace moccasin::base
