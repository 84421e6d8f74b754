// SPDX-License-Identifier: Apache-2.0
#include "base/printable.h"

#include <gtest/gtest.h>

#include <string>

#include "base/random.h"

namespace moccasin::base {
namespace {

TEST(PrintableTest, LeavesTextAlone) {
  for (const char* const text :
       {"", "conv1", "a b\\c", "Größe", "卷积", "\U0001f469\u200d\U0001f680", "می\u200cخواهم",
        "e\u0301", "\u00a0", "\U0010fffd"}) {
    EXPECT_EQ(printable(text), text);
    EXPECT_EQ(short_name(text), text);
  }
}

TEST(PrintableTest, EscapesWhatATerminalWouldObeyOrHide) {
  EXPECT_EQ(printable("a\x1b[2Jb\n\r\t\x7f"), "a\\x1b[2Jb\\x0a\\x0d\\x09\\x7f");
  EXPECT_EQ(printable(std::string_view("a\0b", 3)), "a\\x00b");
  EXPECT_EQ(printable("\u0080\u009b\u009f\u00a0"), "\\u0080\\u009b\\u009f\u00a0");
  EXPECT_EQ(printable("\u202a\u202e\u2066\u2069"), "\\u202a\\u202e\\u2066\\u2069");
  EXPECT_EQ(printable("\u2028\u200b\u200e\ufeff\U000e0041"),
            "\\u2028\\u200b\\u200e\\ufeff\\U000e0041");
  EXPECT_EQ(printable("\ufffe\uffff\U0001ffff"), "\\ufffe\\uffff\\U0001ffff");
}

TEST(PrintableTest, EscapesWhatIsNotSeen) {
  EXPECT_EQ(printable("a\u00adb\u034fc"), "a\\u00adb\\u034fc");
  EXPECT_EQ(printable("\u115f\u1160\u3164"), "\\u115f\\u1160\\u3164");
  EXPECT_EQ(printable("\u180a\u180b\u180c\u180d\u180e\u180f\u1810"),
            "\u180a\\u180b\\u180c\\u180d\\u180e\\u180f\u1810");
  EXPECT_EQ(printable("\u17b4\u17b5\uffa0\U0001d173\U0001bca0"),
            "\\u17b4\\u17b5\\uffa0\\U0001d173\\U0001bca0");
  EXPECT_EQ(printable("\u00ac\u00ae\u034e\u0350\u115e\u1161\u3163\u3165"),
            "\u00ac\u00ae\u034e\u0350\u115e\u1161\u3163\u3165");
}

TEST(PrintableTest, EscapesBytesThatAreNoUtf8) {
  EXPECT_EQ(printable("\xff-\x80-\xc3"), "\\xff-\\x80-\\xc3");
  EXPECT_EQ(printable("\xc0\xaf \xe0\x80\xaf"), "\\xc0\\xaf \\xe0\\x80\\xaf");  // too long
  EXPECT_EQ(printable("\xed\xa0\x80"), "\\xed\\xa0\\x80");                      // a surrogate
  EXPECT_EQ(printable("\xf4\x90\x80\x80 \xf8"), "\\xf4\\x90\\x80\\x80 \\xf8");  // above the last
  EXPECT_EQ(printable("\xe2\x82z\xc3\xa9"), "\\xe2\\x82z\u00e9");               // cut short
}

TEST(PrintableTest, ShortensNames) {
  const std::string fits(80, 'x');
  EXPECT_EQ(short_name(fits), fits);
  EXPECT_EQ(short_name(fits + "y"), std::string(77, 'x') + "...");
  EXPECT_EQ(short_name(std::string(1 << 20, 'x')), std::string(77, 'x') + "...");
  std::string wide, kept;
  for (int i = 0; i < 100; ++i) wide += "\u20ac";
  for (int i = 0; i < 77; ++i) kept += "\u20ac";
  EXPECT_EQ(short_name(wide), kept + "...");  // whole characters
  EXPECT_EQ(short_name(std::string(75, 'x') + "\n" + std::string(9, 'x')),
            std::string(75, 'x') + "...");  // and whole escapes
}

// Of any bytes: the same again when escaped again, one line of UTF-8 in which nothing is left to
// escape, and short where asked for.
TEST(PrintableTest, HoldsForAnyBytes) {
  for (std::uint64_t seed = 0; seed < 2000; ++seed) {
    SCOPED_TRACE(seed);
    Random random(seed);
    std::string text;
    for (auto left = random.below(120); left > 0; --left) {
      const bool high = random.chance(0.5);
      text += static_cast<char>(high ? random.between(0x80, 0xff) : random.between(0, 0x7f));
    }
    const std::string shown = printable(text), name = short_name(text);
    EXPECT_EQ(printable(shown), shown);
    EXPECT_EQ(short_name(name), name);
    EXPECT_EQ(short_name(shown).substr(0, 40), name.substr(0, 40));
    for (const char c : shown) EXPECT_FALSE((c >= 0 && c < 0x20) || c == 0x7f);
    std::size_t characters = 0;
    for (const char c : name) characters += (c & '\xc0') != '\x80' ? 1 : 0;
    EXPECT_LE(characters, kLongestName);
  }
}

TEST(PrintableTest, KnowsUtf8) {
  for (const char* const text : {"", "conv1", "\x01", "Größe", "卷积", "\U0010ffff"}) {
    EXPECT_TRUE(is_utf8(text)) << text;
  }
  for (const char* const text : {"\xff", "a\x80", "\xc0\xaf", "卷\xe5\x8d", "\xed\xa0\x80"}) {
    EXPECT_FALSE(is_utf8(text)) << printable(text);
  }
}

}  // namespace
}  // namespace moccasin::base
