// SPDX-License-Identifier: Apache-2.0
// The solver's options by the names that the program, C++ and C share, and their values as text.
// This is the one table of them: what a value may be, and what is said of one that it may not be,
// is the same at every door. The budget is no option here: solve() takes it.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "moccasin/moccasin.hpp"

namespace moccasin::api {

// What a value is, for callers that have it as a number.
enum class OptionType { whole, real, word };

struct OptionByName {
  std::string_view name;  // "time-limit"; as the program calls it behind "--"
  OptionType type;
  std::string_view expected;  // completes "'x' is not"
  // Sets it, or says what is wrong with the value: "'x' is not a whole number". Empty: it is set.
  std::string (*set)(Options& options, std::string_view text, std::string_view expected);
  // The same of a number, which is kept to the last bit; `text` is what messages call it. Null: not
  // OptionType::real.
  std::string (*set_real)(Options& options, double value, std::string_view text,
                          std::string_view expected);
};

// In the order in which their errors are told.
[[nodiscard]] std::span<const OptionByName> options_by_name();

// '-' and '_' are the same in a name. Null: there is none.
[[nodiscard]] const OptionByName* find_option_by_name(std::string_view name);

// "unknown option 'thraeds'; did you mean 'threads'?", else with all that there are.
[[nodiscard]] std::string unknown_option(std::string_view name);

// What single options cannot know of each other; `dashes` is what stands before a name.
[[nodiscard]] std::optional<std::string> find_option_conflict(const Options& options,
                                                              std::string_view dashes);

}  // namespace moccasin::api
