// SPDX-License-Identifier: Apache-2.0
#include "app/completable.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "generate/family.h"

namespace moccasin::app {
namespace {

using Words = std::vector<std::string_view>;

TEST(CompletableTest, OptionsTakeFilesWordsOrAnything) {
  const CommandRow& solve = *find_command("solve");
  const auto of = [&solve](std::string_view name) {
    return completable(*find_option(solve, name));
  };
  EXPECT_EQ(of("output"), (Completable{.files = true, .folders = false, .words = {}}));
  EXPECT_EQ(of("order"),
            (Completable{.files = false, .folders = false, .words = {"kept", "free"}}));
  EXPECT_EQ(of("color"),
            (Completable{.files = false, .folders = false, .words = {"auto", "always", "never"}}));
  EXPECT_EQ(of("budget"), Completable{});
  EXPECT_EQ(of("json"), Completable{});
  EXPECT_TRUE(completable(*find_option(*find_command("generate"), "output")).files);
  EXPECT_EQ(completable(*find_option(*find_command("sweep"), "schedules")),
            (Completable{.files = false, .folders = true, .words = {}}));
}

TEST(CompletableTest, PositionalsAreFilesButForThree) {
  for (const CommandRow& command : commands()) {
    for (const PositionalRow& row : command.positionals) {
      const Completable found = completable(row);
      EXPECT_NE(found.files, !found.words.empty()) << command.name << " " << row.name;
      EXPECT_EQ(found.files, row.name != "KIND" && row.name != "SHELL" && row.name != "COMMAND")
          << row.name;
    }
  }
  Words names;
  for (const CommandRow& command : commands()) names.push_back(command.name);
  EXPECT_EQ(completable(find_command("help")->positionals.front()).words, names);
}

TEST(CompletableTest, EveryKindIsAFamily) {
  const Words kinds = completable(find_command("generate")->positionals.front()).words;
  EXPECT_EQ(kinds.size(), 5u);
  for (const std::string_view kind : kinds) {
    EXPECT_TRUE(generate::family_from_name(kind).has_value()) << kind;
  }
}

TEST(CompletableTest, ChoicesAreBetweenBars) {
  EXPECT_EQ(choices("a|bc|d"), (Words{"a", "bc", "d"}));
  EXPECT_EQ(choices("a"), (Words{"a"}));
}

TEST(CompletableTest, FormsBeginWithTheLetter) {
  using Forms = std::vector<std::string>;
  EXPECT_EQ(option_forms({"budget", 'b', "B", ""}), (Forms{"-b", "--budget"}));
  EXPECT_EQ(option_forms({"json", 0, "", ""}), (Forms{"--json"}));
}

TEST(CompletableTest, TheFirstClauseEndsAtASemicolon) {
  EXPECT_EQ(first_clause("of the choices; default 0"), "of the choices");
  EXPECT_EQ(first_clause("draw; "), "draw");
  EXPECT_EQ(first_clause("a: b, c"), "a: b, c");
}

TEST(CompletableTest, AnUnknownChoiceIsToldTheNearestOrAll) {
  EXPECT_EQ(unknown_choice("shell", "bsh", {"bash", "zsh"}).message,
            "unknown shell 'bsh'; did you mean 'bash'?");
  EXPECT_EQ(unknown_choice("shell", "powershell", {"bash", "zsh"}).message,
            "unknown shell 'powershell'; there are bash, zsh");
  EXPECT_EQ(unknown_choice("shell", "", {"bash"}).code, ExitCode::usage);
}

}  // namespace
}  // namespace moccasin::app
