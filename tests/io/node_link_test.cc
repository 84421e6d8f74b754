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

// What Python's json writes of attributes that are None.
TEST(NodeLink, TakesNullForWhatIsNotGiven) {
  for (const auto& [links, edges] : {std::pair("links", "edges"), {"edges", "links"}}) {
    const GraphFile file = graph_of(
        std::string(R"({"resident": null, "alignment": null, "order": null, "name": null,
      "graph": {"order": null, "resident": 5}, "multigraph": null,
      "nodes": [{"id": 0, "duration": 1, "cost_cpu": null, "size": 2, "outputs": null,
                 "workspace": null, "max_copies": null, "retain": null, "op": null},
                {"id": 1, "duration": 1, "size": null, "outputs": [2, 3]}], ")") +
        edges + R"(": null, ")" + links + R"(": [{"source": 0, "target": 1, "output": null}]})");
    EXPECT_EQ(file.graph.num_reads(), 1u);
    EXPECT_EQ(file.graph.resident(), 5);
    EXPECT_EQ(durations(file), (std::vector<std::int64_t>{1, 1}));
    EXPECT_EQ(sizes(file), (std::vector<std::int64_t>{2, 2, 3}));
    EXPECT_EQ(file.graph.operation(OpIndex(0)).max_copies, 0);
    std::vector<std::string> ignored;
    for (const IgnoredKey& key : file.ignored.keys()) ignored.push_back(key.list + "." + key.key);
    EXPECT_EQ(ignored, (std::vector<std::string>{
                           ".resident", ".alignment", ".order", ".name", ".graph.order",
                           "nodes.cost_cpu", "nodes.outputs", "nodes.workspace", "nodes.max_copies",
                           "nodes.retain", "nodes.op", "nodes.size", std::string(".") + edges,
                           std::string(links) + ".output"}));
  }
}

TEST(NodeLink, TakesWhatIsSaidTwiceInTheSameWay) {
  const GraphFile file = graph_of(R"({"resident": 5, "graph": {"resident": 5.0, "name": null},
    "nodes": [{"id": 0, "duration": 3, "cost_cpu": 3, "out_cost": 4, "size": 4}], "links": []})");
  EXPECT_EQ(file.graph.resident(), 5);
  EXPECT_EQ(durations(file), std::vector<std::int64_t>{3});
  EXPECT_EQ(sizes(file), std::vector<std::int64_t>{4});
}

// "multigraph" and the "key" of a link, which networkx writes of parallel links, are not listed.
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
