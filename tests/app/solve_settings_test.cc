// SPDX-License-Identifier: Apache-2.0
#include "app/solve_settings.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "moccasin/moccasin.h"

namespace moccasin::app {
namespace {

Outcome<SolveSettings> settings_of(const std::vector<std::string>& words) {
  std::vector<std::string> all = {"graph.json", "--budget=1"};
  all.insert(all.end(), words.begin(), words.end());
  const auto arguments = Arguments::parse(*find_command("solve"), all);
  if (const auto* const failure = std::get_if<Failure>(&arguments)) return *failure;
  return read_settings(std::get<Arguments>(arguments));
}

std::string said_by_the_program(const std::string& name, const std::string& value) {
  const auto settings = settings_of({"--" + name + "=" + value});
  const auto* const failure = std::get_if<Failure>(&settings);
  return failure == nullptr ? "" : failure->message;
}

std::string said_in_cpp(const std::string& name, const std::string& value) {
  Options options;
  const auto issue = set_option(options, name, value);
  return issue ? issue->message : "";
}

std::string said_in_c(const std::string& name, const std::string& value) {
  moc_options* options = nullptr;
  EXPECT_EQ(moc_options_create(&options), MOC_OK);
  const moc_rc rc = moc_options_set_str(options, name.c_str(), value.c_str());
  const std::string text = rc == MOC_OK ? "" : moc_last_error();
  EXPECT_EQ(moc_options_free(options), MOC_OK);
  return text;
}

TEST(SolveSettingsTest, ProgramCppAndCSayTheSameOfAWrongValue) {
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"time-limit", "soon"}, {"time-limit", "9999999h"},
      {"work-limit", "0"},    {"work-limit", "1e9"},
      {"memory-limit", "8G"}, {"threads", "0"},
      {"threads", "1025"},    {"workers", "none"},
      {"seed", "-1"},         {"max-copies", "3000000000"},
      {"order", "fixed"},     {"x-search", "best"},
      {"gap", "5"},           {"gap", "x"},
      {"target", "1.5"}};
  for (const auto& [name, value] : cases) {
    const std::string text = said_in_cpp(name, value);
    EXPECT_EQ(text.substr(0, name.size() + 1), name + ":");
    EXPECT_EQ(said_in_c(name, value), text);
    EXPECT_EQ(said_by_the_program(name, value), "--" + text);
  }
}

TEST(SolveSettingsTest, ProgramCppAndCTakeTheSameValues) {
  for (const auto& [name, value] :
       std::vector<std::pair<std::string, std::string>>{{"time-limit", "500ms"},
                                                        {"memory-limit", "1.5GiB"},
                                                        {"gap", "1%"},
                                                        {"target", "none"}}) {
    EXPECT_EQ(said_in_cpp(name, value), "");
    EXPECT_EQ(said_in_c(name, value), "");
    EXPECT_EQ(said_by_the_program(name, value), "");
  }
}

TEST(SolveSettingsTest, UnknownNamesAreSuggestedAtEveryDoor) {
  EXPECT_EQ(said_in_cpp("thread", "1"), "unknown option 'thread'; did you mean 'threads'?");
  EXPECT_EQ(said_in_c("thread", "1"), said_in_cpp("thread", "1"));
  const auto settings = settings_of({"--thread", "1"});
  ASSERT_TRUE(std::holds_alternative<Failure>(settings));
  EXPECT_EQ(std::get<Failure>(settings).message,
            "unknown option '--thread'; did you mean '--threads'?");
}

TEST(SolveSettingsTest, WhatIsNotGiven) {
  const auto plain = std::get<SolveSettings>(settings_of({}));
  EXPECT_EQ(plain.solver.time_limit, 60);
  const auto repeatable = std::get<SolveSettings>(settings_of({"--work-limit=5"}));
  EXPECT_EQ(repeatable.solver.time_limit, 0);
  EXPECT_EQ(repeatable.solver.threads, 1);
  const auto endless =
      std::get<SolveSettings>(settings_of({"--work-limit=5", "--time-limit=none"}));
  EXPECT_EQ(endless.solver.time_limit, 0);
  EXPECT_EQ(endless.solver.threads, 1);
  const auto both = std::get<SolveSettings>(
      settings_of({"--work-limit=5", "--time-limit=5", "--threads=3", "--seed=7"}));
  EXPECT_EQ(both.solver.time_limit, 5);
  EXPECT_EQ(both.solver.threads, 3);
  EXPECT_EQ(both.solver.seed, 7u);
}

}  // namespace
}  // namespace moccasin::app
