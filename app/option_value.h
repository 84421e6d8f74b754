// SPDX-License-Identifier: Apache-2.0
// The value of an option as a number, or a message that says what was expected.
#pragma once

#include <string>
#include <string_view>

#include "app/arguments.h"
#include "app/budget.h"
#include "app/exit_code.h"
#include "app/units.h"

namespace moccasin::app {

// Reads options one after the other and keeps the first failure.
class OptionReader {
 public:
  explicit OptionReader(const Arguments& arguments) : arguments_(&arguments) {}

  // `parse` of the option's value, or `otherwise` without it. `expected` completes "'x' is not":
  // "a time: use 30, 30s, 500ms or 5m".
  template <class T, class Parse>
  T read(std::string_view name, T otherwise, const Parse& parse, std::string_view expected) {
    const auto text = arguments_->value(name);
    if (!text) return otherwise;
    const auto parsed = parse(*text);
    if (const auto* const failure = std::get_if<ParseFailure>(&parsed)) {
      fail(name, *text, *failure, expected);
      return otherwise;
    }
    return static_cast<T>(std::get<0>(parsed));
  }

  // One of `names` by its place; `otherwise` without the option.
  std::size_t choice(std::string_view name, std::size_t otherwise,
                     std::initializer_list<std::string_view> names);

  Budget budget(std::string_view name, Budget otherwise);

  void fail(std::string_view name, std::string_view text, ParseFailure failure,
            std::string_view expected);
  [[nodiscard]] const std::optional<Failure>& failure() const { return failure_; }

 private:
  const Arguments* arguments_;
  std::optional<Failure> failure_;
};

// --budget of `arguments`, read as `typed`, in bytes; a failure if that is too large.
[[nodiscard]] Outcome<std::int64_t> budget_option_bytes(const Arguments& arguments,
                                                        const Budget& typed,
                                                        std::int64_t base_peak);

// A whole number from 1 to `largest`.
[[nodiscard]] Parsed<std::int64_t> at_least_one(std::string_view text, std::int64_t largest);

}  // namespace moccasin::app
