// SPDX-License-Identifier: Apache-2.0
// moccasin-graph version 1: what is read, and one message for each thing that can be wrong.
#include "io/graph_json.h"

#include "model/fingerprint.h"
#include "tests/io/support.h"

namespace moccasin::io {
namespace {

using model::OpIndex;
using model::Retain;

std::string graph_text(const std::string& nodes, const std::string& edges = "",
                       const std::string& more = "") {
  return R"({"format":"moccasin-graph","version":1,"nodes":[)" + nodes + R"(],"edges":[)" + edges +
         "]" + more + "}";
}

constexpr const char* kTwoNodes =
    R"({"id":"a","duration":1,"outputs":[5,6]},{"id":1,"duration":2,"size":7})";

TEST(GraphJson, ReadsEveryField) {
  const GraphFile file = graph_of(R"({"format":"moccasin-graph","version":1,"name":"n",
    "producer":"p","units":{"duration":"us","size":"byte"},"resident":9,"alignment":4,
    "meta":{"any":[1,{"format":"x"}]},
    "nodes":[{"id":"a","op":"conv","duration":3,"outputs":[5,8,0],"workspace":2,"max_copies":1,
              "retain":[2,1],"meta":{"x":null}},
             {"id":7,"duration":0,"size":1,"retain":true},
             {"id":"sink","duration":12.0,"outputs":[],"retain":false}],
    "edges":[["a",7,1],["a",7],["a","sink"],["a",7,1]],
    "order":["a","sink",7]})");
  EXPECT_EQ(file.name, "n");
  EXPECT_EQ(file.producer, "p");
  EXPECT_EQ(file.duration_unit, "us");
  EXPECT_EQ(file.size_unit, "byte");
  EXPECT_EQ(file.id_kinds, (std::vector{IdKind::text, IdKind::integer, IdKind::text}));
  EXPECT_EQ(file.kinds, (std::vector<std::string>{"conv", "", ""}));

  const model::Graph& graph = file.graph;
  EXPECT_EQ(graph.resident(), 9);
  ASSERT_EQ(graph.num_operations(), 3u);
  EXPECT_EQ(graph.operation(OpIndex(0)),
            (model::Operation{.name = "a", .duration = 3, .workspace = 4, .max_copies = 1}));
  EXPECT_EQ(graph.operation(OpIndex(1)), (model::Operation{.name = "7"}));
  EXPECT_EQ(graph.operation(OpIndex(2)), (model::Operation{.name = "sink", .duration = 12}));
  ASSERT_EQ(graph.outputs(OpIndex(0)).size(), 3u);
  const auto output = [&](std::size_t i) { return graph.tensor(graph.outputs(OpIndex(0))[i]); };
  EXPECT_EQ(output(0), (model::Tensor{OpIndex(0), 8, Retain::no}));
  EXPECT_EQ(output(1), (model::Tensor{OpIndex(0), 8, Retain::yes}));
  EXPECT_EQ(output(2), (model::Tensor{OpIndex(0), 0, Retain::yes}));
  EXPECT_EQ(graph.tensor(graph.outputs(OpIndex(1))[0]),
            (model::Tensor{OpIndex(1), 4, Retain::yes}));
  EXPECT_TRUE(graph.outputs(OpIndex(2)).empty());
  EXPECT_EQ(graph.num_reads(), 3u);  // one edge stands there twice
  EXPECT_EQ(graph.inputs(OpIndex(1))[0], graph.outputs(OpIndex(0))[1]);
  EXPECT_EQ(graph.inputs(OpIndex(1))[1], graph.outputs(OpIndex(0))[0]);
  EXPECT_EQ(graph.base_order()[1], OpIndex(2));
}

TEST(GraphJson, TakesKeysInAnySequence) {
  const GraphFile forward = graph_of(graph_text(kTwoNodes, R"(["a",1,1])", R"(,"resident":3)"));
  const GraphFile backward = graph_of(R"({"resident":3,"edges":[["a",1,1]],"meta":{},"nodes":[
    {"outputs":[5,6],"duration":1,"id":"a"},{"size":7,"id":1,"duration":2}],
    "version":1,"format":"moccasin-graph"})");
  EXPECT_EQ(model::fingerprint(forward.graph), model::fingerprint(backward.graph));
}

TEST(GraphJson, TellsIntegerIdsFromTexts) {
  const GraphFile file =
      graph_of(graph_text(R"({"id":1,"duration":1,"size":1},{"id":"1","duration":2,"size":2},
                    {"id":-1,"duration":3,"size":3},{"id":18446744073709551616,"duration":4,"size":4})",
                          R"([1,-1],["1",18446744073709551616])"));
  EXPECT_EQ(file.graph.inputs(OpIndex(2))[0], file.graph.outputs(OpIndex(0))[0]);
  EXPECT_EQ(file.graph.inputs(OpIndex(3))[0], file.graph.outputs(OpIndex(1))[0]);
  EXPECT_EQ(file.graph.operation(OpIndex(3)).name, "18446744073709551616");
}

