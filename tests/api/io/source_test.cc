// SPDX-License-Identifier: Apache-2.0
#include <array>
#include <filesystem>
#include <sstream>
#include <stdexcept>
#include <streambuf>

#include "tests/api/io/support.h"
#include "tests/support/own_folder.h"

namespace moccasin {
namespace {

class SourceTest : public test::OwnFolder {
 protected:
  std::string file_of(const std::string& text) {
    const std::string path = folder_ / "g.json";
    std::ofstream(path, std::ios::binary) << text;
    return path;
  }
};

struct Dialect {
  const char* name;
  std::string text;
  std::string written;  // as moccasin-graph
};

std::string written(const std::string& nodes, const std::string& edges) {
  return "{\"format\":\"moccasin-graph\",\n\"version\":1,\n\"nodes\":[\n" + nodes +
         "],\n\"edges\":[\n" + edges + "],\n\"order\":[0,1]}\n";
}

const std::array<Dialect, 5>& dialects() {
  static const std::string plain = written(
      "{\"id\":0,\"duration\":5,\"size\":7},\n{\"id\":1,\"duration\":6,\"size\":8}", "[0,1]");
  static const std::array<Dialect, 5> all = {{
      {"moccasin-graph", plain, plain},
      {"networkx",
       R"({"directed": true, "graph": {}, "nodes": [{"id": 0, "duration": 5, "size": 7},
           {"id": 1, "duration": 6, "size": 8}], "links": [{"source": 0, "target": 1}]})",
       plain},
      {"networkx with edges",
       R"({"nodes": [{"id": 0, "duration": 5, "size": 7}, {"id": 1, "duration": 6, "size": 8}],
           "edges": [{"source": 0, "target": 1}]})",
       plain},
      {"random layered",
       R"({"nodes": [{"name": 0, "duration": 5, "out_cost": 7},
           {"name": 1, "duration": 6, "out_cost": 8}], "links": [{"0": 0, "1": 1}]})",
       plain},
      {"Checkmate",
       R"({"nodes": [{"id": 0, "name": "x", "cost_cpu": 5, "cost_ram": 7, "backward": false},
           {"id": 1, "name": "y", "cost_cpu": 6, "cost_ram": 8, "backward": true}],
           "links": [{"source": 0, "target": 1}]})",
       written("{\"id\":0,\"op\":\"x\",\"duration\":5,\"size\":7},\n"
               "{\"id\":1,\"op\":\"y\",\"duration\":6,\"size\":8}",
               "[0,1]")},
  }};
  return all;
}

TEST_F(SourceTest, EveryDialectIsReadFromATextAFileAndAStream) {
  for (const Dialect& dialect : dialects()) {
    SCOPED_TRACE(dialect.name);
    std::istringstream stream("skipped" + dialect.text);
    stream.ignore(7);
    for (const Source& source : {Source::text(dialect.text), Source::file(file_of(dialect.text)),
                                 Source::stream(stream)}) {
      EXPECT_EQ(text_of(value_of(read_graph(source))), dialect.written);
    }
  }
}

TEST_F(SourceTest, ATableOfNodesTakesTheTableOfEdgesBesideIt) {
  const std::string text = "id,duration,size\n0,5,7\n1,6,8\n";
  const std::string nodes = folder_ / "nodes.csv";
  const std::string edges = folder_ / "edges.csv";
  std::ofstream(nodes) << text;
  EXPECT_EQ(
      told(read_graph(Source::file(nodes))),
      Told(FileErrorKind::cannot_read, edges + ": cannot read: No such file or directory", 0, 0));
  std::ofstream(edges) << "source,target\n0,1\n";
  EXPECT_EQ(text_of(value_of(read_graph(Source::file(nodes)))), dialects()[0].written);
  EXPECT_EQ(told(read_graph(Source::text(text, "g"))),
            Told(FileErrorKind::content,
                 "g: a table of nodes, without that of the edges: give the name of its file, "
                 "beside which the other lies (net-nodes.csv, net-edges.csv)",
                 0, 0));
}

TEST_F(SourceTest, AFileThatCannotBeReadSaysWhy) {
  const std::string folder = folder_.string();
  EXPECT_EQ(told(read_graph(Source::file(folder + "/none.json"))),
            Told(FileErrorKind::cannot_read,
                 folder + "/none.json: cannot read: No such file or directory", 0, 0));
  EXPECT_EQ(told(read_graph(Source::file(folder))),
            Told(FileErrorKind::cannot_read, folder + ": cannot read: it is a folder", 0, 0));
}

TEST_F(SourceTest, ADashIsAFileOfThatName) {
  std::filesystem::current_path(folder_);
  EXPECT_EQ(told(read_graph(Source::file("-"))),
            Told(FileErrorKind::cannot_read, "-: cannot read: No such file or directory", 0, 0));
  std::ofstream("-") << kSmall;
  EXPECT_EQ(text_of(value_of(read_graph(Source::file("-")))), kSmall);
}

