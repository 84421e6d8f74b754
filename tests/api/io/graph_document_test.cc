// SPDX-License-Identifier: Apache-2.0
#include <utility>

#include "tests/api/io/support.h"

namespace moccasin {
namespace {

// b reads both outputs of a.
Graph two_outputs(const std::string& a, const std::string& b) {
  Graph graph;
  graph.add_op({a, 5, 3, 1});
  graph.add_op({b, 6});
  const TensorId x = graph.add_output(0, {7});
  const TensorId z = graph.add_output(1, {9, true});
  const TensorId y = graph.add_output(0, {8, true});
  EXPECT_EQ(z, 1u);
  graph.add_use(1, x);
  graph.add_use(1, y);
  graph.set_resident(100);
  return graph;
}

std::string written(const std::string& nodes, const std::string& edges, const std::string& order,
                    const std::string& head = "") {
  return "{\"format\":\"moccasin-graph\",\n\"version\":1,\n" + head +
         "\"resident\":100,\n\"nodes\":[\n" + nodes + "],\n\"edges\":[\n" + edges +
         "],\n\"order\":" + order + "}\n";
}

const std::string kNumbered = written(
    R"({"id":0,"op":"x","duration":5,"outputs":[7,8],"workspace":3,"max_copies":1,"retain":[1]},
{"id":1,"op":"x","duration":6,"size":9,"retain":true})",
    "[0,1],\n[0,1,1]", "[0,1]");

TEST(GraphDocument, OfAGraphMadeInMemoryIsWrittenByItsNames) {
  const auto graph =
      value_of(GraphDocument::of(two_outputs("a", "b \"1\""), {"net", "me", "ns", "byte"}));
  EXPECT_EQ(
      text_of(graph),
      written(
          R"({"id":"a","duration":5,"outputs":[7,8],"workspace":3,"max_copies":1,"retain":[1]},
{"id":"b \"1\"","duration":6,"size":9,"retain":true})",
          R"(["a","b \"1\""],
["a","b \"1\"",1])",
          R"(["a","b \"1\""])",
          "\"name\":\"net\",\n\"producer\":\"me\",\n\"units\":{\"duration\":\"ns\",\"size\":"
          "\"byte\"},\n"));
}

TEST(GraphDocument, NumbersOperationsWithoutANameOfTheirOwn) {
  EXPECT_EQ(text_of(value_of(GraphDocument::of(two_outputs("x", "x")))), kNumbered);
  for (const auto& [a, b] : {std::pair("a", ""), std::pair("a", "\xff")}) {
    const auto graph = value_of(GraphDocument::of(two_outputs(a, b)));
    EXPECT_EQ(graph.id(1), "1") << b;
  }
}

TEST(GraphDocument, NumbersOperationsWhereThatIsAskedFor) {
  const auto graph = GraphDocument::of(two_outputs("a", "b"), {}, NodeIds::numbers);
  EXPECT_EQ(
      text_of(value_of(graph)),
      written(
          R"({"id":0,"op":"a","duration":5,"outputs":[7,8],"workspace":3,"max_copies":1,"retain":[1]},
{"id":1,"op":"b","duration":6,"size":9,"retain":true})",
          "[0,1],\n[0,1,1]", "[0,1]"));
}

TEST(GraphDocument, OfAnInvalidGraphIsItsFirstIssue) {
  Graph graph;
  EXPECT_EQ(told(GraphDocument::of(graph)),
            Told(FileErrorKind::content, "graph: the graph has no operations", 0, 0));
  graph.add_node({"a", -1}, -2);
  EXPECT_EQ(told(GraphDocument::of(graph)),
            Told(FileErrorKind::content, "graph: 'a' has a negative duration", 0, 0));
}

TEST(GraphDocument, WhatIsWrittenReadsAsTheSame) {
  for (const char* const name : {"tiny", "vgg16_b64_train"}) {
    SCOPED_TRACE(name);
    const std::string path = data_path(std::string(name) + ".json");
    const auto graph = value_of(read_graph(Source::file(path)));
    const std::string text = text_of(graph);
    const auto again = document_of(text);
    EXPECT_EQ(again.fingerprint(), graph.fingerprint());
    EXPECT_EQ(text_of(again), text);
    EXPECT_EQ(graph.facts().name, name);
  }
  const std::string tiny = data_path("tiny.json");
  EXPECT_EQ(text_of(value_of(read_graph(Source::file(tiny)))), bytes_of(tiny));
}

TEST(GraphDocument, TellsWhatItsFileSays) {
  const auto graph = value_of(read_graph(Source::file(data_path("tiny.json"))));
  const GraphFacts facts = graph.facts();
  EXPECT_EQ(facts.name, "tiny");
  EXPECT_EQ(facts.producer, "by hand");
  EXPECT_EQ(facts.duration_unit, "us");
  EXPECT_EQ(facts.size_unit, "byte");
  EXPECT_EQ(graph.fingerprint(), "78ded6d72af9b57f");
  EXPECT_EQ(graph.id(2), "norm");
  EXPECT_EQ(graph.buffer_name(1), "conv");
  EXPECT_EQ(graph.buffer_name(3), "norm:1");
  EXPECT_EQ(graph.buffer_name(3, 2), "norm:1#2");
}

TEST(GraphDocument, TellsWhatIsIgnored) {
  const auto graph = document_of(
      R"({"graph": {"author": "x"}, "nodes": [{"id": 0, "duration": 1, "size": 1},
          {"id": 1, "duration": 1, "size": 1, "color": 1},
          {"id": 2, "duration": 1, "size": 1, "color": 2}], "links": []})");
  const std::vector<IgnoredKey> keys = graph.ignored_keys();
  ASSERT_EQ(keys.size(), 2u);
  const auto fields = [](const IgnoredKey& key) {
    return std::tuple(key.list, key.key, key.count, key.first);
  };
  EXPECT_EQ(fields(keys[0]), std::tuple("", "graph.author", 1u, 0u));
  EXPECT_EQ(fields(keys[1]), std::tuple("nodes", "color", 2u, 1u));
}

TEST(GraphDocument, ItsGraphOutlivesItAndIsTheSame) {
  Graph graph;
  {
    const auto document = document_of(kSmall);
    GraphDocument copy = document;
    copy = value_of(GraphDocument::of(two_outputs("a", "b")));
    EXPECT_EQ(copy.id(1), "b");
    graph = document.graph();
  }
  const Result result = solve(graph, 7);
  EXPECT_EQ(result.status, Status::optimal);
  EXPECT_EQ(result.schedule, (std::vector<OpId>{0, 1, 2}));
  graph.add_node({"d", 1}, 1);  // it may be changed like any other
  EXPECT_EQ(graph.num_ops(), 4u);
}

}  // namespace
}  // namespace moccasin
