// SPDX-License-Identifier: Apache-2.0
#include "app/render_help.h"

#include <algorithm>
#include <string_view>

namespace moccasin::app {
namespace {

constexpr std::size_t kWidth = 80;

// `text` in lines of at most kWidth, each but the first after `indent` spaces; the first starts at
// column `at`. Ends with a newline.
std::string wrapped(std::string_view text, std::size_t indent, std::size_t at) {
  std::string result;
  while (!text.empty()) {
    const std::string_view word = text.substr(0, text.find(' '));
    text.remove_prefix(std::min(text.size(), word.size() + 1));
    if (at + word.size() > kWidth && at > indent) {
      result += '\n' + std::string(indent, ' ');
      at = indent;
    }
    result += word;
    result += text.empty() ? "" : " ";
    at += word.size() + 1;
  }
  for (std::size_t end = result.find(" \n"); end != std::string::npos; end = result.find(" \n")) {
    result.erase(end, 1);
  }
  return result + '\n';
}

// `left` up to column `width`, where what it means begins; on a line of its own if it is too long.
std::string left_column(std::string left, std::size_t width) {
  if (left.size() + 2 > width) return left + '\n' + std::string(width, ' ');
  left.resize(width, ' ');
  return left;
}

std::string option_lines(const OptionRow& row) {
  constexpr std::size_t kIndent = 26;
  std::string left = row.letter != 0 ? std::string("  -") + row.letter + ", " : "      ";
  left += "--" + std::string(row.name);
  if (row.takes_next_word()) {
    left += " " + std::string(row.argument);
  } else if (!row.argument.empty()) {
    left += "[=" + std::string(row.argument) + "]";
  }
  return left_column(left, kIndent) + wrapped(row.help, kIndent, kIndent);
}

std::string options_text(const CommandRow& command) {
  std::string text = "\nOptions:\n";
  for (const OptionRow& row : command.options) text += option_lines(row);
  return text;
}

}  // namespace

std::string command_usage(const CommandRow& command) {
  std::string usage(command.name);
  for (const PositionalRow& row : command.positionals) {
    const std::string name = std::string(row.name) + (row.times == Times::any ? "..." : "");
    usage += row.need == Need::required ? " " + name : " [" + name + "]";
  }
  for (const OptionRow& row : command.options) {
    if (row.need == Need::optional) continue;
    usage += row.letter != 0 ? std::string(" -") + row.letter : " --" + std::string(row.name);
    usage += " " + std::string(row.argument);
  }
  return usage;
}

std::string render_program_help() {
  std::string text = wrapped(program_options().details, 0, 0);
  text +=
      "\nUsage: moccasin COMMAND [options] [files]     '-' is standard input or output\n\n"
      "Commands:\n";
  for (const CommandRow& command : commands()) {
    text += left_column("  " + command_usage(command), 30) + std::string(command.summary) + '\n';
  }
  text += options_text(program_options());
  return text + "\n'moccasin help COMMAND' shows the options of a command.\n";
}

std::string render_command_help(const CommandRow& command) {
  std::string text = "Usage: moccasin " + command_usage(command) + " [options]\n\n";
  text += std::string(command.summary) + '\n';
  text += options_text(command);
  if (!command.details.empty()) text += '\n' + wrapped(command.details, 0, 0);
  return text;
}

}  // namespace moccasin::app
