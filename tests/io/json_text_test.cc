// SPDX-License-Identifier: Apache-2.0
#include "io/json_text.h"

#include <sstream>

#include "tests/io/support.h"

namespace moccasin::io {
namespace {

std::string written(std::string_view text) {
  std::ostringstream stream;
  {
    TextWriter out(stream);
    write_text(out, text);
  }
  return stream.str();
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

TEST(WriteId, QuotesTextsOnly) {
  std::ostringstream stream;
  TextWriter out(stream);
  write_id(out, {IdKind::integer, "12"});
  write_id(out, {IdKind::text, "12"});
  out.flush();
  EXPECT_EQ(stream.str(), "12\"12\"");
}

TEST(MemberWriter, PutsCommasBetweenMembers) {
  std::ostringstream stream;
  TextWriter out(stream);
  MemberWriter empty(out);
  empty.close();
  MemberWriter object(out);
  object.key("a") << 1;
  object.key("b") << 2;
  object.key("c", ",") << 3;
  object.close();
  out.flush();
  EXPECT_EQ(stream.str(), "{}{\"a\":1,\n\"b\":2,\"c\":3}");
}

}  // namespace
}  // namespace moccasin::io
