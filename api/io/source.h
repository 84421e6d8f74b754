// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "io/error.h"
#include "moccasin/io.hpp"

namespace moccasin {
inline namespace v0 {

// The text of `source`; `held` is where it is kept if nobody has it yet.
[[nodiscard]] io::Result<std::string_view> text_of(const Source& source, std::string& held);

// An error in `text`, with line and column of the value that it is about.
[[nodiscard]] FileError locate(std::string_view text, const io::Error& error);

}  // namespace v0
}  // namespace moccasin
