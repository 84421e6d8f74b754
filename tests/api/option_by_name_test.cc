// SPDX-License-Identifier: Apache-2.0
#include "api/option_by_name.h"

#include <gtest/gtest.h>

#include <string>
#include <tuple>
#include <vector>

namespace moccasin::api {
namespace {

// What the table may change of Options.
auto values(const Options& o) {
  return std::tuple(o.time_limit, o.work_limit, o.memory_limit, o.threads, o.workers, o.seed,
                    o.max_copies, o.order, o.technique, o.gap, o.target);
}

std::string problem(std::string_view name, std::string_view value) {
  Options options;
  options.order = Order::kept;
  const auto before = values(options);
  const auto issue = set_option(options, name, value);
  if (!issue) return "";
  EXPECT_EQ(issue->code, IssueCode::bad_option);
  EXPECT_TRUE(issue->ops.empty());
  EXPECT_EQ(values(options), before) << name;
  return issue->message;
}

TEST(OptionByNameTest, EverySetterSetsItsFieldAlone) {
  struct Case {
    const char* name;
    const char* value;
    void (*by_hand)(Options&);
  };
  const Case cases[] = {
      {"time-limit", "1.5m", [](Options& o) { o.time_limit = 90; }},
      {"time_limit", "none", [](Options& o) { o.time_limit = 0; }},
      {"work-limit", "9223372036854775807", [](Options& o) { o.work_limit = INT64_MAX; }},
      {"memory-limit", "1.5GiB", [](Options& o) { o.memory_limit = std::int64_t{3} << 29; }},
      {"threads", "1024", [](Options& o) { o.threads = 1024; }},
      {"workers", "3", [](Options& o) { o.workers = 3; }},
      {"seed", "18446744073709551615", [](Options& o) { o.seed = UINT64_MAX; }},
      {"max-copies", "2", [](Options& o) { o.max_copies = 2; }},
      {"max_copies", "2147483647", [](Options& o) { o.max_copies = INT32_MAX; }},
      {"order", "kept", [](Options& o) { o.order = Order::kept; }},
      {"order", "free", [](Options&) {}},
      {"x-search", "local", [](Options& o) { o.technique = Technique::local; }},
      {"x_search", "cdcl", [](Options& o) { o.technique = Technique::cdcl; }},
      {"x-search", "lns", [](Options& o) { o.technique = Technique::lns; }},
      {"arena", "64", [](Options& o) { o.arena = 64; }},
      {"arena", "none", [](Options&) {}},
      {"x-search", "all", [](Options&) {}},
      {"gap", "1%", [](Options& o) { o.gap = 0.01; }},
      {"gap", "500%", [](Options& o) { o.gap = 5; }},
      {"target", "0", [](Options& o) { o.target = 0; }},
  };
  for (const Case& given : cases) {
    Options expected, options;
    given.by_hand(expected);
    EXPECT_EQ(set_option(options, given.name, given.value), std::nullopt) << given.name;
    EXPECT_EQ(values(options), values(expected)) << given.name << " " << given.value;
  }
}

TEST(OptionByNameTest, NoneTakesALimitBack) {
  Options options;
  options.time_limit = 5, options.work_limit = 5, options.memory_limit = 5;
  options.max_copies = 5, options.target = 5;
  for (const char* const name :
       {"time-limit", "work-limit", "memory-limit", "max-copies", "target"}) {
    EXPECT_EQ(set_option(options, name, "none"), std::nullopt) << name;
  }
  Options none;
  none.time_limit = 0;
  EXPECT_EQ(values(options), values(none));
}

TEST(OptionByNameTest, WrongValuesAreSaidAsTheProgramSaysThem) {
  const std::string positive = " is not a whole number of at least 1";
  EXPECT_EQ(problem("time-limit", "0"),
            "time-limit: '0' is not a time: use 30, 30s, 500ms, 5m or none");
  EXPECT_EQ(problem("time-limit", "9999999h"), "time-limit: '9999999h' is too large");
  EXPECT_EQ(problem("work_limit", "0"), "work-limit: '0'" + positive + ", or none");
  EXPECT_EQ(problem("memory-limit", "0"),
            "memory-limit: '0' is not an amount of memory: use 500MB, 500MiB, bytes or none");
  EXPECT_EQ(problem("threads", "x"), "threads: 'x'" + positive);
  EXPECT_EQ(problem("threads", "1025"), "threads: '1025' is too large");
  EXPECT_EQ(problem("workers", "none"), "workers: 'none'" + positive);
  EXPECT_EQ(problem("seed", "-1"), "seed: '-1' is not a whole number");
  EXPECT_EQ(problem("max-copies", "2147483648"), "max-copies: '2147483648' is too large");
  EXPECT_EQ(problem("order", "fixed"), "order: 'fixed' is not one of kept, free");
  EXPECT_EQ(problem("x-search", ""), "x-search: '' is not one of all, local, cdcl, lns");
  EXPECT_EQ(problem("gap", ""), "gap: '' is not a fraction: use 0.01 or 1%");
  EXPECT_EQ(problem("gap", "5"),
            "gap: '5' is a fraction of more than 1; use 5% or 0.05 for 5 per cent, and 500% for 5");
  EXPECT_EQ(problem("target", "1.5"), "target: '1.5' is not a duration in whole ticks, or none");
}

TEST(OptionByNameTest, UnknownNames) {
  EXPECT_EQ(problem("thread", "4"), "unknown option 'thread'; did you mean 'threads'?");
  EXPECT_EQ(problem("time limit", "4"), "unknown option 'time limit'; did you mean 'time-limit'?");
  const std::string all =
      "; there are time-limit, work-limit, memory-limit, threads, workers, seed, max-copies, "
      "order, arena, minimize, max-duration, max-overhead, x-search, gap, target";
  EXPECT_EQ(problem("zork\n", "4"), "unknown option 'zork\\x0a'" + all);
  EXPECT_EQ(problem("", "4"), "unknown option ''" + all);
}

TEST(OptionByNameTest, WhatSingleOptionsCannotKnow) {
  Options options;
  EXPECT_EQ(find_option_conflict(options, ""), std::nullopt);
  options.technique = Technique::lns;
  EXPECT_EQ(find_option_conflict(options, "--"),
            "--x-search cdcl and lns need --order kept: the engine knows no other order");
  options.order = Order::kept;
  EXPECT_EQ(find_option_conflict(options, ""), std::nullopt);
}

TEST(ReadBudgetTest, BytesOrAShareOfTheBasePeak) {
  std::int64_t bytes = -1;
  EXPECT_EQ(read_budget("8GiB", 100, bytes), std::nullopt);
  EXPECT_EQ(bytes, std::int64_t{8} << 30);
  EXPECT_EQ(read_budget("80%", 46'319, bytes), std::nullopt);
  EXPECT_EQ(bytes, 37'056);
  for (const auto& [text, message] : std::vector<std::pair<std::string, std::string>>{
           {"8G",
            "budget: '8G' is not a budget: use bytes (8000000000, 8GB, 8GiB, 1.5GiB) or a "
            "share of the base peak (80%)"},
           {"99999999TB", "budget: '99999999TB' is too large"},
           {"300%", "budget: '300%' is too large"}}) {
    const auto issue = read_budget(text, INT64_MAX, bytes);
    ASSERT_TRUE(issue.has_value()) << text;
    EXPECT_EQ(issue->code, IssueCode::bad_option);
    EXPECT_EQ(issue->message, message);
    EXPECT_EQ(bytes, 37'056) << "left as it was";
  }
}

}  // namespace
}  // namespace moccasin::api
