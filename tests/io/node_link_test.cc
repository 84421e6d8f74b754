// SPDX-License-Identifier: Apache-2.0
// The dialects of node-link files, and their errors.
#include "io/node_link.h"

#include "tests/io/support.h"

namespace moccasin::io {
namespace {

using model::OpIndex;

std::vector<std::uint32_t> base_order(const GraphFile& file) {
  std::vector<std::uint32_t> order;
  for (const OpIndex op : file.graph.base_order()) order.push_back(op.value());
  return order;
}

std::vector<std::int64_t> durations(const GraphFile& file) {
  std::vector<std::int64_t> all;
  for (const OpIndex op : file.graph.operations()) {
    all.push_back(file.graph.operation(op).duration);
  }
  return all;
}

std::vector<std::int64_t> sizes(const GraphFile& file) {
  std::vector<std::int64_t> all;
  for (const auto tensor : file.graph.tensors()) all.push_back(file.graph.tensor(tensor).size);
  return all;
}

TEST(NodeLink, ReadsCheckmateFiles) {
  const GraphFile file = graph_of(R"({"directed": true, "multigraph": false,
    "graph": {"name": "VGG"},
    "nodes": [{"name": "conv1", "backward": false, "cost_cpu": 385, "cost_ram": 3288334336, "id": 0},
              {"name": "grad", "backward": true, "cost_cpu": 10275337746048, "cost_ram": 2, "id": 1},
              {"name": "pool", "backward": false, "cost_cpu": 0, "cost_ram": 3, "id": 2}],
    "links": [{"source": 0, "target": 2}, {"source": 2, "target": 1}, {"source": 0, "target": 1}]})");
  EXPECT_EQ(file.name, "VGG");
  EXPECT_EQ(file.graph.operation(OpIndex(2)).name, "2");
  EXPECT_EQ(file.kinds, (std::vector<std::string>{"conv1", "grad", "pool"}));
  EXPECT_EQ(file.id_kinds, std::vector(3, IdKind::integer));
  EXPECT_EQ(durations(file), (std::vector<std::int64_t>{385, 10275337746048, 0}));
  EXPECT_EQ(sizes(file), (std::vector<std::int64_t>{3288334336, 2, 3}));
  EXPECT_EQ(file.graph.num_reads(), 3u);
  EXPECT_EQ(base_order(file), (std::vector<std::uint32_t>{0, 2, 1}));
  EXPECT_EQ(file.duration_unit, "");
}

TEST(NodeLink, ReadsRandomLayeredFiles) {
  const GraphFile file = graph_of(R"({"directed": true,
    "graph": {"name": "layered", "pos": {"0": [0, 0], "2": [-1, [2]]}, "order": [0, 3, 2, 1],
              "inset_state": [], "max_cost": 1},
    "nodes": [{"out_cost": 790, "param_cost": 0, "duration": 0, "name": 0},
              {"out_cost": 4920, "param_cost": 0, "duration": 0, "name": 1},
              {"out_cost": 1950, "param_cost": 0, "duration": 514, "name": 2},
              {"out_cost": 20, "param_cost": 0, "duration": 7, "name": 3}],
    "links": [{"0": 0, "1": 2}, {"0": 0, "1": 3}, {"0": 2, "1": 1}, {"0": 3, "1": 1}]})");
  EXPECT_EQ(file.name, "layered");
  EXPECT_EQ(durations(file), (std::vector<std::int64_t>{0, 0, 514, 7}));
  EXPECT_EQ(sizes(file), (std::vector<std::int64_t>{790, 4920, 1950, 20}));
  EXPECT_EQ(base_order(file), (std::vector<std::uint32_t>{0, 3, 2, 1}));
}

// networkx 3.4 and later; a multigraph's keys and parallel edges mean nothing here.
constexpr const char* kNetworkx = R"({"directed": true, "multigraph": true, "graph": {},
    "nodes": [{"ms": 2.0, "out": {"bytes": 3}, "mem": 16, "id": "a", "op": "matmul"},
              {"ms": 3, "mem": 1e3, "id": "b", "name": "second"}],
    "edges": [{"source": "a", "target": "b", "key": 0}, {"source": "a", "target": "b", "key": 1}]})";

TEST(NodeLink, ReadsNetworkxFilesByTheKeysGiven) {
  const GraphFile file = graph_of(kNetworkx, {.duration_key = "ms", .size_key = "mem"});
  EXPECT_EQ(durations(file), (std::vector<std::int64_t>{2, 3}));
  EXPECT_EQ(sizes(file), (std::vector<std::int64_t>{16, 1000}));
  EXPECT_EQ(file.graph.num_reads(), 1u);
  EXPECT_EQ(file.kinds, (std::vector<std::string>{"matmul", "second"}));
  EXPECT_EQ(file.id_kinds, std::vector(2, IdKind::text));
}

