// SPDX-License-Identifier: Apache-2.0
#include "io/text_node.h"

#include <gtest/gtest.h>

namespace moccasin::io {
namespace {

TEST(TextNode, AnIdIsANumberIfItIsWrittenAsOne) {
  EXPECT_EQ(id_in_text("17").kind, IdKind::integer);
  EXPECT_EQ(id_in_text("0").kind, IdKind::integer);
  for (const char* const text : {"", "017", "1.5", "a", "1 "}) {
    EXPECT_EQ(id_in_text(text).kind, IdKind::text) << text;
    EXPECT_EQ(id_in_text(text).text, text);
  }
}

std::string sizes(std::string_view text, Outputs outputs) {
  NodeRecord node;
  if (const auto wrong = take_outputs(text, outputs, node)) return *wrong;
  std::string all;
  for (const auto& output : node.outputs) all += std::to_string(output.size) + " ";
  return all;
}

TEST(TextNode, OneOutputIsOneNumber) {
  EXPECT_EQ(sizes("45", Outputs::one), "45 ");
  EXPECT_EQ(sizes("0", Outputs::one), "0 ");
  EXPECT_EQ(sizes("4;5", Outputs::one), "must be a whole number, not '4;5'");
  EXPECT_EQ(sizes("-4", Outputs::one), "must not be negative, but is -4");
}

TEST(TextNode, SeveralHaveSemicolonsBetweenThem) {
  EXPECT_EQ(sizes("", Outputs::several), "");
  EXPECT_EQ(sizes("4", Outputs::several), "4 ");
  EXPECT_EQ(sizes("4;5;6", Outputs::several), "4 5 6 ");
  EXPECT_NE(sizes("4;", Outputs::several), "4 ");
  EXPECT_EQ(sizes("4;x", Outputs::several), "must be a whole number, not 'x'");
}

}  // namespace
}  // namespace moccasin::io
