// SPDX-License-Identifier: Apache-2.0
// The dialects of node-link files, and their errors.
#include "io/node_link.h"

#include <algorithm>

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
              "g: nodes[0].duration: must be a whole number, not 1.5; multiply all durations "
              "by a power of ten (node 0)"},
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
              "g: nodes[0]: the keys 'out_cost' and 'outputs' exclude each other (node 0)"},
        Wrong{node_link(R"({"id":0,"duration":1,"outputs":"y"})"),
              "g: nodes[0].outputs: must be an array, not \"y\" (node 0)"},
        Wrong{node_link(R"({"id":0,"duration":1,"size":1,"max_copies":0})"),
              "g: nodes[0].max_copies: must be at least 1, but is 0 (node 0)"},
        Wrong{node_link(R"({"id":0,"duration":1,"size":1,"max_copies":null})"),
              "g: nodes[0].max_copies: must be a whole number, not null (node 0)"},
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

// What a moccasin-graph says means the same in a node-link file, wherever networkx puts it.
TEST(NodeLink, MeansWhatAMoccasinGraphMeans) {
  const GraphFile own = graph_of(R"({"format": "moccasin-graph", "version": 1, "name": "n",
    "producer": "p", "units": {"duration": "us", "size": "byte"}, "resident": 7, "alignment": 16,
    "nodes": [{"id": "a", "op": "split", "duration": 1, "outputs": [5, 6], "workspace": 3,
               "retain": [1]},
              {"id": "b", "duration": 2, "size": 8, "max_copies": 1, "retain": true},
              {"id": "c", "duration": 3, "outputs": []}],
    "edges": [["a", "b", 1], ["a", "c"], ["b", "c", 0]], "order": ["a", "b", "c"]})");
  const std::string attributes =
      R"("name": "n", "producer": "p", "units": {"duration": "us", "size": "byte"}, "resident": 7,
         "alignment": 16, "order": ["a", "b", "c"])";
  const std::string lists = R"("nodes":
     [{"id": "a", "op": "split", "duration": 1, "outputs": [5, 6], "workspace": 3, "retain": [1]},
      {"id": "b", "cost_cpu": 2, "cost_ram": 8, "max_copies": 1, "retain": true},
      {"id": "c", "duration": 3, "outputs": []}],
    "links": [{"source": "a", "target": "b", "output": 1}, {"source": "a", "target": "c"},
              {"source": "b", "target": "c", "output": 0}])";
  for (const std::string& text :
       {"{" + attributes + ", " + lists + "}", "{\"graph\": {" + attributes + "}, " + lists + "}",
        "{" + lists + ", \"graph\": {" + attributes + "}}"}) {
    const GraphFile file = graph_of(text);
    EXPECT_EQ(text_of(file), text_of(own));
    EXPECT_EQ(file.ignored.keys(), std::vector<IgnoredKey>());
  }
}

std::string quoted_id(const GraphFile& file, OpIndex op) {
  const std::string& name = file.graph.operation(op).name;
  return file.id_kinds[op.value()] == IdKind::integer ? name : "\"" + name + "\"";
}

