// SPDX-License-Identifier: Apache-2.0
// Traces that once showed a bug: see the comments in traces/.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "tests/fuzz/support/guarded.h"
#include "tests/fuzz/support/trace.h"

namespace moccasin::test {
namespace {

TEST(Corpus, ShowTheirBugsNoMore) {
  std::size_t count = 0;
  for (const auto& entry : std::filesystem::directory_iterator(MOCCASIN_TRACES)) {
    if (entry.path().extension() != ".txt") continue;
    SCOPED_TRACE(entry.path().filename().string());
    std::ifstream file(entry.path());
    EXPECT_FALSE(fails_alone(parse_trace(file)));
    ++count;
  }
  EXPECT_GE(count, 6u);
}

}  // namespace
}  // namespace moccasin::test
