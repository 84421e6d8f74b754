// SPDX-License-Identifier: Apache-2.0
// The table against itself, and what is made from it against the table.
#include "app/option_table.h"

#include <gtest/gtest.h>

#include <set>
#include <sstream>
#include <string>

#include "api/option_by_name.h"
#include "app/arguments.h"
#include "app/render_help.h"

namespace moccasin::app {
namespace {

std::vector<const CommandRow*> all_rows() {
  std::vector<const CommandRow*> rows = {&program_options()};
  for (const CommandRow& command : commands()) rows.push_back(&command);
  return rows;
}

TEST(OptionTableTest, NamesAndLettersAreUniqueWithinACommand) {
  for (const CommandRow* const command : all_rows()) {
    std::set<std::string_view> names;
    std::set<char> letters;
    for (const OptionRow& option : command->options) {
      EXPECT_TRUE(names.insert(option.name).second) << option.name;
      EXPECT_FALSE(option.help.empty()) << option.name;
      if (option.letter != 0) {
        EXPECT_TRUE(letters.insert(option.letter).second) << option.name;
      }
    }
    EXPECT_NE(find_option(*command, "help"), nullptr) << command->name;
  }
}

TEST(OptionTableTest, FindsByExactName) {
  ASSERT_NE(find_command("solve"), nullptr);
  EXPECT_EQ(find_command("sol"), nullptr);
  EXPECT_NE(find_option(*find_command("solve"), "budget"), nullptr);
  EXPECT_EQ(find_option(*find_command("solve"), "bud"), nullptr);
}

TEST(OptionTableTest, EveryOptionIsUnderstoodInEachOfItsForms) {
  for (const CommandRow* const command : all_rows()) {
    for (const OptionRow& option : command->options) {
      const std::string name(option.name);
      std::vector<std::vector<std::string>> forms = {{"--" + name}};
      if (!option.argument.empty()) forms = {{"--" + name, "value"}, {"--" + name + "=value"}};
      if (option.letter != 0) {
        const std::string letter = std::string("-") + option.letter;
        if (option.argument.empty()) {
          forms.push_back({letter});
        } else {
          forms.push_back({letter, "value"});
          forms.push_back({letter + "value"});
        }
      }
      for (std::vector<std::string> words : forms) {
        const std::string form = words.front();
        if (name != "help") words.emplace_back("--help");  // excuses what is missing
        const auto parsed = Arguments::parse(*command, words);
        const auto* const arguments = std::get_if<Arguments>(&parsed);
        ASSERT_NE(arguments, nullptr) << command->name << ": " << form;
        EXPECT_EQ(arguments->value(name), option.argument.empty() ? "" : "value") << form;
      }
    }
  }
}

TEST(OptionTableTest, HelpNamesEveryOptionAndFitsTheScreen) {
  for (const CommandRow& command : commands()) {
    const std::string help = render_command_help(command);
    for (const OptionRow& option : command.options) {
      EXPECT_NE(help.find("--" + std::string(option.name)), std::string::npos) << option.name;
    }
    EXPECT_NE(render_program_help().find(command.summary), std::string::npos) << command.name;
    std::istringstream lines(help + render_program_help());
    for (std::string line; std::getline(lines, line);) {
      EXPECT_LE(line.size(), 80u) << line;
      EXPECT_TRUE(line.empty() || line.back() != ' ') << line;
    }
  }
}

// What is known to solve() by name is what 'moccasin solve' knows, but for files and what is shown.
TEST(OptionTableTest, TheLibraryHasTheSolversOptionsByTheSameNames) {
  const std::set<std::string_view> of_the_program = {
      "budget",       "output", "warm-start",   "json",     "json-stream",
      "intermediate", "svg",    "certificate",  "verbose",  "quiet",
      "log",          "color",  "duration-key", "size-key", "help"};
  std::set<std::string_view> named, expected;
  for (const api::OptionByName& option : api::options_by_name()) named.insert(option.name);
  for (const OptionRow& option : find_command("solve")->options) {
    if (of_the_program.count(option.name) == 0) expected.insert(option.name);
  }
  EXPECT_EQ(named, expected);
}

}  // namespace
}  // namespace moccasin::app
