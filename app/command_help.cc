// SPDX-License-Identifier: Apache-2.0
#include <iostream>
#include <vector>

#include "app/build_info.h"
#include "app/command.h"
#include "app/render_help.h"
#include "app/render_man.h"
#include "base/printable.h"
#include "base/suggest.h"

namespace moccasin::app {

Failure unknown_command(const std::string& name) {
  std::vector<std::string_view> names;
  for (const CommandRow& command : commands()) names.push_back(command.name);
  return {ExitCode::usage, "unknown command '" + base::short_name(name) + "'; " +
                               base::suggestion(name, names, "'moccasin help' lists them")};
}

Outcome<ExitCode> run_help(const Arguments& arguments) {
  const std::string& topic = arguments.positional(0);
  if (arguments.given("man")) {
    if (!topic.empty()) {
      return Failure{ExitCode::usage, "--man is the page of all commands; leave out '" +
                                          base::short_name(topic) + "'"};
    }
    std::cout << render_man();
    return ExitCode::ok;
  }
  if (topic.empty()) {
    std::cout << render_program_help();
    return ExitCode::ok;
  }
  const CommandRow* const command = find_command(topic);
  if (command == nullptr) return unknown_command(topic);
  std::cout << render_command_help(*command);
  return ExitCode::ok;
}

Outcome<ExitCode> run_program_options(const Arguments& arguments) {
  if (arguments.given("help")) {
    std::cout << render_program_help();
  } else if (arguments.given("build-info")) {
    std::cout << (arguments.given("json") ? render_build_info_json() : render_build_info_text());
  } else if (arguments.given("json")) {
    return Failure{ExitCode::usage, "--json needs --build-info, or a command"};
  } else {
    std::cout << render_version();
  }
  return ExitCode::ok;
}

}  // namespace moccasin::app
