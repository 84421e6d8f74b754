// SPDX-License-Identifier: Apache-2.0
#include "base/units.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

namespace moccasin::base {
namespace {

constexpr ParseFailure kMalformed = ParseFailure::malformed;
constexpr ParseFailure kTooLarge = ParseFailure::too_large;

TEST(UnitsTest, SizesAreExact) {
  const std::vector<std::pair<std::string, std::int64_t>> cases = {
      {"0", 0},
      {"1000", 1000},
      {"9223372036854775807", INT64_MAX},
      {"12B", 12},
      {"8GB", 8'000'000'000},
      {"8GiB", std::int64_t{8} << 30},
      {"8gib", std::int64_t{8} << 30},
      {"1.5GiB", std::int64_t{3} << 29},
      {".5KiB", 512},
      {"1KB", 1000},
      {"1kB", 1000},
      {"1KiB", 1024},
      {"2.5MB", 2'500'000},
      {"1MiB", 1 << 20},
      {"3TB", 3'000'000'000'000},
      {"1TiB", std::int64_t{1} << 40},
      {"1.0009KB", 1000},                          // a fraction of a byte is dropped
      {"0.1GiB", 107'374'182},                     // 107374182.4; doubles are not involved
      {"8388607.999999TiB", 9223372036853676296},  // 9223372036853676296.1...
  };
  for (const auto& [text, bytes] : cases) {
    EXPECT_EQ(parse_size(text), Parsed<std::int64_t>(bytes)) << text;
  }
}

TEST(UnitsTest, WhatIsNoSize) {
  for (const char* const text : {"", " ", "-1", "+1", "1.5", "1.5B", "8 GB", "8G", "8Gi", "GB",
                                 "1e9", "0x10", "1..5GB", "1.GBx", ".", ".GB", "12 ", "8GB8"}) {
    EXPECT_EQ(parse_size(text), Parsed<std::int64_t>(kMalformed)) << text;
  }
  for (const char* const text : {"9223372036854775808", "99999999999999999999999", "8388608TiB",
                                 "1234567890123456789012GB", "9223373TB"}) {
    EXPECT_EQ(parse_size(text), Parsed<std::int64_t>(kTooLarge)) << text;
  }
}

TEST(UnitsTest, Times) {
  const std::vector<std::pair<std::string, double>> cases = {
      {"30", 30}, {"30s", 30}, {"500ms", 0.5}, {"5m", 300}, {"1.5m", 90}, {"2h", 7200}};
  for (const auto& [text, seconds] : cases) {
    const auto parsed = parse_time(text);
    ASSERT_TRUE(std::holds_alternative<double>(parsed)) << text;
    EXPECT_DOUBLE_EQ(std::get<double>(parsed), seconds) << text;
  }
  for (const char* const text : {"", "s", "-3", "0", "0s", "5 m", "5min", "1e3", "inf", "nan"}) {
    EXPECT_EQ(parse_time(text), Parsed<double>(kMalformed)) << text;
  }
  EXPECT_EQ(parse_time("1000001h"), Parsed<double>(kTooLarge));
}

// What programs print of doubles has more digits than people type.
TEST(UnitsTest, TimesAndFractionsOfManyDigits) {
  EXPECT_DOUBLE_EQ(std::get<double>(parse_fraction("0.0033333333333333335")), 1 / 300.);
  EXPECT_DOUBLE_EQ(std::get<double>(parse_fraction("0.33333333333333333333333%")), 1 / 300.);
  EXPECT_DOUBLE_EQ(std::get<double>(parse_fraction("0.0000000000000000001")), 1e-19);
  EXPECT_DOUBLE_EQ(std::get<double>(parse_fraction("0000000000000000000000.5")), 0.5);
  EXPECT_DOUBLE_EQ(std::get<double>(parse_time("0.00033333333333333335s")), 0.001 / 3);
  EXPECT_EQ(parse_fraction("0." + std::string(400, '0') + "1"), Parsed<double>(0.0));
  EXPECT_EQ(parse_fraction("1000000000000000000"), Parsed<double>(kTooLarge));
  EXPECT_EQ(parse_fraction("0.3333333333333333333333x"), Parsed<double>(kMalformed));
  EXPECT_EQ(parse_fraction("0.33333333333333333333.3"), Parsed<double>(kMalformed));
}

TEST(UnitsTest, Fractions) {
  EXPECT_DOUBLE_EQ(std::get<double>(parse_fraction("0.01")), 0.01);
  EXPECT_DOUBLE_EQ(std::get<double>(parse_fraction("1%")), 0.01);
  EXPECT_DOUBLE_EQ(std::get<double>(parse_fraction("0")), 0);
  for (const char* const text : {"", "%", "-1", "1 %", "1x"}) {
    EXPECT_EQ(parse_fraction(text), Parsed<double>(kMalformed)) << text;
  }
}

TEST(UnitsTest, WholeNumbers) {
  EXPECT_EQ(parse_unsigned("18446744073709551615"), Parsed<std::uint64_t>(UINT64_MAX));
  EXPECT_EQ(parse_unsigned("18446744073709551616"), Parsed<std::uint64_t>(kTooLarge));
  EXPECT_EQ(parse_unsigned("99999999999999999999x"), Parsed<std::uint64_t>(kMalformed));
  EXPECT_EQ(parse_integer("8", 8), Parsed<std::int64_t>(8));
  EXPECT_EQ(parse_integer("9", 8), Parsed<std::int64_t>(kTooLarge));
  EXPECT_EQ(parse_integer("", 8), Parsed<std::int64_t>(kMalformed));
}

TEST(UnitsTest, PositiveNumbersBeginAtOne) {
  EXPECT_EQ(parse_positive("1", 8), Parsed<std::int64_t>(1));
  EXPECT_EQ(parse_positive("8", 8), Parsed<std::int64_t>(8));
  EXPECT_EQ(parse_positive("0", 8), Parsed<std::int64_t>(kMalformed));
  EXPECT_EQ(parse_positive("9", 8), Parsed<std::int64_t>(kTooLarge));
}

TEST(UnitsTest, WordsByTheirPlace) {
  const std::vector<std::string_view> words = {"kept", "free"};
  EXPECT_EQ(parse_word("free", words), Parsed<std::size_t>(std::size_t{1}));
  EXPECT_EQ(parse_word("Free", words), Parsed<std::size_t>(kMalformed));
  EXPECT_EQ(one_of(words), "one of kept, free");
}

TEST(UnitsTest, ProblemsInOneLine) {
  EXPECT_EQ(problem_of("5\nm", kMalformed, "a time"), "'5\\x0am' is not a time");
  EXPECT_EQ(problem_of("9", kTooLarge, "a time"), "'9' is too large");
}

TEST(UnitsTest, DecimalsKeepTheirDigits) {
  EXPECT_EQ(parse_decimal("80.50"), Parsed<Decimal>(Decimal{8050, 2}));
  EXPECT_EQ(parse_decimal("999999999999999999"), Parsed<Decimal>(Decimal{999999999999999999, 0}));
  EXPECT_EQ(parse_decimal("1000000000000000000"), Parsed<Decimal>(kTooLarge));
  EXPECT_EQ(parse_decimal("0.0000000000000000001"), Parsed<Decimal>(kTooLarge));
}

TEST(UnitsTest, ScalingRoundsAsTold) {
  EXPECT_EQ(scaled({1, 1}, 15, Rounding::down), Parsed<std::int64_t>(1));
  EXPECT_EQ(scaled({1, 1}, 15, Rounding::up), Parsed<std::int64_t>(2));
  EXPECT_EQ(scaled({1, 1}, 20, Rounding::up), Parsed<std::int64_t>(2));
  EXPECT_EQ(scaled({3, 0}, INT64_MAX / 2, Rounding::down), Parsed<std::int64_t>(kTooLarge));
}

}  // namespace
}  // namespace moccasin::base
