// SPDX-License-Identifier: Apache-2.0
#include "io/dot_graph.h"

#include <gtest/gtest.h>

#include "tests/io/dialects.h"

namespace moccasin::io {
namespace {

TEST(DotGraph, HasItsAmountsInAttributes) {
  EXPECT_EQ(as_graph("// a net\n"
                     "strict digraph net {\n"
                     "  graph [duration_unit=us, size_unit=byte]; resident=100\n"
                     "  node [size=4096, shape=box]\n"
                     "  conv [duration=12.375, workspace=1024 label=\"<b>\", op=convolution];\n"
                     "  conv:out:ne -> \"relu, 1\" -> 7\n"
                     "  \"relu, 1\" [duration=3.5] 7 [duration=1][size=8]\n"
                     "}\n"),
            "{\"format\":\"moccasin-graph\",\n\"version\":1,\n\"name\":\"net\",\n"
            "\"units\":{\"duration\":\"ns\",\"size\":\"byte\"},\n\"resident\":100,\n\"nodes\":[\n"
            "{\"id\":\"conv\",\"op\":\"convolution\",\"duration\":12375,\"size\":4096,"
            "\"workspace\":1024},\n"
            "{\"id\":\"relu, 1\",\"duration\":3500,\"size\":4096},\n"
            "{\"id\":7,\"duration\":1000,\"size\":8}],\n"
            "\"edges\":[\n[\"conv\",\"relu, 1\"],\n[\"relu, 1\",7]],\n"
            "\"order\":[\"conv\",\"relu, 1\",7]}\n");
}

TEST(DotGraph, SubgraphsAreTheirNodesAndHaveDefaultsOfTheirOwn) {
  EXPECT_EQ(as_graph("digraph {\n"
                     "  node [duration=1 size=2]\n"
                     "  subgraph cluster_0 { label=x; node [size=9]; { a; b [size=3] } }\n"
                     "  c; a -> c [output=0]\n"
                     "}"),
            "{\"format\":\"moccasin-graph\",\n\"version\":1,\n\"nodes\":[\n"
            "{\"id\":\"a\",\"duration\":1,\"size\":9},\n{\"id\":\"b\",\"duration\":1,\"size\":3},\n"
            "{\"id\":\"c\",\"duration\":1,\"size\":2}],\n\"edges\":[\n[\"a\",\"c\"]],\n"
            "\"order\":[\"a\",\"b\",\"c\"]}\n");
}

TEST(DotGraph, SeveralOutputsAndAllElse) {
  EXPECT_EQ(as_graph("digraph {\n"
                     "  a [duration=1, outputs=\"4;5\", max_copies=2, retain=true]\n"
                     "  b [duration=2, outputs=\"\"]\n"
                     "  a -> b [output=1]\n"
                     "}"),
            "{\"format\":\"moccasin-graph\",\n\"version\":1,\n\"nodes\":[\n"
            "{\"id\":\"a\",\"duration\":1,\"outputs\":[4,5],\"max_copies\":2,\"retain\":true},\n"
            "{\"id\":\"b\",\"duration\":2,\"outputs\":[]}],\n"
            "\"edges\":[\n[\"a\",\"b\",1]],\n\"order\":[\"a\",\"b\"]}\n");
}

TEST(DotGraph, IsToldByItsBeginning) {
  EXPECT_TRUE(is_dot_graph("digraph G {"));
  EXPECT_TRUE(is_dot_graph("/* x */ Strict DIGRAPH \"my graph\" {"));
  EXPECT_TRUE(is_dot_graph("graph {"));
  EXPECT_FALSE(is_dot_graph("graph ["));  // GML
  EXPECT_FALSE(is_dot_graph("digraphs {"));
  EXPECT_FALSE(is_dot_graph("{\"nodes\": []}"));
  EXPECT_FALSE(is_dot_graph(""));
}

TEST(DotGraph, SaysWhereAndWhat) {
  const auto in = [](const std::string& text) { return as_graph("digraph {" + text + "}"); };
  EXPECT_EQ(as_graph("graph { a -- b }"),
            "g:1:1: the graph is not directed; begin it with 'digraph'");
  EXPECT_EQ(as_graph("digraph { a"), "g:1:12: the graph is not closed: '}' is missing");
  EXPECT_EQ(as_graph("digraph {} x"), "g:1:12: expected the end of the file behind the graph");
  EXPECT_EQ(in("a -- b"), "g:1:12: '--' is for graphs that are not directed; use '->'");
  EXPECT_EQ(in("a -> {b}"), "g:1:15: expected a node behind '->'; a subgraph there is not read");
  EXPECT_EQ(in("{a} -> b"), "g:1:14: a subgraph as an end of an edge is not read");
  EXPECT_EQ(in("a [duration]"), "g:1:21: expected '=' behind 'duration'");
  EXPECT_EQ(in("a [=3]"), "g:1:13: expected an attribute or ']'");
  EXPECT_EQ(in("a [size=4]"), "g:1:10: no attribute 'duration' (node 'a')");
  EXPECT_EQ(in("a [duration=4]"), "g:1:10: no attribute 'size' or 'outputs' (node 'a')");
  EXPECT_EQ(in("a [duration=x size=4]"), "g:1:22: duration: must be a number, not 'x' (node 'a')");
  EXPECT_EQ(in("a [duration=1 size=4 workspace=-1]"),
            "g:1:41: workspace: must not be negative, but is -1");
  EXPECT_EQ(in("node [duration=1 size=2] a -> b [output=1]"),
            "g:1:40: output 1 does not exist: 'a' has one output, 0");
  EXPECT_EQ(in("node [duration=1 size=2] a -> b -> a"),
            "g: the graph has a cycle: 'b' -> 'a' -> 'b'");
}

// However deep: blocks are counted, not called.
TEST(DotGraph, NestsAtWill) {
  const std::string deep(200'000, '{');
  const std::string closed(200'000, '}');
  EXPECT_EQ(as_graph("digraph {" + deep + "a [duration=1 size=1]" + closed + "}"),
            as_graph("digraph {a [duration=1 size=1]}"));
}

}  // namespace
}  // namespace moccasin::io
