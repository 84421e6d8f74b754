// SPDX-License-Identifier: Apache-2.0
#include "io/csv_rows.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "base/random.h"

namespace moccasin::io {
namespace {

using Rows = std::vector<std::vector<std::string>>;

struct AllRows {
  Rows rows;
  CsvRows::Read end = CsvRows::Read::end;
  std::size_t offset = 0;
};

AllRows all_rows(std::string_view text) {
  CsvRows rows(text);
  AllRows all;
  while ((all.end = rows.next()) == CsvRows::Read::row) {
    all.rows.emplace_back();
    for (const CsvField& field : rows.fields()) all.rows.back().emplace_back(field.text);
  }
  all.offset = rows.offset();
  return all;
}

TEST(CsvRowsTest, LinesEndAsOnAnySystemAndTheLastNeedNot) {
  const Rows rows = {{"a", "b"}, {"1", ""}, {"", "2"}};
  for (const char* const text :
       {"a,b\n1,\n,2", "a,b\n1,\n,2\n", "a,b\r\n1,\r\n,2\r\n", "a,b\r\n1,\r\n,2\r",
        "\xef\xbb\xbf"
        "a,b\n1,\n,2\n"}) {
    EXPECT_EQ(all_rows(text).rows, rows) << text;
    EXPECT_EQ(all_rows(text).end, CsvRows::Read::end) << text;
  }
}

TEST(CsvRowsTest, EmptyLinesAreRowsOfAnEmptyField) {
  EXPECT_EQ(all_rows("").rows, Rows());
  EXPECT_EQ(all_rows("\n").rows, Rows({{""}}));
  EXPECT_EQ(all_rows("a\n\nb\n").rows, Rows({{"a"}, {""}, {"b"}}));
  EXPECT_EQ(all_rows(",").rows, Rows({{"", ""}}));
}

TEST(CsvRowsTest, QuotesHoldCommasLineEndsAndQuotes) {
  const Rows rows = {{"a,b", "c\r\nd", "e\"f\"\"g", ""}, {"h", "i\"j", " \"k\" "}};
  EXPECT_EQ(all_rows("\"a,b\",\"c\r\nd\",\"e\"\"f\"\"\"\"g\",\"\"\nh,i\"j, \"k\" \n").rows, rows);
  EXPECT_EQ(all_rows("\"a\"").rows, Rows({{"a"}}));
  EXPECT_EQ(all_rows("\"a\"\r").rows, Rows({{"a"}}));
  EXPECT_EQ(all_rows("\"a\"\r\n\"b\"\r\n").rows, Rows({{"a"}, {"b"}}));
}

TEST(CsvRowsTest, WrongQuotesArePlaced) {
  AllRows all = all_rows("a\n1,\"b\n\"\"");
  EXPECT_EQ(all.rows, Rows({{"a"}}));
  EXPECT_EQ(all.end, CsvRows::Read::open_quote);
  EXPECT_EQ(all.offset, 4u);
  all = all_rows("\"a\"b,c\n");
  EXPECT_EQ(all.end, CsvRows::Read::after_quote);
  EXPECT_EQ(all.offset, 3u);
}

TEST(CsvRowsTest, FieldsKnowWhereTheyBegin) {
  CsvRows rows("a,b\n\"1\",22,\n");
  ASSERT_EQ(rows.next(), CsvRows::Read::row);
  ASSERT_EQ(rows.next(), CsvRows::Read::row);
  std::vector<std::size_t> offsets;
  for (const CsvField& field : rows.fields()) offsets.push_back(field.offset);
  EXPECT_EQ(offsets, std::vector<std::size_t>({4, 8, 11}));
  EXPECT_EQ(rows.offset(), 4u);
}

TEST(CsvRowsTest, WhatIsWrittenIsQuotedOnlyWhereItMustBe) {
  EXPECT_EQ(csv_field("conv_1:1#2"), "conv_1:1#2");
  EXPECT_EQ(csv_field("a b"), "a b");
  EXPECT_EQ(csv_field("a,b"), "\"a,b\"");
  EXPECT_EQ(csv_field("a\"b"), "\"a\"\"b\"");
  EXPECT_EQ(csv_field("a\nb"), "\"a\nb\"");
  EXPECT_EQ(csv_field(" a"), "\" a\"");
  EXPECT_EQ(csv_field(""), "\"\"");
}

TEST(CsvRowsTest, AnythingThatIsWrittenIsReadBack) {
  constexpr std::string_view kCharacters = "ab ,\"\r\n\t;\xc3";
  for (std::uint64_t seed = 0; seed < 2000; ++seed) {
    base::Random random(seed);
    Rows rows(random.below(4));
    std::string text;
    for (auto& row : rows) {
      row.resize(1 + random.below(3));
      for (std::string& field : row) {
        for (auto length = random.below(5); length > 0; --length) {
          field += kCharacters[random.below(kCharacters.size())];
        }
        text += (&field == &row.front() ? "" : ",") + csv_field(field);
      }
      text += random.chance(0.5) ? "\n" : "\r\n";
    }
    EXPECT_EQ(all_rows(text).rows, rows) << "seed " << seed << "\n" << text;
  }
}

}  // namespace
}  // namespace moccasin::io
