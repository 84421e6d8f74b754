// SPDX-License-Identifier: Apache-2.0
// Help, made from the option table.
#pragma once

#include <string>

#include "app/option_table.h"

namespace moccasin::app {

[[nodiscard]] std::string render_program_help();
[[nodiscard]] std::string render_command_help(const CommandRow& command);

}  // namespace moccasin::app