TEST_F(SourceTest, EveryKindOfErrorHasItsPlaceAndItsWords) {
  using Kind = FileErrorKind;
  const auto error_of = [](std::string_view text, const GraphKeys& keys = {}) {
    return told(read_graph(Source::text(text, "g"), keys));
  };
  EXPECT_EQ(error_of(""), Told(Kind::syntax, "g: is empty", 0, 0));
  EXPECT_EQ(error_of("{\"nodes\":\n [}"),
            Told(Kind::syntax, "g:2:3: unexpected '}'; expected '[', '{', or a literal", 2, 3));
  EXPECT_EQ(error_of("{\"caf\xc3\xa9\": 1,}"),
            Told(Kind::syntax, "g:1:12: unexpected '}'; expected string literal", 1, 12));
  EXPECT_EQ(error_of("[]"), Told(Kind::content, "g: must hold an object, not an array", 0, 0));
  EXPECT_EQ(
      error_of(R"({"format":"moccasin-graph","version":1,"edges":[],
                         "nodes":[{"id":0,"duration":-3,"size":1}]})"),
      Told(Kind::content, "g: nodes[0].duration: must not be negative, but is -3 (node 0)", 2, 54));
  EXPECT_EQ(error_of(R"({"nodes":[{"id":0,"duration":1,"size":1},{"id":0}],"links":[]})"),
            Told(Kind::content,
                 "g: nodes[1]: no duration under the key 'cost_cpu', 'duration' (node 0)", 1, 42));
  EXPECT_EQ(error_of(R"({"nodes":[{"id":0,"duration":1,"size":1}],
                         "links":[{"source":0,"target":7}]})"),
            Told(Kind::content, "g: links[0].target: unknown node 7", 2, 56));
  EXPECT_EQ(error_of(R"({"nodes":[{"id":0,"duration":1,"size":1,"id":1}],"links":[]})"),
            Told(Kind::content, "g: nodes[0]: the key 'id' stands there twice", 1, 11));
  EXPECT_EQ(error_of(R"({"nodes":[{"id":0,"duration":1,"size":1}],
                         "links":[{"source":0,"target":0}]})"),
            Told(Kind::content, "g: the graph has a cycle: '0' -> '0'", 0, 0));
  EXPECT_EQ(error_of(kSmall, {"cost", ""}),
            Told(Kind::option,
                 "g: a duration key is for node-link graphs, and this is a moccasin-graph, whose "
                 "nodes have a 'duration'; leave it out",
                 0, 0));
}

TEST_F(SourceTest, KeysSayWhatDurationAndSizeAreCalled) {
  const auto graph = read_graph(
      Source::text(R"({"nodes":[{"id":0,"us":5,"mb":7,"duration":1,"size":1}],"links":[]})"),
      {"us", "mb"});
  const Facts facts = describe(value_of(graph).graph());
  EXPECT_EQ(facts.base_duration, 5);
  EXPECT_EQ(facts.base_peak, 7);
}

TEST_F(SourceTest, WhatAStreamDidBeforeIsAnError) {
  const Told before(FileErrorKind::cannot_read, "g: cannot read: the stream has failed before", 0,
                    0);
  std::istringstream failed(kSmall);
  failed.setstate(std::ios::failbit);
  EXPECT_EQ(told(read_graph(Source::stream(failed, "g"))), before);
  std::istream none(nullptr);
  EXPECT_EQ(told(read_graph(Source::stream(none, "g"))), before);
}

TEST_F(SourceTest, AStreamThatThrowsAtItsEndIsReadToIt) {
  std::istringstream in(kSmall);
  in.exceptions(std::ios::eofbit | std::ios::failbit | std::ios::badbit);
  EXPECT_EQ(text_of(value_of(read_graph(Source::stream(in)))), kSmall);
  EXPECT_TRUE(in.good());
}

class ThrowingBuffer final : public std::streambuf {
 public:
  explicit ThrowingBuffer(bool out_of_memory) : out_of_memory_(out_of_memory) {}

 protected:
  int_type underflow() override {
    if (out_of_memory_) throw std::bad_alloc();
    throw std::runtime_error("the network is gone");
  }

 private:
  bool out_of_memory_;
};

TEST_F(SourceTest, WhatABufferThrowsIsAnErrorUnlessMemoryIsOut) {
  ThrowingBuffer gone(false), full(true);
  std::istream in(&gone), starved(&full);
  EXPECT_EQ(told(read_graph(Source::stream(in, "g"))),
            Told(FileErrorKind::cannot_read, "g: cannot read: an input error", 0, 0));
  EXPECT_THROW((void)read_graph(Source::stream(starved, "g")), std::bad_alloc);
}

TEST_F(SourceTest, NamesInMessagesFitForATerminal) {
  const std::string name = "\x1b[2J";
  EXPECT_EQ(told(read_graph(Source::text("", name))),
            Told(FileErrorKind::syntax, "\\x1b[2J: is empty", 0, 0));
}

}  // namespace
}  // namespace moccasin
