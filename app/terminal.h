// SPDX-License-Identifier: Apache-2.0
// What the terminal behind standard error, or behind standard output, can show.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace moccasin::app {

// Columns of the terminal now, also after it was resized; else COLUMNS of the environment; else 80.
[[nodiscard]] std::size_t terminal_width();

// The same of the terminal behind standard output; nothing if it is none.
[[nodiscard]] std::optional<std::size_t> output_width();

// Rows of the one behind standard error now; where nobody knows, 24.
[[nodiscard]] std::size_t terminal_height();

// Whether text is shown as UTF-8, by LC_ALL, LC_CTYPE or LANG, the first that is set.
[[nodiscard]] bool terminal_has_utf8();

// The longest beginning of `text`, which is UTF-8 or not, that takes at most `width` columns: one a
// code point, two for those of East Asian scripts and pictures, none for combining ones.
[[nodiscard]] std::string cut_to_width(std::string_view text, std::size_t width);

// How many columns all of `text` takes.
[[nodiscard]] std::size_t columns_of(std::string_view text);

// A bar of `width` columns of which `part`, from 0 to 1, is filled; with eighths of a column where
// `utf8` allows it. Less than 3 columns: nothing.
[[nodiscard]] std::string progress_bar(double part, std::size_t width, bool utf8);

}  // namespace moccasin::app
