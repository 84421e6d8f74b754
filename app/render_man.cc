// SPDX-License-Identifier: Apache-2.0
#include "app/render_man.h"

#include "app/completable.h"
#include "app/option_table.h"
#include "app/render_help.h"
#include "moccasin/version.h"

namespace moccasin::app {
namespace {

// `text` as roff shows it: a sign that means something to roff is written by its name, and a hyphen
// is the one that can be copied to a command line.
std::string roff(std::string_view text) {
  std::string result;
  if (text.starts_with('.') || text.starts_with('\'')) result += "\\&";
  for (const char c : text) {
    switch (c) {
      case '\\':
        result += "\\e";
        break;
      case '-':
        result += "\\-";
        break;
      case '\'':
        result += "\\(aq";
        break;
      case '^':
        result += "\\(ha";
        break;
      case '~':
        result += "\\(ti";
        break;
      case '`':
        result += "\\(ga";
        break;
      default:
        result += c;
    }
  }
  return result;
}

std::string paragraph(std::string_view text) { return ".PP\n" + roff(text) + "\n"; }

std::string option_entry(const OptionRow& row) {
  std::string forms;
  for (const std::string& form : option_forms(row)) {
    forms += (forms.empty() ? "\\fB" : ", \\fB") + roff(form) + "\\fR";
  }
  const std::string argument = "\\fI" + roff(row.argument) + "\\fR";
  if (row.takes_next_word()) {
    forms += " " + argument;
  } else if (!row.argument.empty()) {
    forms += "[=" + argument + "]";
  }
  return ".TP\n" + forms + "\n" + roff(row.help) + "\n";
}

std::string options_of(const CommandRow& command) {
  std::string text;
  for (const OptionRow& row : command.options) text += option_entry(row);
  return text;
}

std::string section_of(const CommandRow& command) {
  std::string text = ".SS \"moccasin " + roff(command_usage(command)) + "\"\n";
  text += roff(command.summary) + "\n";
  if (!command.details.empty()) text += paragraph(command.details);
  return text + options_of(command);
}

}  // namespace

std::string render_man() {
  const CommandRow& program = program_options();
  std::string text =
      ".\\\" Written by 'moccasin help --man'.\n"
      ".TH MOCCASIN 1 \"\" \"moccasin " MOCCASIN_VERSION
      "\" \"User Commands\"\n"
      ".nh\n.ad l\n.SH NAME\nmoccasin \\- " +
      roff(program.summary) +
      "\n.SH SYNOPSIS\n.B moccasin\n.I COMMAND\n[options] [files]\n.SH DESCRIPTION\n";
  text += roff(program.details) + "\n";
  text += paragraph("A file that is named '-' is standard input or output.");
  text += ".SH COMMANDS\n";
  for (const CommandRow& command : commands()) text += section_of(command);
  text += ".SH \"OPTIONS WITHOUT A COMMAND\"\n" + options_of(program);
  text += ".SH EXAMPLE\n.EX\nmoccasin solve graph.json \\-b 80% \\-o plan.json\n";
  return text + "moccasin verify graph.json plan.json\n.EE\n";
}

}  // namespace moccasin::app