// `file` as networkx would write it, the resident bytes at the top or in "graph".
std::string as_node_link(const GraphFile& file, bool at_top) {
  const model::Graph& graph = file.graph;
  std::string nodes, links, order;
  const auto comma = [](const std::string& list) { return list.empty() ? "" : ","; };
  for (const OpIndex op : graph.operations()) {
    const model::Operation& operation = graph.operation(op);
    std::string outputs, retain;
    for (std::size_t i = 0; i < graph.outputs(op).size(); ++i) {
      const model::Tensor& tensor = graph.tensor(graph.outputs(op)[i]);
      outputs += comma(outputs) + std::to_string(tensor.size);
      if (tensor.retain == model::Retain::yes) retain += comma(retain) + std::to_string(i);
    }
    nodes += comma(nodes) + ("{\"id\":" + quoted_id(file, op)) +
             ",\"duration\":" + std::to_string(operation.duration) + ",\"outputs\":[" + outputs +
             "],\"workspace\":" + std::to_string(operation.workspace) + ",\"retain\":[" + retain +
             "]";
    if (operation.max_copies > 0) {
      nodes += ",\"max_copies\":" + std::to_string(operation.max_copies);
    }
    nodes += "}";
    for (const auto tensor : graph.inputs(op)) {
      const OpIndex producer = graph.tensor(tensor).producer;
      const auto all = graph.outputs(producer);
      const auto place = std::find(all.begin(), all.end(), tensor) - all.begin();
      links += comma(links) + ("{\"source\":" + quoted_id(file, producer)) +
               ",\"target\":" + quoted_id(file, op) + ",\"output\":" + std::to_string(place) + "}";
    }
  }
  for (const OpIndex op : graph.base_order()) order += comma(order) + quoted_id(file, op);
  const std::string attributes =
      "\"resident\":" + std::to_string(graph.resident()) + ",\"order\":[" + order + "]";
  return "{" + (at_top ? attributes : "\"graph\":{" + attributes + "}") + ",\"nodes\":[" + nodes +
         "],\"links\":[" + links + "]}";
}

TEST(NodeLink, MeansWhatAMoccasinGraphMeansOnRandomGraphs) {
  for (std::uint64_t seed = 0; seed < 300; ++seed) {
    SCOPED_TRACE(seed);
    GraphFile file = random_graph_file(seed, 1 + seed % 12);
    file.kinds.assign(file.kinds.size(), "");
    const GraphFile read = graph_of(as_node_link(file, seed % 2 == 0));
    EXPECT_EQ(text_of(read), text_of(file));
    EXPECT_EQ(read.ignored.keys(), std::vector<IgnoredKey>());
  }
}

TEST(NodeLink, TakesTheListOfEdgesThatIsNotEmpty) {
  const std::string full = R"([{"source": 0, "target": 1}])";
  for (const auto& [links, edges] : {std::pair(full, std::string("[]")), {"[]", full}}) {
    const std::string nodes = R"({"nodes": [)" + std::string(kTwoNodes) + "], ";
    EXPECT_EQ(
        graph_of(nodes + "\"links\": " + links + ", \"edges\": " + edges + "}").graph.num_reads(),
        1u);
    EXPECT_EQ(
        graph_of(nodes + "\"edges\": " + edges + ", \"links\": " + links + "}").graph.num_reads(),
        1u);
  }
  EXPECT_EQ(graph_of(R"({"nodes": [)" + std::string(kTwoNodes) + R"(], "links": [], "edges": []})")
                .graph.num_reads(),
            0u);
}

TEST(NodeLink, TakesWhatIsSaidTwiceInTheSameWay) {
  const GraphFile file = graph_of(R"({"resident": 5, "graph": {"resident": 5.0, "name": null},
    "nodes": [{"id": 0, "duration": 3, "cost_cpu": 3, "out_cost": 4, "size": 4}], "links": []})");
  EXPECT_EQ(file.graph.resident(), 5);
  EXPECT_EQ(durations(file), std::vector<std::int64_t>{3});
  EXPECT_EQ(sizes(file), std::vector<std::int64_t>{4});
}

TEST(NodeLink, ListsWhatItIgnores) {
  const GraphFile file = graph_of(R"({"directed": true, "multigraph": true, "hyperedges": [[0, 1]],
    "graph": {"author": {"name": "x"}, "units": {"duration": "fortnight"}, "name": 3},
    "nodes": [{"id": 0, "duration": 1, "size": 2, "color": 1, "op": "x", "name": "y"},
              {"id": 1, "duration": 1, "size": 2, "op": 7, "max_copy": 1, "color": null}],
    "links": [{"source": 0, "target": 1, "key": 0, "weight": 3}]})");
  EXPECT_EQ(file.ignored.keys(), (std::vector<IgnoredKey>{{"", "hyperedges", 1, 0},
                                                          {"", "graph.author", 1, 0},
                                                          {"", "graph.units", 1, 0},
                                                          {"", "graph.name", 1, 0},
                                                          {"nodes", "color", 2, 0},
                                                          {"nodes", "name", 1, 0},
                                                          {"nodes", "max_copy", 1, 1},
                                                          {"nodes", "op", 1, 1},
                                                          {"links", "weight", 1, 0}}));
  EXPECT_EQ(file.kinds, (std::vector<std::string>{"x", ""}));
}

