// SPDX-License-Identifier: Apache-2.0
#include "io/text_writer.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <limits>
#include <sstream>
#include <string>

namespace moccasin::io {
namespace {

template <class Value>
std::string written(const Value& value) {
  std::ostringstream stream;
  TextWriter(stream) << value;
  return stream.str();
}

TEST(TextWriter, WritesWholeNumbersAsDigits) {
  EXPECT_EQ(written(0), "0");
  EXPECT_EQ(written(std::numeric_limits<std::int64_t>::min()), "-9223372036854775808");
  EXPECT_EQ(written(std::numeric_limits<std::uint64_t>::max()), "18446744073709551615");
  EXPECT_EQ(written(std::uint8_t{65}), "65") << "no letter";
}

TEST(TextWriter, FractionsAreShortAndReadBackAsTheSame) {
  EXPECT_EQ(written(0.0), "0");
  EXPECT_EQ(written(0.1), "0.1");
  EXPECT_EQ(written(2.5), "2.5");
  EXPECT_EQ(written(1e300), "1e+300");
  for (const double value : {1.0 / 3, 1e-7, std::numeric_limits<double>::max()}) {
    EXPECT_EQ(std::stod(written(value)), value);
  }
}

TEST(TextWriter, LosesNothingHoweverMuchThereIs) {
  std::ostringstream stream;
  std::string expected;
  {
    TextWriter out(stream);
    for (int i = 0; i < 50'000; ++i) {
      out << i << ',' << "x";
      expected += std::to_string(i) + ",x";
    }
    const std::string long_text(300'000, 'y');
    out << long_text << "z";
    expected += long_text + "z";
    EXPECT_GT(stream.str().size(), 100'000U) << "it does not wait for the end";
  }
  EXPECT_EQ(stream.str(), expected);
}

TEST(TextWriter, HandsOverWhenToldTo) {
  std::ostringstream stream;
  TextWriter out(stream);
  out << "a";
  EXPECT_EQ(stream.str(), "");
  out.flush();
  EXPECT_EQ(stream.str(), "a");
  out.flush();
  EXPECT_EQ(stream.str(), "a");
}

}  // namespace
}  // namespace moccasin::io
