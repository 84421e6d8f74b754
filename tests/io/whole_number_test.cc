// SPDX-License-Identifier: Apache-2.0
#include "io/whole_number.h"

#include <gtest/gtest.h>

#include <limits>
#include <string>

#include "base/random.h"

namespace moccasin::io {
namespace {

Whole whole(std::int64_t value) { return {WholeKind::whole, value}; }
constexpr Whole kFraction = {WholeKind::fraction};
constexpr Whole kTooLong = {WholeKind::too_long};

TEST(WholeNumberTest, ReadsWhatIsWhole) {
  EXPECT_EQ(read_whole("0"), whole(0));
  EXPECT_EQ(read_whole("-0.0"), whole(0));
  EXPECT_EQ(read_whole("0e99999999999999999999"), whole(0));
  EXPECT_EQ(read_whole("12.0"), whole(12));
  EXPECT_EQ(read_whole("1e3"), whole(1000));
  EXPECT_EQ(read_whole("-1.5E+1"), whole(-15));
  EXPECT_EQ(read_whole("1200e-2"), whole(12));
  EXPECT_EQ(read_whole("0.0012e4"), whole(12));
  // Beyond what a double tells apart.
  EXPECT_EQ(read_whole("9007199254740993.0"), whole(9007199254740993));
  EXPECT_EQ(read_whole("9.223372036854775807e18"), whole(std::numeric_limits<std::int64_t>::max()));
  EXPECT_EQ(read_whole("-9223372036854775808.0"), whole(std::numeric_limits<std::int64_t>::min()));
}

TEST(WholeNumberTest, TellsFractions) {
  for (const char* const text :
       {"1.5", "0.5", "-0.5", "1e-1", "1e-400", "1e-99999999999999999999", "123e-2",
        "1.0000000000000000001", "0.99999999999999999999", "9223372036854775807.5", "0.0012e3"}) {
    EXPECT_EQ(read_whole(text), kFraction) << text;
  }
}

TEST(WholeNumberTest, TellsWhatIsTooLong) {
  for (const char* const text :
       {"9223372036854775808", "9223372036854775808.0", "-9223372036854775809.0", "1e19", "1e30",
        "9.3e18", "1e99999999999999999999", "-1e400", "99999999999999999999999999.5"}) {
    EXPECT_EQ(read_whole(text), kTooLong) << text;
  }
}

// The digits of a whole number with the point moved about in them, and one digit behind it.
TEST(WholeNumberTest, HoldsForRandomNumbers) {
  for (std::uint64_t seed = 0; seed < 2000; ++seed) {
    SCOPED_TRACE(seed);
    base::Random random(seed);
    const auto high = static_cast<std::int64_t>(random.below(std::uint64_t{1} << 31));
    const auto low = static_cast<std::int64_t>(random.below(std::uint64_t{1} << 32));
    const std::int64_t size = (high << 32 | low) >> random.below(60);
    const std::int64_t value = random.chance(0.5) ? -size : size;
    const std::string sign = value < 0 ? "-" : "";
    const std::string digits = std::to_string(value).substr(sign.size());
    const auto shift = static_cast<std::size_t>(random.below(digits.size()));
    const std::string head = digits.substr(0, digits.size() - shift);
    const std::string tail = digits.substr(digits.size() - shift);
    const std::string exponent = "e" + std::to_string(shift);
    EXPECT_EQ(read_whole(sign + head + "." + tail + "0" + exponent), whole(value));
    EXPECT_EQ(read_whole(sign + "0." + digits + "e+" + std::to_string(digits.size())),
              whole(value));
    EXPECT_EQ(read_whole(sign + digits + "000E-3"), whole(value));
    EXPECT_EQ(read_whole(sign + head + "." + tail + "07" + exponent), kFraction);
  }
}

}  // namespace
}  // namespace moccasin::io
