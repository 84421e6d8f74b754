// SPDX-License-Identifier: Apache-2.0
// A memory budget as typed: an amount of bytes, or a share of the base peak.
#pragma once

#include <cstdint>
#include <string_view>
#include <variant>

#include "app/units.h"

namespace moccasin::app {

struct Bytes {
  std::int64_t count = 0;
  friend bool operator==(const Bytes&, const Bytes&) = default;
};

struct PeakShare {
  Decimal percent;  // of the base peak; may pass 100
  friend bool operator==(const PeakShare&, const PeakShare&) = default;
};

using Budget = std::variant<Bytes, PeakShare>;

// "8GiB" and the other forms of parse_size, "80%", "80.5%".
[[nodiscard]] Parsed<Budget> parse_budget(std::string_view text);

// In bytes; a share is rounded up to whole bytes, exactly.
[[nodiscard]] Parsed<std::int64_t> budget_bytes(const Budget& budget, std::int64_t base_peak);

}  // namespace moccasin::app
