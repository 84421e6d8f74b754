// SPDX-License-Identifier: Apache-2.0
#include "app/arguments.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace moccasin::app {
namespace {

std::string message_of(const std::vector<std::string>& words) {
  const auto parsed = Arguments::parse(*find_command("solve"), words);
  const auto* const failure = std::get_if<Failure>(&parsed);
  if (failure == nullptr) return "";
  EXPECT_EQ(failure->code, ExitCode::usage);
  return failure->message;
}

TEST(ArgumentsTest, OptionsAndFilesInAnyOrder) {
  const auto parsed = Arguments::parse(*find_command("solve"),
                                       {"-b", "80%", "--json", "graph.json", "-vp4", "--gap=0.1"});
  ASSERT_TRUE(std::holds_alternative<Arguments>(parsed));
  const auto& arguments = std::get<Arguments>(parsed);
  EXPECT_EQ(arguments.positional(0), "graph.json");
  EXPECT_EQ(arguments.positional(1), "");
  EXPECT_EQ(arguments.value("budget"), "80%");
  EXPECT_EQ(arguments.value("threads"), "4");
  EXPECT_EQ(arguments.value("gap"), "0.1");
  EXPECT_TRUE(arguments.given("json"));
  EXPECT_TRUE(arguments.given("verbose"));
  EXPECT_FALSE(arguments.given("quiet"));
  EXPECT_EQ(arguments.options().front(), std::pair(std::string("budget"), std::string("80%")));
}

TEST(ArgumentsTest, ADashIsAFileAndTwoDashesEndTheOptions) {
  const auto dash = Arguments::parse(*find_command("solve"), {"-", "-b", "1"});
  EXPECT_EQ(std::get<Arguments>(dash).positional(0), "-");
  const auto dashes = Arguments::parse(*find_command("solve"), {"-b", "1", "--", "-q"});
  EXPECT_EQ(std::get<Arguments>(dashes).positional(0), "-q");
  EXPECT_FALSE(std::get<Arguments>(dashes).given("quiet"));
}

TEST(ArgumentsTest, TheLastFileMayStandForAnyNumber) {
  const auto parsed = Arguments::parse(*find_command("plot"), {"g", "-o", "f", "a", "b", "c"});
  ASSERT_TRUE(std::holds_alternative<Arguments>(parsed));
  const auto& arguments = std::get<Arguments>(parsed);
  EXPECT_EQ(arguments.num_positionals(), 4u);
  EXPECT_EQ(arguments.positional(3), "c");
  const auto none = Arguments::parse(*find_command("plot"), {"g", "-o", "f"});
  EXPECT_EQ(std::get<Arguments>(none).num_positionals(), 1u);
}

TEST(ArgumentsTest, Messages) {
  EXPECT_EQ(message_of({"g", "-b", "1"}), "");
  EXPECT_EQ(message_of({"--help"}), "");
  EXPECT_EQ(message_of({}), "solve needs a GRAPH; see 'moccasin help solve'");
  EXPECT_EQ(message_of({"g"}), "") << "what is minimized decides whether it needs a budget";
  EXPECT_EQ(message_of({"g", "-b"}), "option '--budget' needs a value");
  EXPECT_EQ(message_of({"g", "--budget="}), "option '--budget' needs a value");
  EXPECT_EQ(message_of({"g", "--json=1"}), "option '--json' takes no value");
  EXPECT_EQ(message_of({"g", "-b", "1", "--budget", "2"}), "option '--budget' is given twice");
  EXPECT_EQ(message_of({"g", "h", "-b", "1"}), "unexpected argument 'h'");
  EXPECT_EQ(message_of({"", "-b", "1"}), "an argument is empty");
  EXPECT_EQ(message_of({"g", "--bud", "1"}), "unknown option '--bud'; did you mean '--budget'?");
  EXPECT_EQ(message_of({"g", "--zork"}),
            "unknown option '--zork'; 'moccasin help solve' lists them");
  EXPECT_EQ(message_of({"g", "-Z"}), "unknown option '-Z'; 'moccasin help solve' lists them");
  EXPECT_EQ(message_of({"g", "-qZ"}), "unknown option '-qZ'; 'moccasin help solve' lists them");
}

}  // namespace
}  // namespace moccasin::app
