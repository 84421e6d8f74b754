// SPDX-License-Identifier: Apache-2.0
#include "app/terminal.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>
#include <initializer_list>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace moccasin::app {
namespace {

// Variables of the environment as they are wanted, and afterwards as they were.
class Environment {
 public:
  Environment(std::initializer_list<std::pair<const char*, const char*>> wanted) {
    for (const auto& [name, value] : wanted) {
      const char* const old = std::getenv(name);
      old_.emplace_back(name, old == nullptr ? std::nullopt : std::optional<std::string>(old));
      value == nullptr ? unsetenv(name) : setenv(name, value, 1);
    }
  }
  ~Environment() {
    for (const auto& [name, value] : old_) {
      value ? setenv(name, value->c_str(), 1) : unsetenv(name);
    }
  }
  Environment(const Environment&) = delete;
  Environment& operator=(const Environment&) = delete;

 private:
  std::vector<std::pair<const char*, std::optional<std::string>>> old_;
};

TEST(CutToWidth, CountsColumnsAndCutsNoCharacter) {
  EXPECT_EQ(cut_to_width("schedule", 5), "sched");
  EXPECT_EQ(cut_to_width("schedule", 8), "schedule");
  EXPECT_EQ(cut_to_width("", 3), "");
  EXPECT_EQ(cut_to_width("größe", 3), "grö");
  EXPECT_EQ(cut_to_width("記憶体", 5), "記憶") << "two columns each";
  EXPECT_EQ(cut_to_width("記憶体", 1), "");
  EXPECT_EQ(cut_to_width("e\u0301e", 1), "e\u0301") << "an accent takes none";
}

TEST(CutToWidth, BytesThatAreNoUtf8TakeAColumnEach) {
  EXPECT_EQ(cut_to_width("\xff\xfe"
                         "a",
                         2),
            "\xff\xfe");
  EXPECT_EQ(cut_to_width("\xe8\xa8", 1), "\xe8") << "an unfinished character";
}

TEST(ProgressBar, FillsByEighthsOrWholeColumns) {
  EXPECT_EQ(progress_bar(0.5, 6, false), "[##..]");
  EXPECT_EQ(progress_bar(0, 6, false), "[....]");
  EXPECT_EQ(progress_bar(7, 6, false), "[####]") << "never more than full";
  EXPECT_EQ(progress_bar(-1, 6, false), "[....]");
  EXPECT_EQ(progress_bar(0.625, 6, true), "▕██▌ ▏");
  EXPECT_EQ(progress_bar(1, 6, true), "▕████▏");
  EXPECT_EQ(progress_bar(0.5, 2, true), "");
}

TEST(TerminalHasUtf8, GoesByTheFirstVariableThatIsSet) {
  const auto with = [](const char* all, const char* type, const char* lang) {
    const Environment environment{{"LC_ALL", all}, {"LC_CTYPE", type}, {"LANG", lang}};
    return terminal_has_utf8();
  };
  EXPECT_TRUE(with("C.UTF-8", nullptr, nullptr));
  EXPECT_TRUE(with(nullptr, nullptr, "de_DE.utf8"));
  EXPECT_FALSE(with("C", nullptr, "de_DE.UTF-8"));
  EXPECT_TRUE(with("", "en_US.UTF-8", "C")) << "an empty one is not set";
  EXPECT_FALSE(with(nullptr, nullptr, nullptr));
  EXPECT_FALSE(with(nullptr, nullptr, "de_DE.ISO-8859-1"));
}

TEST(TerminalWidth, IsThatOfTheEnvironmentWhereThereIsNoTerminal) {
  if (isatty(STDERR_FILENO) == 1) GTEST_SKIP() << "standard error is a terminal";
  const auto with = [](const char* columns) {
    const Environment environment{{"COLUMNS", columns}};
    return terminal_width();
  };
  EXPECT_EQ(with("57"), 57u);
  EXPECT_EQ(with(nullptr), 80u);
  EXPECT_EQ(with("wide"), 80u);
  EXPECT_EQ(with("0"), 80u);
}

}  // namespace
}  // namespace moccasin::app
