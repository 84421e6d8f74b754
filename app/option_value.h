// SPDX-License-Identifier: Apache-2.0
// The value of an option as a number, or a message that says what was expected.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "api/budget.h"
#include "app/arguments.h"
#include "app/exit_code.h"
#include "base/units.h"
#include "moccasin/moccasin.hpp"

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
    if (const auto* const failure = std::get_if<base::ParseFailure>(&parsed)) {
      fail(name, base::problem_of(*text, *failure, expected));
      return otherwise;
    }
    return static_cast<T>(std::get<0>(parsed));
  }

  // One of `names` by its place; `otherwise` without the option.
  std::size_t choice(std::string_view name, std::size_t otherwise,
                     std::span<const std::string_view> names);

  api::Budget budget(std::string_view name, api::Budget otherwise);

  // Those of `options` that are given, by the table that the library shares.
  void set(Options& options);
  // The one that the library calls `name`, by what `given` has here.
  void set(Options& options, std::string_view name, std::string_view given);

  [[nodiscard]] const std::optional<Failure>& failure() const { return failure_; }

 private:
  // `problem`: "'x' is not a time".
  void fail(std::string_view name, const std::string& problem);

  const Arguments* arguments_;
  std::optional<Failure> failure_;
};

// --budget of `arguments`, read as `typed`, in bytes; a failure if that is too large.
[[nodiscard]] Outcome<std::int64_t> budget_option_bytes(const Arguments& arguments,
                                                        const api::Budget& typed,
                                                        std::int64_t base_peak);

}  // namespace moccasin::app
