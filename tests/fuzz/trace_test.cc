// SPDX-License-Identifier: Apache-2.0
#include "tests/fuzz/support/trace.h"

#include <gtest/gtest.h>

#include <sstream>

#include "tests/fuzz/support/generate.h"

namespace moccasin::test {
namespace {

Trace parsed(const std::string& text) {
  std::istringstream stream(text);
  return parse_trace(stream);
}

TEST(Trace, IsReadAsItIsWritten) {
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    const Trace trace = random_trace(seed, 30);
    EXPECT_EQ(parsed(text_of(trace)), trace);
  }
}

TEST(Trace, MayHaveCommentsAndEmptyLines) {
  const Trace expected = {{"csp", {4}}, {{"decide", {1, -2}}, {"learn", {}}}};
  EXPECT_EQ(parsed("# why\n\ncsp 4  # a problem\ndecide 1 -2\nlearn\n"), expected);
}

TEST(Trace, IsRefusedWhereItIsNone) {
  for (const char* const text :
       {"", "# csp 1\n", "decide 1 2\n", "csp\n", "csp 1\nforget\n", "csp 1\ndecide 1\n",
        "csp 1\ndecide 1 x\n", "csp 1\nlearn 2\n", "csp 1\nassume 1 2 3\n", "csp 1\ncsp 2\n"}) {
    EXPECT_THROW((void)parsed(text), std::runtime_error) << text;
  }
}

}  // namespace
}  // namespace moccasin::test
