// SPDX-License-Identifier: Apache-2.0
#include "app/option_value.h"

namespace moccasin::app {

void OptionReader::fail(std::string_view name, std::string_view text, ParseFailure failure,
                        std::string_view expected) {
  if (failure_) return;
  const std::string subject = "--" + std::string(name) + ": '" + std::string(text) + "' is ";
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

}  // namespace moccasin::app
