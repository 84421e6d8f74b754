// SPDX-License-Identifier: Apache-2.0
#include "api/budget.h"

namespace moccasin::api {

base::Parsed<Budget> parse_budget(std::string_view text) {
  if (!text.empty() && text.back() == '%') {
    const base::Parsed<base::Decimal> percent =
        base::parse_decimal(text.substr(0, text.size() - 1));
    if (const auto* const failure = std::get_if<base::ParseFailure>(&percent)) return *failure;
    return Budget(PeakShare{std::get<base::Decimal>(percent)});
  }
  const base::Parsed<std::int64_t> bytes = base::parse_size(text);
  if (const auto* const failure = std::get_if<base::ParseFailure>(&bytes)) return *failure;
  return Budget(Bytes{std::get<std::int64_t>(bytes)});
}

base::Parsed<std::int64_t> budget_bytes(const Budget& budget, std::int64_t base_peak) {
  if (const auto* const bytes = std::get_if<Bytes>(&budget)) return bytes->count;
  base::Decimal fraction = std::get<PeakShare>(budget).percent;
  fraction.places += 2;
  return base::scaled(fraction, base_peak, base::Rounding::up);
}

base::Parsed<std::int64_t> parse_budget_bytes(std::string_view text, std::int64_t base_peak) {
  const base::Parsed<Budget> budget = parse_budget(text);
  if (const auto* const failure = std::get_if<base::ParseFailure>(&budget)) return *failure;
  return budget_bytes(std::get<Budget>(budget), base_peak);
}

}  // namespace moccasin::api
