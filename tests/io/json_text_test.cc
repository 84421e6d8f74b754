// SPDX-License-Identifier: Apache-2.0
#include "io/json_text.h"

#include <limits>

#include "tests/io/support.h"

namespace moccasin::io {
namespace {

std::string written(std::string_view text) {
  std::ostringstream out;
  write_text(out, text);
  return out.str();
}

std::string written(double value) {
  std::ostringstream out;
  write_number(out, value);
  return out.str();
}

TEST(WriteText, EscapesWhatJsonWantsEscaped) {
  EXPECT_EQ(written(""), R"("")");
  EXPECT_EQ(written("conv 1"), R"("conv 1")");
  EXPECT_EQ(written("a\"b\\c"), R"("a\"b\\c")");
  EXPECT_EQ(written(std::string_view("\n\t\x01\0", 4)), R"("\n\t\u0001\u0000")");
  EXPECT_EQ(written("caf\xc3\xa9"), "\"caf\xc3\xa9\"");
}

TEST(WriteText, ReplacesBytesThatAreNoUtf8) {
  EXPECT_EQ(written("a\xff"
                    "b"),
            "\"a\xef\xbf\xbd"
            "b\"");
}

TEST(WriteNumber, IsShortAndReadsBackAsTheSame) {
  EXPECT_EQ(written(0.0), "0");
  EXPECT_EQ(written(0.1), "0.1");
  EXPECT_EQ(written(2.5), "2.5");
  EXPECT_EQ(written(1e300), "1e+300");
  for (const double value : {1.0 / 3, 1e-7, std::numeric_limits<double>::max()}) {
    EXPECT_EQ(std::stod(written(value)), value);
  }
}

TEST(WriteId, QuotesTextsOnly) {
  std::ostringstream out;
  write_id(out, {IdKind::integer, "12"});
  write_id(out, {IdKind::text, "12"});
  EXPECT_EQ(out.str(), "12\"12\"");
}

TEST(MemberWriter, PutsCommasBetweenMembers) {
  std::ostringstream out;
  MemberWriter empty(out);
  empty.close();
  MemberWriter object(out);
  object.key("a") << 1;
  object.key("b") << 2;
  object.key("c", ",") << 3;
  object.close();
  EXPECT_EQ(out.str(), "{}{\"a\":1,\n\"b\":2,\"c\":3}");
}

}  // namespace
}  // namespace moccasin::io
