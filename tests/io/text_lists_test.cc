// SPDX-License-Identifier: Apache-2.0
#include "io/text_lists.h"

#include <gtest/gtest.h>

namespace moccasin::io {
namespace {

using List = std::vector<std::string_view>;

TEST(TextLists, KeepsTextsInTheirLists) {
  TextLists lists;
  EXPECT_EQ(lists.size(), 0u);
  lists.begin_list();
  lists.add("a");
  lists.add("b");
  lists.begin_list();
  lists.begin_list();
  lists.add("cd");
  lists.add("");
  EXPECT_EQ(lists.size(), 3u);
  EXPECT_EQ(lists[0], (List{"a", "b"}));
  EXPECT_EQ(lists[1], List());
  EXPECT_EQ(lists[2], (List{"cd", ""}));
  lists.begin_list();
  EXPECT_EQ(lists[2], (List{"cd", ""}));
  EXPECT_EQ(lists[3], List());
}

}  // namespace
}  // namespace moccasin::io