TEST(GraphJson, TakesTheLargestAmounts) {
  const GraphFile file =
      graph_of(graph_text(R"({"id":"a","duration":4611686018427387904,"size":1e3})"));
  EXPECT_EQ(file.graph.base_duration(), std::int64_t{1} << 62);
  EXPECT_EQ(file.graph.tensor(model::TensorIndex(0)).size, 1000);
}

class GraphJsonError : public testing::TestWithParam<Wrong> {};

TEST_P(GraphJsonError, SaysWhereAndWhat) {
  const auto result = parse_graph(GetParam().text, "g");
  const Error* error = std::get_if<Error>(&result);
  ASSERT_NE(error, nullptr);
  EXPECT_EQ(error->message, GetParam().message);
  EXPECT_EQ(error->kind, ErrorKind::content);
}

// A node 'b' with `member` in it.
std::string node_text(const std::string& member) {
  return graph_text(R"({"id":"a","duration":1,"size":1},{"id":"b",)" + member + "}");
}

INSTANTIATE_TEST_SUITE_P(
    Top, GraphJsonError,
    testing::Values(
        Wrong{"{}",
              "g: not a graph: expected \"format\": \"moccasin-graph\", or \"nodes\" and "
              "\"links\""},
        Wrong{R"({"format":"moccasin-graf","version":1})",
              "g: format: unknown format \"moccasin-graf\"; expected \"moccasin-graph\""},
        Wrong{R"({"format":3})", "g: format: must be a text, not 3"},
        Wrong{R"({"format":"moccasin-schedule","version":1})",
              "g: this is a schedule; a graph is expected here"},
        Wrong{R"({"format":"moccasin-graph","version":2,"new":[]})",
              "g: version: version 2 is not supported; moccasin reads 1"},
        Wrong{R"({"format":"moccasin-graph","version":"1"})",
              "g: version: must be a whole number, not \"1\""},
        Wrong{R"({"format":"moccasin-graph","nodes":[],"edges":[]})",
              "g: the key 'version' is missing"},
        Wrong{R"({"format":"moccasin-graph","version":1,"edges":[]})",
              "g: the key 'nodes' is missing"},
        Wrong{R"({"format":"moccasin-graph","version":1,"nodes":[]})",
              "g: the key 'edges' is missing"},
        Wrong{R"({"version":1,"nodes":[],"edges":[["a","b"]]})",
              "g: the key 'format' is missing: a graph whose edges are arrays begins with "
              "\"format\": \"moccasin-graph\", \"version\": 1"},
        Wrong{graph_text("", "", R"(,"colour":"red")"), "g: unknown key 'colour'"},
        Wrong{graph_text("", "", R"(,"links":[])"), "g: unknown key 'links'"},
        Wrong{graph_text("", "", R"(,"a\nb":1)"), "g: unknown key 'a\\x0ab'"},
        Wrong{graph_text(kTwoNodes, "", R"(,"edges":[])"), "g: the key 'edges' stands there twice"},
        Wrong{graph_text("", "", R"(,"name":1)"), "g: name: must be a text, not 1"},
        Wrong{graph_text("", "", R"(,"producer":[])"), "g: producer: must be a text, not an array"},
        Wrong{graph_text("", "", R"(,"resident":-1)"),
              "g: resident: must not be negative, but is -1"},
        Wrong{graph_text("", "", R"(,"alignment":0)"),
              "g: alignment: must be at least 1, but is 0"},
        Wrong{graph_text("", "", R"(,"meta":1)"), "g: meta: must be an object, not 1"},
        Wrong{graph_text("", "", R"(,"meta":[])"), "g: meta: must be an object"},
        Wrong{graph_text("", "", R"(,"units":1)"), "g: units: must be an object, not 1"},
        Wrong{graph_text("", "", R"(,"units":{"time":"s"})"), "g: units: unknown key 'time'"},
        Wrong{graph_text("", "", R"(,"units":{"duration":"h"})"),
              "g: units.duration: unknown word \"h\"; expected one of s, ms, us, ns, ps, fs, "
              "cycle, flop, tick"},
        Wrong{graph_text("", "", R"(,"units":{"size":"bit"})"),
              "g: units.size: unknown word \"bit\"; expected one of byte, unit"},
        Wrong{R"({"format":"moccasin-graph","version":1,"nodes":{},"edges":[]})",
              "g: nodes: must be an array"},
        Wrong{R"({"format":"moccasin-graph","version":1,"nodes":7,"edges":[]})",
              "g: nodes: must be an array, not 7"},
        Wrong{graph_text(""), "g: the graph has no operations"}));

