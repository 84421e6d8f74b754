// SPDX-License-Identifier: Apache-2.0
#include "app/json_text.h"

#include <gtest/gtest.h>

namespace moccasin::app {
namespace {

TEST(JsonTextTest, OneObjectOnOneLine) {
  JsonObject object;
  EXPECT_EQ(object.text(), "{}");
  object.add("text", "a\"b\\c\nd").add("count", 12u).add("low", INT64_MIN).add("share", 0.1);
  object.add("yes", true).add("no", false);
  object.add_raw("list", "[1, 2]");
  EXPECT_EQ(object.text(),
            "{\"text\": \"a\\\"b\\\\c\\nd\", \"count\": 12, \"low\": -9223372036854775808, "
            "\"share\": 0.1, \"yes\": true, \"no\": false, \"list\": [1, 2]}");
}

}  // namespace
}  // namespace moccasin::app
