// SPDX-License-Identifier: Apache-2.0
#include "app/option_value.h"

#include "base/printable.h"

namespace moccasin::app {

void OptionReader::fail(std::string_view name, std::string_view text, ParseFailure failure,
                        std::string_view expected) {
  if (failure_) return;
  const std::string subject = "--" + std::string(name) + ": '" + base::short_name(text) + "' is ";
  const std::string problem =
      failure == ParseFailure::too_large ? "too large" : "not " + std::string(expected);
  failure_ = Failure{ExitCode::usage, subject + problem};
}

std::size_t OptionReader::choice(std::string_view name, std::size_t otherwise,
                                 std::initializer_list<std::string_view> names) {
  const auto text = arguments_->value(name);
  if (!text) return otherwise;
  std::size_t place = 0;
  std::string expected = "one of ";
  for (const std::string_view known : names) {
    if (known == *text) return place;
    expected += (place == 0 ? "" : ", ") + std::string(known);
    ++place;
  }
  fail(name, *text, ParseFailure::malformed, expected);
  return otherwise;
}

Budget OptionReader::budget(std::string_view name, Budget otherwise) {
  return read(name, otherwise, parse_budget,
              "a budget: use bytes (8000000000, 8GB, 8GiB, 1.5GiB) or a share of the base peak "
              "(80%)");
}

Outcome<std::int64_t> budget_option_bytes(const Arguments& arguments, const Budget& typed,
                                          std::int64_t base_peak) {
  const Parsed<std::int64_t> bytes = budget_bytes(typed, base_peak);
  if (const auto* const count = std::get_if<std::int64_t>(&bytes)) return *count;
  return Failure{ExitCode::usage,
                 "--budget: '" + base::short_name(*arguments.value("budget")) + "' is too large"};
}

Parsed<std::int64_t> at_least_one(std::string_view text, std::int64_t largest) {
  const Parsed<std::int64_t> parsed = parse_integer(text, largest);
  const auto* const number = std::get_if<std::int64_t>(&parsed);
  if (number != nullptr && *number == 0) return ParseFailure::malformed;
  return parsed;
}

}  // namespace moccasin::app