// What an option names is what the option says, and attributes beside it are listed.
TEST(NodeLink, TakesTheKeysThatAreNamed) {
  const GraphFile file = graph_of(
      R"({"nodes": [{"id": 0, "duration": 1, "us": 9, "size": 2, "workspace": 30}], "links": []})",
      {.duration_key = "us", .size_key = "workspace"});
  EXPECT_EQ(durations(file), std::vector<std::int64_t>{9});
  EXPECT_EQ(sizes(file), std::vector<std::int64_t>{30});
  EXPECT_EQ(file.graph.operation(OpIndex(0)).workspace, 0);
  EXPECT_EQ(file.ignored.keys(),
            (std::vector<IgnoredKey>{{"nodes", "duration", 1, 0}, {"nodes", "size", 1, 0}}));
}

TEST(NodeLink, RefusesKeysNamedForAnotherFormat) {
  const std::string own = R"({"format": "moccasin-graph", "version": 1,
                              "nodes": [{"id": 0, "duration": 1, "size": 1}], "edges": []})";
  EXPECT_EQ(graph_error(own, {.duration_key = "us"}),
            "g: --duration-key is for node-link graphs, and this is a moccasin-graph, whose nodes "
            "have a 'duration'; leave it out");
  EXPECT_EQ(graph_error(own, {.size_key = "bytes"}),
            "g: --size-key is for node-link graphs, and this is a moccasin-graph, whose nodes have "
            "a 'size'; leave it out");
  EXPECT_EQ(std::get<Error>(parse_graph(own, "g", {.size_key = "bytes"})).kind, ErrorKind::option);
  EXPECT_EQ(graph_of(own, {.duration_key = "duration", .size_key = "size"}).graph.num_tensors(),
            1u);
}

// Nothing that a file names makes a message long or reaches a terminal as it is.
TEST(NodeLink, ShortensAndEscapesNames) {
  const std::string name = "a\\u001b\\u202e" + std::string(100'000, 'x');
  const std::string shown = "a\\x1b\\u202e" + std::string(66, 'x') + "...";
  EXPECT_EQ(graph_error(node_link("{\"id\":\"" + name + "\",\"size\":1}")),
            "g: nodes[0]: no duration under the key 'cost_cpu', 'duration' (node '" + shown + "')");
  EXPECT_EQ(graph_error(node_link(kTwoNodes, "{\"source\":0,\"target\":\"" + name + "\"}")),
            "g: links[0].target: unknown node '" + shown + "'");
  EXPECT_EQ(graph_error(node_link("{\"" + name + "\":1,\"" + name + "\":1}")),
            "g: nodes[0]: the key '" + shown + "' stands there twice");
  EXPECT_EQ(graph_error("{\"format\":\"moccasin-graph\",\"version\":1,\"" + name + "\":1}"),
            "g: unknown key '" + shown + "'");
  const std::string node = "{\"id\":\"" + name + "\",\"duration\":1,\"size\":1}";
  const std::string link = "{\"source\":\"" + name + "\",\"target\":\"" + name + "\"}";
  EXPECT_EQ(graph_error(node_link(node, link)),
            "g: the graph has a cycle: '" + shown + "' -> '" + shown + "'");
  EXPECT_EQ(graph_error(node_link(R"({"id":0,"size":1})"), {.duration_key = "\x1b\xff"}),
            "g: nodes[0]: no duration under the key '\\x1b\\xff' (node 0)");
}

TEST(NodeLink, NamesTheKeyThatWasAskedFor) {
  EXPECT_EQ(graph_error(kNetworkx, {.duration_key = "us", .size_key = "mem"}),
            "g: nodes[0]: no duration under the key 'us' (node 'a')");
  EXPECT_EQ(graph_error(kNetworkx, {.duration_key = "ms", .size_key = "out"}),
            "g: nodes[0].out: must be a whole number, not an object (node 'a')");
}

}  // namespace
}  // namespace moccasin::io
