// SPDX-License-Identifier: Apache-2.0
#include "io/contest_graph.h"

#include <gtest/gtest.h>

#include "tests/io/dialects.h"

namespace moccasin::io {
namespace {

constexpr std::string_view kSmall =
    "Return 9000\n"
    "0 conv 0 1024 4096 12\n"
    "\n"
    "1 relu 1 0 0 4096 3\r\n"
    "2 loss 2 0 1 0 8 1";

TEST(ContestGraph, IsReadLineByLine) {
  EXPECT_EQ(as_graph(kSmall),
            "{\"format\":\"moccasin-graph\",\n\"version\":1,\n\"nodes\":[\n"
            "{\"id\":0,\"op\":\"conv\",\"duration\":12,\"size\":4096,\"workspace\":1024},\n"
            "{\"id\":1,\"op\":\"relu\",\"duration\":3,\"size\":4096},\n"
            "{\"id\":2,\"op\":\"loss\",\"duration\":1,\"size\":8}],\n"
            "\"edges\":[\n[0,1],\n[0,2],\n[1,2]],\n\"order\":[0,1,2]}\n");
}

TEST(ContestGraph, ItsBudgetIsKept) {
  const auto read = parse_graph(kSmall, "g");
  ASSERT_TRUE(std::holds_alternative<GraphFile>(read));
  EXPECT_EQ(std::get<GraphFile>(read).budget, 9000);
}

TEST(ContestGraph, IsToldByItsFirstWord) {
  EXPECT_TRUE(is_contest_graph("Return 5"));
  EXPECT_FALSE(is_contest_graph("Returns 5"));
  EXPECT_FALSE(is_contest_graph("Return"));
  EXPECT_FALSE(is_contest_graph("{\"nodes\": []}"));
}

TEST(ContestGraph, SaysWhereAndWhat) {
  const auto wrong = [](const std::string& line) { return as_graph("Return 5\n" + line); };
  const std::string shape = "must be: id name k in_1 ... in_k run_mem output_mem time";
  EXPECT_EQ(as_graph("Return 5 6\n"), "g:1:1: the first line must be: Return BUDGET");
  EXPECT_EQ(as_graph("Return x\n"), "g:1:8: the budget must be a whole number, not 'x'");
  EXPECT_EQ(wrong("0 a 0 1 2"), "g:2:1: " + shape);
  EXPECT_EQ(wrong("0 a 1 0 1 2 3 4"), "g:2:1: " + shape);
  EXPECT_EQ(wrong("0 a x 1 2 3"), "g:2:5: the number of inputs must be a whole number, not 'x'");
  EXPECT_EQ(wrong("0 a 0 -1 2 3"), "g:2:7: run_mem must not be negative, but is -1");
  EXPECT_EQ(wrong("0 a 0 1 b 3"), "g:2:9: output_mem must be a whole number, not 'b'");
  EXPECT_EQ(wrong("0 a 0 1 2 c"), "g:2:11: the time must be a number, not 'c'");
  EXPECT_EQ(wrong("0 a 0 1 2 3\n0 b 0 1 2 3"), "g:3:1: the id 0 is taken");
  EXPECT_EQ(wrong("0 a 0 1 2 3\n1 b 1 7 1 2 3"), "g:3:7: unknown node 7");
  EXPECT_EQ(wrong("0 a 1 1 1 2 3\n1 b 1 0 1 2 3"), "g: the graph has a cycle: '1' -> '0' -> '1'");
}

}  // namespace
}  // namespace moccasin::io
