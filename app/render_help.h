// SPDX-License-Identifier: Apache-2.0
// Help, made from the option table.
#pragma once

#include <string>

#include "app/option_table.h"

namespace moccasin::app {

// How a command is called, without "moccasin": "solve GRAPH -b B".
[[nodiscard]] std::string command_usage(const CommandRow& command);

[[nodiscard]] std::string render_program_help();
[[nodiscard]] std::string render_command_help(const CommandRow& command);

}  // namespace moccasin::app
