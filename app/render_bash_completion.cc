// SPDX-License-Identifier: Apache-2.0
#include "app/completable.h"
#include "app/render_completion.h"
#include "base/joined.h"
#include "moccasin/version.h"

namespace moccasin::app {
namespace {

constexpr const char* kHead =
    R"(# bash completion of moccasin )" MOCCASIN_VERSION R"(, written by 'moccasin completion bash'.
_moccasin() {
  local word=${COMP_WORDS[COMP_CWORD]} option=${COMP_WORDS[COMP_CWORD - 1]}
  # bash takes --order=kept for three words.
  if [[ $word == = ]]; then
    word=
  elif [[ $option == = ]]; then
    option=${COMP_WORDS[COMP_CWORD - 2]}
  fi
  local options= words= files=
  COMPREPLY=()
)";

constexpr const char* kTail = R"(  if [[ $word == -* && -n $options ]]; then
    words=$options files=
  fi
  if [[ -n $files ]]; then
    compopt -o filenames 2>/dev/null
    mapfile -t COMPREPLY < <(compgen -$files -- "$word")
  else
    mapfile -t COMPREPLY < <(compgen -W "$words" -- "$word")
  fi
}
complete -F _moccasin moccasin
)";

std::string assignments(const Completable& completable) {
  if (completable.folders) return "files=d";
  return completable.files ? "files=f" : "words='" + base::joined(completable.words, " ") + "'";
}

// The options of a command.
std::string offered(const CommandRow& command) {
  std::vector<std::string> forms;
  for (const OptionRow& row : command.options) {
    for (std::string& form : option_forms(row)) forms.push_back(std::move(form));
  }
  return base::joined(forms, " ");
}

// What comes in `command`, but for the value of an option: an option, or a positional.
std::string anything_else(const CommandRow& command) {
  std::string text = "options='" + offered(command) + "'";
  if (command.positionals.empty()) return text;
  return text + " " + assignments(completable(command.positionals.front()));
}

std::string case_of(const CommandRow& command) {
  std::string text = "      " + (command.name.empty() ? "-*" : std::string(command.name)) + ")\n";
  text += "        case $option in\n";
  for (const OptionRow& row : command.options) {
    if (!row.takes_next_word()) continue;
    text += "          " + base::joined(option_forms(row), " | ") + ") ";
    text += assignments(completable(row)) + " ;;\n";
  }
  return text + "          *) " + anything_else(command) + " ;;\n        esac ;;\n";
}

}  // namespace

std::string render_bash_completion() {
  std::vector<std::string_view> names;
  for (const CommandRow& command : commands()) names.push_back(command.name);
  std::string text = kHead;
  text += "  if ((COMP_CWORD == 1)); then\n    words='" + base::joined(names, " ") + "'\n";
  text += "    options='" + offered(program_options()) + "'\n";
  text += "  else\n    case ${COMP_WORDS[1]} in\n";
  for (const CommandRow& command : commands()) text += case_of(command);
  return text + case_of(program_options()) + "    esac\n  fi\n" + kTail;
}

}  // namespace moccasin::app
