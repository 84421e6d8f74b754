// SPDX-License-Identifier: Apache-2.0
#include "io/text_amount.h"

#include <gtest/gtest.h>

namespace moccasin::io {
namespace {

std::string whole(std::string_view text, std::int64_t least = 0) {
  std::int64_t value = -99;
  const auto wrong = take_whole(text, least, value);
  return wrong ? *wrong : std::to_string(value);
}

TEST(TakeWhole, NumbersThatAreWholeHoweverTheyAreWritten) {
  EXPECT_EQ(whole("12"), "12");
  EXPECT_EQ(whole("+12"), "12");
  EXPECT_EQ(whole("12.0"), "12");
  EXPECT_EQ(whole("1.2e1"), "12");
  EXPECT_EQ(whole("9223372036854775807"), "9223372036854775807");
}

TEST(TakeWhole, SaysWhatIsWrong) {
  EXPECT_EQ(whole(""), "must be a whole number, not ''");
  EXPECT_EQ(whole("1.5"), "must be a whole number, not '1.5'");
  EXPECT_EQ(whole("nan"), "must be a whole number, not 'nan'");
  EXPECT_EQ(whole("0x10"), "must be a whole number, not '0x10'");
  EXPECT_EQ(whole("1e"), "must be a whole number, not '1e'");
  EXPECT_EQ(whole("-3"), "must not be negative, but is -3");
  EXPECT_EQ(whole("0", 1), "must be at least 1, but is 0");
  EXPECT_EQ(whole("9223372036854775808"), "9223372036854775808 does not fit in 64 bits");
}

std::string duration(std::string_view text) {
  ExactDecimal value;
  const auto wrong = take_duration(text, value);
  return wrong ? *wrong : std::to_string(value.value) + " / 10^" + std::to_string(value.places);
}

TEST(TakeDuration, IsExact) {
  EXPECT_EQ(duration("12.375"), "12375 / 10^3");
  EXPECT_EQ(duration("0.1"), "1 / 10^1");
  EXPECT_EQ(duration("12.500"), "125 / 10^1");
  EXPECT_EQ(duration("7"), "7 / 10^0");
  EXPECT_EQ(duration("1.5e-3"), "15 / 10^4");
  EXPECT_EQ(duration("1.5e3"), "1500 / 10^0");
  EXPECT_EQ(duration("-0.5"), "must not be negative, but is -0.5");
  EXPECT_EQ(duration("inf"), "must be a number, not 'inf'");
  EXPECT_EQ(duration("NaN"), "must be a number, not 'NaN'");
  EXPECT_EQ(duration("1e-19"), "1e-19 does not fit in 64 bits and 18 decimal places");
  EXPECT_EQ(duration("1e300"), "1e300 does not fit in 64 bits and 18 decimal places");
}

TEST(TakeFlag, WordsOfPeopleAndPrograms) {
  for (const char* const text : {"true", "True", "1", "yes"}) {
    bool value = false;
    EXPECT_EQ(take_flag(text, value), std::nullopt);
    EXPECT_TRUE(value) << text;
  }
  bool value = true;
  EXPECT_EQ(take_flag("no", value), std::nullopt);
  EXPECT_FALSE(value);
  EXPECT_EQ(take_flag("maybe", value), "must be true or false, not 'maybe'");
}

TEST(IsIntegerId, DigitsWithoutAZeroBeforeThem) {
  EXPECT_TRUE(is_integer_id("0"));
  EXPECT_TRUE(is_integer_id("120"));
  EXPECT_FALSE(is_integer_id("01"));
  EXPECT_FALSE(is_integer_id(""));
  EXPECT_FALSE(is_integer_id("a1"));
  EXPECT_FALSE(is_integer_id("-1"));
}

}  // namespace
}  // namespace moccasin::io
