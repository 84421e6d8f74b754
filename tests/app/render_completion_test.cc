// SPDX-License-Identifier: Apache-2.0
// Whether each script has all that the table has; render_completion_test.py asks the shells.
#include "app/render_completion.h"

#include <gtest/gtest.h>

#include <sstream>

#include "app/completable.h"
#include "base/joined.h"

namespace moccasin::app {
namespace {

// The part of `script` from `begin` up to the next `end`.
std::string part(const std::string& script, const std::string& begin, const std::string& end) {
  const std::size_t from = script.find(begin);
  if (from == std::string::npos) return "";
  return script.substr(from, script.find(end, from + begin.size()) - from);
}

TEST(RenderCompletionTest, BashHasAnArmForEveryCommandWithItsOptions) {
  const std::string script = render_bash_completion();
  for (const CommandRow& command : commands()) {
    const std::string arm = part(script, "\n      " + std::string(command.name) + ")\n", "esac");
    ASSERT_FALSE(arm.empty()) << command.name;
    for (const OptionRow& option : command.options) {
      const std::string forms = base::joined(option_forms(option), " ");
      EXPECT_NE(arm.find(forms), std::string::npos) << command.name << " " << forms;
    }
  }
}

TEST(RenderCompletionTest, ZshHasAFunctionForEveryCommandWithItsOptions) {
  const std::string script = render_zsh_completion();
  EXPECT_TRUE(script.starts_with("#compdef moccasin\n"));
  for (const CommandRow& command : commands()) {
    const std::string name(command.name);
    EXPECT_NE(script.find("'" + name + ":" + std::string(command.summary)), std::string::npos);
    const std::string function = part(script, "_moccasin_" + name + "() {", "\n}\n");
    for (const OptionRow& option : command.options) {
      std::string name_of_it = "--" + std::string(option.name);
      name_of_it += option.takes_next_word() ? "=" : "";
      if (option.letter != 0) name_of_it += "}";
      name_of_it += "'[" + std::string(option.help.substr(0, 4));
      EXPECT_NE(function.find(name_of_it), std::string::npos) << name << " " << name_of_it;
    }
  }
}

TEST(RenderCompletionTest, FishHasALineForEveryOption) {
  std::vector<std::string> expected;
  for (const CommandRow& command : commands()) {
    for (const OptionRow& option : command.options) {
      std::string start = "complete -c moccasin -n '__moccasin_is \\'";
      start += std::string(command.name) + "\\''";
      if (option.letter != 0) start += std::string(" -s ") + option.letter;
      expected.push_back(start + " -l " + std::string(option.name) + " ");
    }
  }
  std::istringstream lines(render_fish_completion());
  std::size_t found = 0;
  for (std::string line; std::getline(lines, line);) {
    if (found < expected.size() && line.starts_with(expected[found])) ++found;
  }
  EXPECT_EQ(found, expected.size()) << (found < expected.size() ? expected[found] : "");
}

}  // namespace
}  // namespace moccasin::app
