// SPDX-License-Identifier: Apache-2.0
#include <iostream>

#include "app/command.h"
#include "app/completable.h"
#include "app/render_completion.h"

namespace moccasin::app {

Outcome<ExitCode> run_completion(const Arguments& arguments) {
  const std::string& shell = arguments.positional(0);
  if (shell == "bash") {
    std::cout << render_bash_completion();
  } else if (shell == "zsh") {
    std::cout << render_zsh_completion();
  } else if (shell == "fish") {
    std::cout << render_fish_completion();
  } else {
    const CommandRow& command = *find_command("completion");
    return unknown_choice("shell", shell, completable(command.positionals.front()).words);
  }
  return ExitCode::ok;
}

}  // namespace moccasin::app
