// SPDX-License-Identifier: Apache-2.0
// The manual page, moccasin(1), made from the option table.
#pragma once

#include <string>

namespace moccasin::app {

// roff with the man macros, for any program that reads manual pages.
[[nodiscard]] std::string render_man();

}  // namespace moccasin::app
