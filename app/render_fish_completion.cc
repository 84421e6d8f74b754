// SPDX-License-Identifier: Apache-2.0
#include "app/completable.h"
#include "app/render_completion.h"
#include "base/joined.h"
#include "moccasin/version.h"

namespace moccasin::app {
namespace {

constexpr const char* kHead = "# fish completion of moccasin " MOCCASIN_VERSION
                              ", written by 'moccasin completion fish'.\n"
                              R"(function __moccasin_is
    set -l words (commandline -opc)
    if test -z "$argv[1]"
        test (count $words) -eq 1
    else
        test (count $words) -gt 1; and test $words[2] = $argv[1]
    end
end

complete -c moccasin -f
)";

std::string quoted(std::string_view text) {
  std::string result = "'";
  for (const char c : text) {
    if (c == '\'' || c == '\\') result += '\\';
    result += c;
  }
  return result + "'";
}

// What makes fish offer `completable` for the value of an option.
std::string value_of(const Completable& completable) {
  if (completable.folders) return " -x -a '(__fish_complete_directories)'";
  if (completable.files) return " -r -F";
  const std::string words = base::joined(completable.words, " ");
  return words.empty() ? " -x" : " -x -a " + quoted(words);
}

std::string lines_of(const CommandRow& command) {
  const std::string start =
      "complete -c moccasin -n " + quoted("__moccasin_is " + quoted(command.name));
  std::string text = "\n";
  for (const OptionRow& row : command.options) {
    text += start;
    if (row.letter != 0) text += std::string(" -s ") + row.letter;
    text += " -l " + std::string(row.name);
    if (row.takes_next_word()) text += value_of(completable(row));
    text += " -d " + quoted(first_clause(row.help)) + "\n";
  }
  if (command.positionals.empty()) return text;
  const Completable first = completable(command.positionals.front());
  return text + start + (first.files ? " -F" : " -a " + quoted(base::joined(first.words, " "))) +
         "\n";
}

}  // namespace

std::string render_fish_completion() {
  std::string text = kHead;
  for (const CommandRow& command : commands()) {
    text += "complete -c moccasin -n " + quoted("__moccasin_is ''") + " -a " +
            std::string(command.name) + " -d " + quoted(command.summary) + "\n";
  }
  text += lines_of(program_options());
  for (const CommandRow& command : commands()) text += lines_of(command);
  return text;
}

}  // namespace moccasin::app