TEST(NodeLink, TakesKeysInAnySequence) {
  const GraphFile file = graph_of(R"({"links": [{"target": "b", "source": "a"}],
    "nodes": [{"size": 1, "id": "b", "duration": 2}, {"duration": 3, "size": 4, "id": "a"}],
    "graph": {"order": ["a", "b"]}, "directed": true})");
  EXPECT_EQ(base_order(file), (std::vector<std::uint32_t>{1, 0}));
}

class NodeLinkError : public testing::TestWithParam<Wrong> {};

TEST_P(NodeLinkError, SaysWhereAndWhat) {
  EXPECT_EQ(graph_error(GetParam().text), GetParam().message);
}

std::string node_link(const std::string& nodes, const std::string& links = "",
                      const std::string& more = "") {
  return R"({"nodes":[)" + nodes + R"(],"links":[)" + links + "]" + more + "}";
}

constexpr const char* kTwoNodes =
    R"({"id":0,"duration":1,"size":1},{"id":1,"duration":1,"size":1})";

INSTANTIATE_TEST_SUITE_P(
    All, NodeLinkError,
    testing::Values(
        Wrong{R"({"nodes":[]})",
              "g: not a graph: expected \"format\": \"moccasin-graph\", or \"nodes\" and "
              "\"links\""},
        Wrong{R"({"links":[]})",
              "g: not a graph: expected \"format\": \"moccasin-graph\", or \"nodes\" and "
              "\"links\""},
        Wrong{R"({"nodes":3,"links":[]})",
              "g: not a graph: expected \"format\": \"moccasin-graph\", or \"nodes\" and "
              "\"links\""},
        Wrong{R"({"nodes":{},"links":[]})", "g: nodes: must be an array"},
        Wrong{node_link(""), "g: the graph has no operations"},
        Wrong{node_link(kTwoNodes, "", R"(,"directed":false)"),
              "g: directed: the graph must be directed"},
        Wrong{node_link(kTwoNodes, "", R"(,"nodes":[])"), "g: the key 'nodes' stands there twice"},
        Wrong{node_link("[0]"), "g: nodes[0]: must be an object, not an array"},
        Wrong{node_link("{}"), "g: nodes[0]: the key 'id' is missing"},
        Wrong{node_link(R"({"id":[1,2],"duration":1,"size":1})"),
              "g: nodes[0].id: an id must be a text or an integer, not an array"},
        Wrong{node_link(R"({"id":0,"size":1})"),
              "g: nodes[0]: no duration under the key 'cost_cpu', 'duration' (node 0)"},
        Wrong{node_link(R"({"id":0,"duration":1})"),
              "g: nodes[0]: no size under the key 'cost_ram', 'out_cost', 'size' (node 0)"},
        Wrong{node_link(R"({"id":0,"duration":1.5,"size":1})"),
              "g: nodes[0].duration: must be a whole number, not 1.5 (node 0)"},
        Wrong{node_link(R"({"id":0,"cost_cpu":1,"cost_ram":-2})"),
              "g: nodes[0].cost_ram: must not be negative, but is -2 (node 0)"},
        Wrong{node_link(R"({"name":"x","duration":1,"out_cost":1e30})"),
              "g: nodes[0].out_cost: 1e30 does not fit in 64 bits (node 'x')"},
        Wrong{node_link(std::string(kTwoNodes) + R"(,{"id":1,"duration":1,"size":1})"),
              "g: nodes[2]: the id 1 is taken: it is that of nodes[1]"},
        Wrong{node_link(kTwoNodes, "7"), "g: links[0]: must be an object, not 7"},
        Wrong{node_link(kTwoNodes, R"({"source":0})"), "g: links[0]: the key 'target' is missing"},
        Wrong{node_link(kTwoNodes, R"({"0":0})"), "g: links[0]: the key '1' is missing"},
        Wrong{node_link(kTwoNodes, R"({"source":0,"target":1},{"source":0,"target":9})"),
              "g: links[1].target: unknown node 9"},
        Wrong{node_link(kTwoNodes, R"({"source":"0","target":1})"),
              "g: links[0].source: unknown node '0' (there is a node 0: texts and integers are "
              "different ids)"},
        Wrong{node_link(kTwoNodes, R"({"source":0,"target":1},{"source":1,"target":0})"),
              "g: the graph has a cycle: '1' -> '0' -> '1'"},
        Wrong{node_link(kTwoNodes, "", R"(,"graph":{"order":[0,5]})"),
              "g: graph.order[1]: unknown node 5"},
        Wrong{node_link(kTwoNodes, "", R"(,"graph":{"order":[0]})"),
              "g: the order leaves out '1'"}));

TEST(NodeLink, NamesTheKeyThatWasAskedFor) {
  EXPECT_EQ(graph_error(kNetworkx, {.duration_key = "us", .size_key = "mem"}),
            "g: nodes[0]: no duration under the key 'us' (node 'a')");
  EXPECT_EQ(graph_error(kNetworkx, {.duration_key = "ms", .size_key = "out"}),
            "g: nodes[0].out: must be a whole number, not an object (node 'a')");
}

}  // namespace
}  // namespace moccasin::io