INSTANTIATE_TEST_SUITE_P(
    Node, GraphJsonError,
    testing::Values(
        Wrong{graph_text("7"), "g: nodes[0]: must be an object, not 7"},
        Wrong{graph_text(R"({"duration":1,"size":1})"), "g: nodes[0]: the key 'id' is missing"},
        Wrong{graph_text(R"({"id":1.5,"duration":1,"size":1})"),
              "g: nodes[0].id: an id must be a text or an integer, not 1.5"},
        Wrong{graph_text(R"({"id":null,"duration":1,"size":1})"),
              "g: nodes[0].id: an id must be a text or an integer, not null"},
        Wrong{node_text(R"("size":1)"), "g: nodes[1]: the key 'duration' is missing (node 'b')"},
        Wrong{graph_text(R"({"size":1,"id":3})"),
              "g: nodes[0]: the key 'duration' is missing (node 3)"},
        Wrong{node_text(R"("duration":1)"),
              "g: nodes[1]: the key 'size' or 'outputs' is missing (node 'b')"},
        Wrong{node_text(R"("duration":1,"size":1,"outputs":[1])"),
              "g: nodes[1]: the keys 'size' and 'outputs' exclude each other (node 'b')"},
        Wrong{node_text(R"("duration":1,"size":1,"wrokspace":1)"),
              "g: nodes[1]: unknown key 'wrokspace' (node 'b')"},
        Wrong{node_text(R"("duration":1,"size":1,"size":2)"),
              "g: nodes[1]: the key 'size' stands there twice"},
        Wrong{node_text(R"("duration":"1","size":1)"),
              "g: nodes[1].duration: must be a whole number, not \"1\" (node 'b')"},
        Wrong{node_text(R"("duration":true,"size":1)"),
              "g: nodes[1].duration: must be a whole number, not true (node 'b')"},
        Wrong{node_text(R"("duration":-3,"size":1)"),
              "g: nodes[1].duration: must not be negative, but is -3 (node 'b')"},
        Wrong{node_text(R"("duration":-1e3,"size":1)"),
              "g: nodes[1].duration: must not be negative, but is -1000 (node 'b')"},
        Wrong{node_text(R"("duration":-2.5,"size":1)"),
              "g: nodes[1].duration: must not be negative, but is -2.5 (node 'b')"},
        Wrong{node_text(R"("duration":1e-400,"size":1)"),
              "g: nodes[1].duration: 1e-400 does not fit in 64 bits and 18 decimal places "
              "(node 'b')"},
        Wrong{node_text(R"("duration":0.99999999999999999999,"size":1)"),
              "g: nodes[1].duration: 0.99999999999999999999 does not fit in 64 bits and 18 "
              "decimal places (node 'b')"},
        Wrong{node_text(R"("duration":1,"size":1.0000000000000000001)"),
              "g: nodes[1].size: must be a whole number, not 1.0000000000000000001 (node 'b')"},
        Wrong{node_text(R"("duration":1,"size":9223372036854775808.0)"),
              "g: nodes[1].size: 9223372036854775808.0 does not fit in 64 bits (node 'b')"},
        Wrong{node_text(R"("duration":1e30,"size":1)"),
              "g: nodes[1].duration: 1e30 does not fit in 64 bits (node 'b')"},
        Wrong{node_text(R"("duration":1,"size":9223372036854775808)"),
              "g: nodes[1].size: 9223372036854775808 does not fit in 64 bits (node 'b')"},
        Wrong{node_text(R"("duration":1,"outputs":5)"),
              "g: nodes[1].outputs: must be an array, not 5 (node 'b')"},
        Wrong{node_text(R"("duration":1,"outputs":[1,null])"),
              "g: nodes[1].outputs[1]: must be a whole number, not null (node 'b')"},
        Wrong{node_text(R"("duration":1,"size":1,"workspace":-1)"),
              "g: nodes[1].workspace: must not be negative, but is -1 (node 'b')"},
        Wrong{node_text(R"("duration":1,"size":1,"max_copies":0)"),
              "g: nodes[1].max_copies: must be at least 1, but is 0 (node 'b')"},
        Wrong{node_text(R"("duration":1,"size":1,"max_copies":2147483648)"),
              "g: nodes[1].max_copies: must be at most 2147483647, but is 2147483648 (node 'b')"},
        Wrong{node_text(R"("duration":1,"size":1,"op":1)"),
              "g: nodes[1].op: must be a text, not 1 (node 'b')"},
        Wrong{node_text(R"("duration":1,"size":1,"meta":1)"),
              "g: nodes[1].meta: must be an object, not 1 (node 'b')"},
        Wrong{node_text(R"("duration":1,"size":1,"retain":1)"),
              "g: nodes[1].retain: must be true, false or an array of outputs, not 1 (node 'b')"},
        Wrong{node_text(R"("duration":1,"size":1,"retain":[1])"),
              "g: nodes[1].retain[0]: output 1 does not exist: 'b' has one output, 0 (node 'b')"},
        Wrong{node_text(R"("duration":1,"outputs":[1,2],"retain":[0,2])"),
              "g: nodes[1].retain[1]: output 2 does not exist: 'b' has 2 outputs, 0 to 1 (node "
              "'b')"},
        Wrong{graph_text(R"({"id":"a\n\"","duration":-1,"size":1})"),
              "g: nodes[0].duration: must not be negative, but is -1 (node 'a\\x0a\"')"},
        Wrong{graph_text(R"({"id":2,"duration":1,"size":1},{"id":2,"duration":1,"size":1})"),
              "g: nodes[1]: the id 2 is taken: it is that of nodes[0]"}));

