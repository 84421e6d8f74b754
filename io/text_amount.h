// SPDX-License-Identifier: Apache-2.0
// Amounts in graphs that are no JSON: a field of a table, an attribute.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "io/whole_number.h"

namespace moccasin::io {

// Takes `text` into `value`, or says what is wrong: "must be a whole number, not 'x'". `least`: 0
// or more.
[[nodiscard]] std::optional<std::string> take_whole(std::string_view text, std::int64_t least,
                                                    std::int64_t& value);
// The same of a duration, which may have a fraction.
[[nodiscard]] std::optional<std::string> take_duration(std::string_view text, ExactDecimal& value);
// Of a yes or no: true, false, 1, 0, yes, no.
[[nodiscard]] std::optional<std::string> take_flag(std::string_view text, bool& value);

// An id as the file has it: digits without a 0 before them are an integer.
[[nodiscard]] bool is_integer_id(std::string_view text);

}  // namespace moccasin::io
