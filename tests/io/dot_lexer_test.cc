// SPDX-License-Identifier: Apache-2.0
#include "io/dot_lexer.h"

#include <gtest/gtest.h>

#include <string>

namespace moccasin::io {
namespace {

// The words with a | between them, texts in quotes in 'these'.
std::string words(std::string_view text) {
  DotLexer lexer(text);
  std::string all;
  while (true) {
    auto next = lexer.next();
    if (const auto* const fault = std::get_if<TextFault>(&next)) {
      return all + std::to_string(fault->offset) + ": " + fault->message;
    }
    const DotToken& token = std::get<DotToken>(next);
    if (token.kind == DotToken::Kind::end) return all;
    all += (token.quoted ? "'" + token.text + "'" : token.text) + "|";
  }
}

TEST(DotLexer, TakesWordsApart) {
  EXPECT_EQ(words("digraph G{a->b;c--d}"), "digraph|G|{|a|->|b|;|c|--|d|}|");
  EXPECT_EQ(words("n [size=4.5,w=-3 x=.5]"), "n|[|size|=|4.5|,|w|=|-3|x|=|.5|]|");
  EXPECT_EQ(words("a:n é_1"), "a|:|n|é_1|");
  EXPECT_EQ(words("\xef\xbb\xbf"
                  "a"),
            "a|");
  EXPECT_EQ(words(""), "");
}

TEST(DotLexer, PassesOverComments) {
  EXPECT_EQ(words("# made by hand\na // b\n/* c\n d */ e"), "a|e|");
  EXPECT_EQ(words("a /* b"), "a|2: the comment does not end");
}

TEST(DotLexer, TextsInQuotes) {
  EXPECT_EQ(words("\"a b\" \"a\\\"b\" \"a\\nb\""), "'a b'|'a\"b'|'a\\nb'|");
  EXPECT_EQ(words("\"a\" + \"b\" c"), "'ab'|c|");
  EXPECT_EQ(words("\"a\\\nb\""), "'ab'|");
  EXPECT_EQ(words("x \"a"), "x|2: the quote is not closed");
  EXPECT_EQ(words("\"a\" + b"), "6: expected a text in quotes behind '+'");
}

TEST(DotLexer, WhatIsNoWord) {
  EXPECT_EQ(words("a <b>"), "a|2: HTML in angle brackets is not read; put it in quotes");
  EXPECT_EQ(words("a $"), "a|2: unexpected character; ids with it stand in quotes");
  EXPECT_EQ(words("a - b"), "a|2: unexpected character; ids with it stand in quotes");
}

}  // namespace
}  // namespace moccasin::io
