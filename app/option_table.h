// SPDX-License-Identifier: Apache-2.0
// The one table of commands and their options. The parser (app/arguments.h), the help
// (app/render_help.h), the manual page (app/render_man.h) and what shells complete
// (app/render_completion.h) are made from it, so what is documented is what is understood.
#pragma once

#include <span>
#include <string_view>

namespace moccasin::app {

enum class Need { optional, required };

struct OptionRow {
  std::string_view name;      // without dashes: "budget"
  char letter = 0;            // 'b'; 0: none
  std::string_view argument;  // as help names it: "B"; empty: a switch
  std::string_view help;      // what it does, its default; wrapped by whoever prints it
  Need need = Need::optional;
  Need value = Need::required;  // optional: it is given as --name=VALUE, or left out

  // Whether the word behind the option is its value.
  [[nodiscard]] constexpr bool takes_next_word() const {
    return !argument.empty() && value == Need::required;
  }
};

enum class Times { once, any };

struct PositionalRow {
  std::string_view name;  // "GRAPH"
  Need need = Need::required;
  std::string_view choices = {};  // "bash|zsh|fish"; empty: any word
  Times times = Times::once;      // any: it is the last, and as many may follow as there are
};

struct CommandRow {
  std::string_view name;     // empty: the options the program has without a command
  std::string_view summary;  // one line
  std::string_view details;  // for help, may be empty
  std::span<const PositionalRow> positionals;
  std::span<const OptionRow> options;
};

// In the order help shows them.
[[nodiscard]] std::span<const CommandRow> commands();

// The row of the options without a command: --version and its like.
[[nodiscard]] const CommandRow& program_options();

// Null if there is none of that name.
[[nodiscard]] const CommandRow* find_command(std::string_view name);
[[nodiscard]] const OptionRow* find_option(const CommandRow& command, std::string_view name);

}  // namespace moccasin::app
