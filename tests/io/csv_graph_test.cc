// SPDX-License-Identifier: Apache-2.0
#include "io/csv_graph.h"

#include <gtest/gtest.h>

#include <fstream>

#include "tests/io/dialects.h"
#include "tests/support/own_folder.h"

namespace moccasin::io {
namespace {

constexpr std::string_view kNodes =
    "id,op,duration,size,workspace,color\n"
    "conv,convolution,12.375,4096,1024,red\n"
    "\"relu, 1\",,3.5,4096,,\n"
    "\n"
    "7,,1,8,,\n";
constexpr std::string_view kEdges = "source,target,output\nconv,\"relu, 1\",\n\"relu, 1\",7,0\n";

std::string graph_of(std::string_view nodes, std::string_view edges) {
  return as_graph(parse_csv_graph(nodes, "n", edges, "e"));
}

TEST(CsvGraph, IsTwoTables) {
  EXPECT_EQ(graph_of(kNodes, kEdges),
            "{\"format\":\"moccasin-graph\",\n\"version\":1,\n\"nodes\":[\n"
            "{\"id\":\"conv\",\"op\":\"convolution\",\"duration\":12375,\"size\":4096,"
            "\"workspace\":1024},\n"
            "{\"id\":\"relu, 1\",\"duration\":3500,\"size\":4096},\n"
            "{\"id\":7,\"duration\":1000,\"size\":8}],\n"
            "\"edges\":[\n[\"conv\",\"relu, 1\"],\n[\"relu, 1\",7]],\n"
            "\"order\":[\"conv\",\"relu, 1\",7]}\n");
}

TEST(CsvGraph, IsToldByItsFirstLine) {
  EXPECT_TRUE(is_node_table(kNodes));
  EXPECT_TRUE(is_node_table("duration,id\n"));
  EXPECT_FALSE(is_node_table(kEdges));
  EXPECT_FALSE(is_node_table(""));
  for (const char* const json : {"{\"nodes\": []}", "{,id,duration\n", "[,id,duration\n"}) {
    EXPECT_FALSE(is_node_table(json)) << json;
  }
}

TEST(CsvGraph, SeveralOutputsAndAllElse) {
  EXPECT_EQ(graph_of("id,duration,outputs,retain,max_copies\na,1,4;5,,2\nb,2,,true,\nc,1,6,yes,\n",
                     "target,source,output\nb,a,1\n"),
            "{\"format\":\"moccasin-graph\",\n\"version\":1,\n\"nodes\":[\n"
            "{\"id\":\"a\",\"duration\":1,\"outputs\":[4,5],\"max_copies\":2},\n"
            "{\"id\":\"b\",\"duration\":2,\"outputs\":[]},\n"
            "{\"id\":\"c\",\"duration\":1,\"size\":6,\"retain\":true}],\n"
            "\"edges\":[\n[\"a\",\"b\",1]],\n\"order\":[\"a\",\"c\",\"b\"]}\n");
}

TEST(CsvGraph, OtherColumnsAreIgnoredAndNamed) {
  const auto read = parse_csv_graph(kNodes, "n", "source,target,weight\n", "e");
  ASSERT_TRUE(std::holds_alternative<GraphFile>(read));
  const auto& keys = std::get<GraphFile>(read).ignored.keys();
  ASSERT_EQ(keys.size(), 2u);
  EXPECT_EQ(keys[0].key, "color");
  EXPECT_EQ(keys[1].list, "edges");
  EXPECT_EQ(keys[1].key, "weight");
}

TEST(CsvGraph, SaysWhereAndWhat) {
  const auto nodes = [](const std::string& text) { return graph_of(text, "source,target\n"); };
  const auto edges = [](const std::string& text) { return graph_of(kNodes, text); };
  EXPECT_EQ(nodes(""), "n:1:1: the table is empty; its first line names the columns");
  EXPECT_EQ(nodes("id,size\na,1\n"), "n:1:1: no column 'duration'");
  EXPECT_EQ(nodes("id,duration\na,1\n"), "n:1:1: no column 'size' or 'outputs'");
  EXPECT_EQ(nodes("id,duration,size,outputs\n"),
            "n:1:1: the columns 'size' and 'outputs' exclude each other");
  EXPECT_EQ(nodes("id,duration,size,id\n"), "n:1:18: the column 'id' is there twice");
  EXPECT_EQ(nodes("id,duration,size\na,1\n"), "n:2:1: has 2 fields, but the first line 3");
  EXPECT_EQ(nodes("id,duration,size\n,1,2\n"), "n:2:1: the id is missing");
  EXPECT_EQ(nodes("id,duration,size\na,x,2\n"),
            "n:2:3: duration: must be a number, not 'x' (node 'a')");
  EXPECT_EQ(nodes("id,duration,size\na,1,2.5\n"),
            "n:2:5: size: must be a whole number, not '2.5' (node 'a')");
  EXPECT_EQ(nodes("id,duration,size,max_copies\na,1,2,0\n"),
            "n:2:7: max_copies: must be at least 1, but is 0 (node 'a')");
  EXPECT_EQ(nodes("id,duration,size,retain\na,1,2,maybe\n"),
            "n:2:7: retain: must be true or false, not 'maybe' (node 'a')");
  EXPECT_EQ(nodes("id,duration,size\na,1,2\na,1,2\n"), "n:3:1: the id 'a' is taken");
  EXPECT_EQ(nodes("id,duration,size\n\"a,1,2\n"), "n:2:1: the quote is not closed");
  EXPECT_EQ(edges("source\n"), "e:1:1: no column 'target'");
  EXPECT_EQ(edges("source,target\nconv,b\n"), "e:2:6: unknown node 'b'");
  EXPECT_EQ(edges("source,target,output\nconv,7,1\n"),
            "e:2:1: output 1 does not exist: 'conv' has one output, 0");
}

TEST(EdgesPath, IsTheFileBeside) {
  EXPECT_EQ(edges_path("nodes.csv"), "edges.csv");
  EXPECT_EQ(edges_path("my.nodes/net-nodes.csv"), "my.nodes/net-edges.csv");
  EXPECT_EQ(edges_path("net_nodes"), "net_edges");
  EXPECT_EQ(edges_path("net.csv"), std::nullopt);
  EXPECT_EQ(edges_path("nodes/net.csv"), std::nullopt);
}

class CsvGraphFiles : public test::OwnFolder {
 protected:
  [[nodiscard]] std::string path(const std::string& name) const {
    return (folder_ / name).string();
  }
};

TEST_F(CsvGraphFiles, AreReadBothByTheNameOfOne) {
  std::ofstream(path("net-nodes.csv")) << kNodes;
  const std::string nodes = path("net-nodes.csv");
  EXPECT_NE(as_graph(read_graph_file(nodes)).find("net-edges.csv: cannot read"), std::string::npos);
  std::ofstream(path("net-edges.csv")) << kEdges;
  EXPECT_EQ(as_graph(read_graph_file(nodes)), graph_of(kNodes, kEdges));
  std::ofstream(path("net.csv")) << kNodes;
  EXPECT_NE(as_graph(read_graph_file(path("net.csv")))
                .find("a table of nodes, but its name does not end in 'nodes'"),
            std::string::npos);
  EXPECT_EQ(as_graph(kNodes),
            "g: a table of nodes, without that of the edges: give the name of its file, beside "
            "which the other lies (net-nodes.csv, net-edges.csv)");
}

}  // namespace
}  // namespace moccasin::io
