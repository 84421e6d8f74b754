// SPDX-License-Identifier: Apache-2.0
#include "api/budget.h"

#include <gtest/gtest.h>

#include <string>

namespace moccasin::api {
namespace {

std::int64_t bytes_of(const std::string& text, std::int64_t base_peak) {
  const base::Parsed<Budget> budget = parse_budget(text);
  EXPECT_TRUE(std::holds_alternative<Budget>(budget)) << text;
  const base::Parsed<std::int64_t> bytes = budget_bytes(std::get<Budget>(budget), base_peak);
  EXPECT_TRUE(std::holds_alternative<std::int64_t>(bytes)) << text;
  return std::get<std::int64_t>(bytes);
}

TEST(BudgetTest, BytesDoNotDependOnTheGraph) {
  EXPECT_EQ(bytes_of("8GB", 1), 8'000'000'000);
  EXPECT_EQ(bytes_of("1.5GiB", 99), std::int64_t{3} << 29);
}

TEST(BudgetTest, SharesAreRoundedUpExactly) {
  EXPECT_EQ(bytes_of("80%", 46'319), 37'056);  // 37055.2
  EXPECT_EQ(bytes_of("80%", 100), 80);         // 0.8 x 100 in doubles is not needed
  EXPECT_EQ(bytes_of("90%", 10), 9);           // 0.9 x 10 in doubles may pass 9
  EXPECT_EQ(bytes_of("80.5%", 1000), 805);
  EXPECT_EQ(bytes_of("80.51%", 1000), 806);
  EXPECT_EQ(bytes_of("100%", INT64_MAX), INT64_MAX);
  EXPECT_EQ(bytes_of("120%", 10), 12);
  EXPECT_EQ(bytes_of("0%", 10), 0);
  EXPECT_EQ(bytes_of("0.000000000000001%", 10), 1);
  EXPECT_EQ(bytes_of("33.3%", std::int64_t{1} << 62), 1'535'691'444'136'320'173);  // ...172.032
}

TEST(BudgetTest, WhatIsNoBudget) {
  for (const char* const text : {"", "%", "-80%", "80 %", "80%%", "half", "0x8", "1.2.3%"}) {
    EXPECT_EQ(parse_budget(text), base::Parsed<Budget>(base::ParseFailure::malformed)) << text;
  }
  EXPECT_EQ(parse_budget("99999999999TB"), base::Parsed<Budget>(base::ParseFailure::too_large));
  EXPECT_EQ(budget_bytes(PeakShare{{300, 0}}, INT64_MAX / 2),
            base::Parsed<std::int64_t>(base::ParseFailure::too_large));
  EXPECT_EQ(parse_budget_bytes("half", 10),
            base::Parsed<std::int64_t>(base::ParseFailure::malformed));
  EXPECT_EQ(parse_budget_bytes("50%", 11), base::Parsed<std::int64_t>(6));
}

}  // namespace
}  // namespace moccasin::api
