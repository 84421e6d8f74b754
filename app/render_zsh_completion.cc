// SPDX-License-Identifier: Apache-2.0
#include "app/completable.h"
#include "app/render_completion.h"
#include "base/joined.h"
#include "moccasin/version.h"

namespace moccasin::app {
namespace {

constexpr const char* kHead =
    "#compdef moccasin\n"
    "# zsh completion of moccasin " MOCCASIN_VERSION ", written by 'moccasin completion zsh'.\n";

// Called where the file is loaded by itself; defines the completion where it is sourced.
constexpr const char* kTail = R"(
if [[ $funcstack[1] == _moccasin ]]; then
  _moccasin "$@"
else
  compdef _moccasin moccasin
fi
)";

// `text` within single quotes, with a backslash before each of `special`.
std::string quoted(std::string_view text, std::string_view special) {
  std::string result = "'";
  for (const char c : text) {
    if (special.find(c) != std::string_view::npos) result += '\\';
    result += c == '\'' ? std::string("'\\''") : std::string(1, c);
  }
  return result + "'";
}

// ":message:action", in the words of zsh's _arguments.
std::string action(std::string_view message, const Completable& completable) {
  std::string result = ":" + std::string(message) + ":";
  if (completable.folders) return result + "_files -/";
  if (completable.files) return result + "_files";
  return result +
         (completable.words.empty() ? " " : "(" + base::joined(completable.words, " ") + ")");
}

// -b 8GB, -b8GB, --budget 8GB and --budget=8GB, one of them once.
std::string spec_of(const OptionRow& row) {
  const bool is_switch = !row.takes_next_word();
  const std::string name = "--" + std::string(row.name) + (is_switch ? "" : "=");
  std::string spec = name;
  if (row.letter != 0) {
    spec =
        "'(" + base::joined(option_forms(row), " ") + ")'{-" + row.letter + (is_switch ? "" : "+");
    spec += "," + name + "}";
  }
  spec += quoted("[" + std::string(first_clause(row.help)) + "]", "\\");
  if (!is_switch) spec += "'" + action(row.argument, completable(row)) + "'";
  return spec;
}

std::string function_of(const CommandRow& command) {
  std::string text = "\n_moccasin_" + std::string(command.name) + "() {\n  _arguments :";
  for (const OptionRow& row : command.options) text += " \\\n    " + spec_of(row);
  int place = 0;
  for (const PositionalRow& row : command.positionals) {
    ++place;
    const std::string number =
        row.times == Times::any ? "*"
                                : std::to_string(place) + (row.need == Need::required ? "" : ":");
    text += " \\\n    '" + number + action(row.name, completable(row)) + "'";
  }
  return text + "\n}\n";
}

std::string main_function() {
  std::string text = "\n_moccasin() {\n  local curcontext=$curcontext state line commands\n";
  text += "  commands=(\n";
  for (const CommandRow& command : commands()) {
    const std::string summary(command.summary);
    text += "    " + quoted(std::string(command.name) + ":" + summary, "\\") + "\n";
  }
  text += "  )\n  _arguments -C :";
  for (const OptionRow& row : program_options().options) text += " \\\n    " + spec_of(row);
  text += " \\\n    '1:COMMAND:->command' \\\n    '*:: :->words'\n";
  text +=
      "  case $state in\n"
      "    command) _describe COMMAND commands ;;\n"
      "    words) (( $+functions[_moccasin_$line[1]] )) && _moccasin_$line[1] ;;\n"
      "  esac\n}\n";
  return text;
}

}  // namespace

std::string render_zsh_completion() {
  std::string text = kHead;
  for (const CommandRow& command : commands()) text += function_of(command);
  return text + main_function() + kTail;
}

}  // namespace moccasin::app