INSTANTIATE_TEST_SUITE_P(
    Edge, GraphJsonError,
    testing::Values(
        Wrong{graph_text(kTwoNodes, R"(["a",1],["a"])"),
              "g: edges[1]: must be [producer, consumer] or [producer, consumer, output]"},
        Wrong{graph_text(kTwoNodes, R"({"source":"a","target":1})"),
              "g: edges[0]: must be [producer, consumer] or [producer, consumer, output]"},
        Wrong{graph_text(kTwoNodes, R"(["a",true])"),
              "g: edges[0][1]: an id must be a text or an integer, not true"},
        Wrong{graph_text(kTwoNodes, R"(["a",1,-1])"),
              "g: edges[0][2]: must not be negative, but is -1"},
        Wrong{graph_text(kTwoNodes, R"(["x",1])"), "g: edges[0][0]: unknown node 'x'"},
        Wrong{graph_text(kTwoNodes, R"(["a",1],["a",2])"), "g: edges[1][1]: unknown node 2"},
        Wrong{graph_text(kTwoNodes, R"(["a","1"])"),
              "g: edges[0][1]: unknown node '1' (there is a node 1: texts and integers are "
              "different ids)"},
        Wrong{graph_text(kTwoNodes, R"(["a",1,2])"),
              "g: edges[0]: output 2 does not exist: 'a' has 2 outputs, 0 to 1"},
        Wrong{graph_text(kTwoNodes, R"([1,"a",1])"),
              "g: edges[0]: output 1 does not exist: 1 has one output, 0"},
        Wrong{graph_text(R"({"id":1,"duration":1,"outputs":[]},{"id":2,"duration":1,"size":1})",
                         "[1,2]"),
              "g: edges[0]: output 0 does not exist: 1 has no outputs"}));

INSTANTIATE_TEST_SUITE_P(
    Whole, GraphJsonError,
    testing::Values(
        Wrong{graph_text(kTwoNodes, R"(["a",1],[1,"a"])"),
              "g: the graph has a cycle: '1' -> 'a' -> '1'"},
        Wrong{graph_text(kTwoNodes, R"(["a","a"])"), "g: the graph has a cycle: 'a' -> 'a'"},
        Wrong{graph_text(R"({"id":1,"duration":9223372036854775807,"size":1})"),
              "g: the durations add up to more than 2^62"},
        Wrong{graph_text(kTwoNodes, "", R"(,"resident":9223372036854775807)"),
              "g: the sizes add up to more than 2^62"},
        Wrong{R"({"format":"moccasin-graph","version":1,"meta":[],"nodes":[)" +
                  std::string(kTwoNodes) + R"(],"edges":[]})",
              "g: meta: must be an object"},
        Wrong{R"({"format":"moccasin-graph","version":1,"nodes":[],"nodes":[)" +
                  std::string(kTwoNodes) + R"(],"edges":[]})",
              "g: the key 'nodes' stands there twice"},
        Wrong{graph_text(kTwoNodes, "", R"(,"order":["a","x"])"), "g: order[1]: unknown node 'x'"},
        Wrong{graph_text(kTwoNodes, "", R"(,"order":["a",{}])"),
              "g: order[1]: an id must be a text or an integer, not an object"},
        Wrong{graph_text(kTwoNodes, "", R"(,"order":{})"), "g: order: must be an array"},
        Wrong{graph_text(kTwoNodes, "", R"(,"order":[])"), "g: order: the order is empty"},
        Wrong{graph_text(kTwoNodes, "", R"(,"order":["a"])"), "g: the order leaves out '1'"},
        Wrong{graph_text(kTwoNodes, "", R"(,"order":["a",1,"a"])"), "g: the order names 'a' twice"},
        Wrong{graph_text(kTwoNodes, R"(["a",1])", R"(,"order":[1,"a"])"),
              "g: the order is not topological: '1' comes before 'a', whose output it reads"}));

}  // namespace
}  // namespace moccasin::io
