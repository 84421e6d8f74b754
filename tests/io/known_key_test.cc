// SPDX-License-Identifier: Apache-2.0
// More words are in tests/app/ignored_report_test.cc, as people see them.
#include "io/known_key.h"

#include <gtest/gtest.h>

namespace moccasin::io {
namespace {

std::string_view meant(std::string_view list, std::string_view key) {
  const KnownKey* const known = meant_by(list, key);
  return known == nullptr ? "" : known->key;
}

TEST(KnownKeyTest, FindsWhatIsMeant) {
  EXPECT_EQ(meant("nodes", "max_copy"), "max_copies");
  EXPECT_EQ(meant("edges", "outputs"), "output");
  EXPECT_EQ(meant("links", "Output"), "output");
  EXPECT_EQ(meant("", "graph.residnet"), "resident");
  EXPECT_EQ(meant("", "workspaces"), "workspace");  // in the wrong place
  EXPECT_EQ(meant("nodes", "color"), "");
  EXPECT_EQ(meant("links", "order"), "");
  EXPECT_EQ(meant("nodes", ""), "");
}

// Such a key is ignored where its value is null, and there is nothing better to suggest.
TEST(KnownKeyTest, IsSilentOfTheKeysThemselves) {
  for (const KnownKey& known : kKnownKeys) {
    EXPECT_EQ(meant(known.list, known.key), "");
    if (known.list.empty()) {
      EXPECT_EQ(meant("", "graph." + std::string(known.key)), "");
    }
  }
  EXPECT_EQ(meant("edges", "output"), "");
  EXPECT_EQ(meant("nodes", "resident"), "resident");  // in the wrong place
}

}  // namespace
}  // namespace moccasin::io
