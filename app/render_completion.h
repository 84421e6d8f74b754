// SPDX-License-Identifier: Apache-2.0
// What a shell reads to complete a command line of the program, made from the option table. Each
// shell's script asks nothing of the program when it runs.
#pragma once

#include <string>

namespace moccasin::app {

[[nodiscard]] std::string render_bash_completion();
[[nodiscard]] std::string render_zsh_completion();
[[nodiscard]] std::string render_fish_completion();

}  // namespace moccasin::app
