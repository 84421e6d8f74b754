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

}  // namespace v0
}  // namespace moccasin
