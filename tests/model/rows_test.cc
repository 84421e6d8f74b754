// SPDX-License-Identifier: Apache-2.0
#include "model/rows.h"

#include <gtest/gtest.h>

#include <utility>

#include "base/strong_index.h"

namespace moccasin::model {
namespace {

using Row = base::StrongIndex<struct RowTag>;

std::vector<char> items(const Rows<Row, char>& rows, std::size_t row) {
  const auto span = rows[Row(row)];
  return {span.begin(), span.end()};
}

TEST(Rows, KeepEachRowInTheOrderItCame) {
  const std::vector<std::pair<std::size_t, char>> entries{
      {2, 'x'}, {0, 'x'}, {2, 'z'}, {0, 'y'}, {2, 'w'}};
  const Rows<Row, char> rows(3, [&](const auto& add) {
    for (const auto& [row, item] : entries) add(Row(row), item);
  });
  EXPECT_EQ(rows.num_items(), 5u);
  EXPECT_EQ(items(rows, 0), (std::vector<char>{'x', 'y'}));
  EXPECT_EQ(items(rows, 1), std::vector<char>{});
  EXPECT_EQ(items(rows, 2), (std::vector<char>{'x', 'z', 'w'}));
}

TEST(Rows, MayBeEmpty) {
  const auto nothing = [](const auto&) {};
  EXPECT_EQ((Rows<Row, char>(0, nothing).num_items()), 0u);
  EXPECT_EQ(items(Rows<Row, char>(2, nothing), 1), std::vector<char>{});
}

}  // namespace
}  // namespace moccasin::model
