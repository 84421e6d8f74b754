// SPDX-License-Identifier: Apache-2.0
// What is wrong with node-link files, and where.
#include "io/node_link.h"
#include "tests/io/support.h"

namespace moccasin::io {
namespace {

class NodeLinkError : public testing::TestWithParam<Wrong> {};

TEST_P(NodeLinkError, SaysWhereAndWhat) {
  EXPECT_EQ(graph_error(GetParam().text), GetParam().message);
}

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
        Wrong{node_link(R"({"id":0,"duration":-1.5,"size":1})"),
              "g: nodes[0].duration: must not be negative, but is -1.5 (node 0)"},
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

// Input that would change the problem if it were passed over.
INSTANTIATE_TEST_SUITE_P(
    Contradictions, NodeLinkError,
    testing::Values(
        Wrong{node_link(kTwoNodes, R"({"source":0,"target":1})",
                        R"(,"edges":[{"source":1,"target":0}])"),
              "g: the keys 'links' and 'edges' both list edges; put all of them in one list"},
        Wrong{node_link(kTwoNodes, R"({"source":0,"target":1})", R"(,"edges":[[0,1]])"),
              "g: the keys 'links' and 'edges' both list edges; put all of them in one list"},
        Wrong{node_link(kTwoNodes, R"({"source":0,"target":1})", R"(,"edges":{"a":1})"),
              "g: edges: must be an array"},
        Wrong{R"({"nodes":[{"id":0,"duration":1,"size":1}],"links":7,"edges":[]})",
              "g: links: must be an array"},
        Wrong{R"({"nodes":[{"id":0,"duration":1,"size":1}],"links":null})",
              "g: links: must be an array"},
        Wrong{R"({"nodes":[{"id":0,"duration":1,"size":1}],"links":null,"edges":null})",
              "g: links: must be an array"},
        Wrong{R"({"nodes":[{"id":0,"duration":1,"size":1}],"links":null,"edges":{}})",
              "g: edges: must be an array"},
        Wrong{node_link(kTwoNodes, "", R"(,"links":[])"), "g: the key 'links' stands there twice"},
        Wrong{node_link(R"({"id":0,"duration":1,"size":1,"duration":2})"),
              "g: nodes[0]: the key 'duration' stands there twice"},
        Wrong{node_link(kTwoNodes, R"({"source":0,"target":1,"target":0})"),
              "g: links[0]: the key 'target' stands there twice"},
        Wrong{node_link(R"({"id":0,"duration":1,"cost_cpu":2,"size":1})"),
              "g: nodes[0]: the keys 'cost_cpu' and 'duration' differ; say with --duration-key "
              "which one is the duration (node 0)"},
        Wrong{node_link(R"({"id":0,"duration":1,"cost_ram":2,"size":1})"),
              "g: nodes[0]: the keys 'cost_ram' and 'size' differ; say with --size-key which one "
              "is the size (node 0)"},
        Wrong{node_link(R"({"id":0,"duration":1,"out_cost":2,"outputs":[2]})"),
              "g: nodes[0]: the keys 'out_cost' and 'outputs' exclude each other; rename the "
              "attribute "
              "'outputs' or leave it out: here it would be the sizes of all outputs (node 0)"},
        Wrong{node_link(R"({"id":0,"duration":1,"size":2,"outputs":["x","y"]})"),
              "g: nodes[0]: the keys 'size' and 'outputs' exclude each other; rename the attribute "
              "'outputs' or leave it out: here it would be the sizes of all outputs (node 0)"},
        Wrong{node_link(R"({"id":0,"duration":1,"outputs":["x","y"]})"),
              "g: nodes[0].outputs[0]: must be a whole number, not \"x\"; rename the attribute "
              "'outputs' or leave it out: here it would be the sizes of all outputs (node 0)"},
        Wrong{node_link(R"({"id":0,"duration":1,"outputs":[-1]})"),
              "g: nodes[0].outputs[0]: must not be negative, but is -1 (node 0)"},
        Wrong{node_link(R"({"id":0,"duration":1,"outputs":"y"})"),
              "g: nodes[0].outputs: must be an array, not \"y\"; rename the attribute 'outputs' or "
              "leave "
              "it out: here it would be the sizes of all outputs (node 0)"},
        Wrong{node_link(R"({"id":0,"duration":1,"size":1,"max_copies":0})"),
              "g: nodes[0].max_copies: must be at least 1, but is 0 (node 0)"},
        Wrong{node_link(R"({"id":null,"duration":1,"size":1})"),
              "g: nodes[0].id: an id must be a text or an integer, not null"},
        Wrong{node_link(R"({"id":0,"duration":null,"size":1})"),
              "g: nodes[0]: no duration under the key 'cost_cpu', 'duration' (node 0)"},
        Wrong{node_link(R"({"id":0,"duration":1,"size":null,"outputs":null})"),
              "g: nodes[0]: no size under the key 'cost_ram', 'out_cost', 'size' (node 0)"},
        Wrong{node_link(R"({"id":0,"duration":1,"size":1,"workspace":"1GB"})"),
              "g: nodes[0].workspace: must be a whole number, not \"1GB\" (node 0)"},
        Wrong{node_link(R"({"id":0,"duration":1,"size":1,"retain":"yes"})"),
              "g: nodes[0].retain: must be true, false or an array of outputs, not \"yes\" (node "
              "0)"},
        Wrong{node_link(R"({"id":0,"duration":1,"size":1,"retain":[1]})"),
              "g: nodes[0].retain[0]: output 1 does not exist: 0 has one output, 0 (node 0)"},
        Wrong{node_link(kTwoNodes, R"({"source":0,"target":1,"output":1})"),
              "g: links[0]: output 1 does not exist: 0 has one output, 0"},
        Wrong{node_link(kTwoNodes, R"({"source":0,"target":1,"output":"y"})"),
              "g: links[0].output: must be a whole number, not \"y\""},
        Wrong{node_link(kTwoNodes, "", R"(,"directed":0)"), "g: directed: must be true, not 0"},
        Wrong{node_link(kTwoNodes, "", R"(,"directed":[true])"),
              "g: directed: must be true, not an array"},
        Wrong{node_link(kTwoNodes, "", R"(,"graph":[["order",[1,0]]])"),
              "g: graph: must be an object"},
        Wrong{node_link(kTwoNodes, "", R"(,"graph":"x")"),
              "g: graph: must be an object, not \"x\""},
        Wrong{node_link(kTwoNodes, "", R"(,"order":{"0":1})"), "g: order: must be an array"},
        Wrong{node_link(kTwoNodes, "", R"(,"graph":{"order":1})"),
              "g: graph.order: must be an array, not 1"},
        Wrong{node_link(kTwoNodes, "", R"(,"order":[0,1],"graph":{"order":[1,0]})"),
              "g: graph.order: stands there beside 'order'; leave one of them out"},
        Wrong{node_link(kTwoNodes, "", R"(,"order":[0,5])"), "g: order[1]: unknown node 5"},
        Wrong{node_link(kTwoNodes, "", R"(,"graph":{"resident":5},"resident":6)"),
              "g: resident: is 6, but 'graph.resident' is 5"},
        Wrong{node_link(kTwoNodes, "", R"(,"graph":{"resident":"5"})"),
              "g: graph.resident: must be a whole number, not \"5\""},
        Wrong{node_link(kTwoNodes, "", R"(,"resident":[5])"),
              "g: resident: must be a whole number, not an array"},
        Wrong{node_link(kTwoNodes, "", R"(,"alignment":0)"),
              "g: alignment: must be at least 1, but is 0"},
        Wrong{R"({"directed":true,"graph":{},"nodes":[{"id":0}],"adjacency":[[]]})",
              "g: not a graph: expected \"format\": \"moccasin-graph\", or \"nodes\" and "
              "\"links\" (this looks like networkx's adjacency_data)"},
        Wrong{R"({"data":[],"elements":{"nodes":[],"edges":[]}})",
              "g: not a graph: expected \"format\": \"moccasin-graph\", or \"nodes\" and "
              "\"links\" (this looks like networkx's cytoscape_data)"}));

}  // namespace
}  // namespace moccasin::io
