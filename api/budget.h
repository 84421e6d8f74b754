// SPDX-License-Identifier: Apache-2.0
// A memory budget as typed: an amount of bytes, or a share of the base peak.
#pragma once

#include <cstdint>
#include <string_view>
#include <variant>

#include "base/units.h"

namespace moccasin::api {

struct Bytes {
  std::int64_t count = 0;
  friend bool operator==(const Bytes&, const Bytes&) = default;
};

struct PeakShare {
  base::Decimal percent;  // of the base peak; may pass 100
  friend bool operator==(const PeakShare&, const PeakShare&) = default;
};

using Budget = std::variant<Bytes, PeakShare>;

// "8GiB" and the other forms of base::parse_size, "80%", "80.5%".
[[nodiscard]] base::Parsed<Budget> parse_budget(std::string_view text);

// What is expected of such a text: completes "'x' is not".
inline constexpr std::string_view kBudgetForms =
    "a budget: use bytes (8000000000, 8GB, 8GiB, 1.5GiB) or a share of the base peak (80%)";

// In bytes; a share is rounded up to whole bytes, exactly.
[[nodiscard]] base::Parsed<std::int64_t> budget_bytes(const Budget& budget, std::int64_t base_peak);
// Both in one.
[[nodiscard]] base::Parsed<std::int64_t> parse_budget_bytes(std::string_view text,
                                                            std::int64_t base_peak);

}  // namespace moccasin::api
