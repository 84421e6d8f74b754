// SPDX-License-Identifier: Apache-2.0
// Names what is no JSON for what it looks like, and says what to do about it. Asked only once
// reading has failed, so a wrong guess costs a message and never a file.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace moccasin::io {

// "looks like gzip, not like JSON: unpack it first (gunzip)"; nothing if the text begins as JSON
// does or as nothing that is known.
[[nodiscard]] std::optional<std::string> foreign_format(std::string_view text);

// What other languages write where JSON has a value: NaN, Infinity, None, comments.
struct ForeignWord {
  std::size_t offset = 0;  // where it begins
  std::string message;     // "NaN is no number in JSON; ..."
};

// The one around `offset`, where a reader of JSON has stumbled.
[[nodiscard]] std::optional<ForeignWord> foreign_word(std::string_view text, std::size_t offset);

}  // namespace moccasin::io
