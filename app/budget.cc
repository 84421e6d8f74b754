// SPDX-License-Identifier: Apache-2.0
#include "app/budget.h"

namespace moccasin::app {

Parsed<Budget> parse_budget(std::string_view text) {
  if (!text.empty() && text.back() == '%') {
    const Parsed<Decimal> percent = parse_decimal(text.substr(0, text.size() - 1));
    if (const auto* const failure = std::get_if<ParseFailure>(&percent)) return *failure;
    return Budget(PeakShare{std::get<Decimal>(percent)});
  }
  const Parsed<std::int64_t> bytes = parse_size(text);
  if (const auto* const failure = std::get_if<ParseFailure>(&bytes)) return *failure;
  return Budget(Bytes{std::get<std::int64_t>(bytes)});
}

Parsed<std::int64_t> budget_bytes(const Budget& budget, std::int64_t base_peak) {
  if (const auto* const bytes = std::get_if<Bytes>(&budget)) return bytes->count;
  Decimal fraction = std::get<PeakShare>(budget).percent;
  fraction.places += 2;
  return scaled(fraction, base_peak, Rounding::up);
}

}  // namespace moccasin::app
