// SPDX-License-Identifier: Apache-2.0
// Text from outside, such as an id or a path, made fit for a line on a terminal: what would move
// the cursor, break the line, turn its direction or stand there unseen is shown escaped.
//
//   "a\x1b[2J"  a\x1b[2J       a control character, or a byte that is no UTF-8
//   "a<U+202E>"  a\u202e       a character that is not seen, or changes how others are
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace moccasin::base {

// Escaped text stays as it is when it is escaped again: backslashes are not.
[[nodiscard]] std::string printable(std::string_view text);

// Whether all of `text` is UTF-8.
[[nodiscard]] bool is_utf8(std::string_view text);

inline constexpr std::size_t kLongestName = 80;  // characters

// The same of a name, which may be of any length: beyond kLongestName characters only its beginning
// is kept, and "..." in place of the rest.
[[nodiscard]] std::string short_name(std::string_view text);

}  // namespace moccasin::base
