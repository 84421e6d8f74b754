// SPDX-License-Identifier: Apache-2.0
// Files as files: those that cannot be read, round trips, and damage of every kind.
#include "io/graph_reader.h"

#include <filesystem>
#include <fstream>
#include <iostream>

#include "model/fingerprint.h"
#include "tests/io/support.h"

namespace moccasin::io {
namespace {

namespace fs = std::filesystem;

void expect_same(const GraphFile& a, const GraphFile& b) {
  EXPECT_EQ(model::fingerprint(a.graph), model::fingerprint(b.graph));
  EXPECT_EQ(a.name, b.name);
  EXPECT_EQ(a.producer, b.producer);
  EXPECT_EQ(a.duration_unit, b.duration_unit);
  EXPECT_EQ(a.size_unit, b.size_unit);
  EXPECT_EQ(a.id_kinds, b.id_kinds);
  EXPECT_EQ(a.kinds, b.kinds);
}

TEST(ReadGraphFile, SaysWhyAFileCannotBeRead) {
  const std::string folder = testing::TempDir();
  const auto missing = read_graph_file(folder + "/no such graph.json");
  EXPECT_EQ(message_of(missing),
            folder + "/no such graph.json: cannot read: No such file or directory");
  EXPECT_EQ(std::get<Error>(missing).kind, ErrorKind::unreadable);
  EXPECT_EQ(message_of(read_graph_file(folder)), folder + ": cannot read: it is a folder");
  EXPECT_EQ(message_of(read_graph_file("/dev/null")), "/dev/null: is empty");
}

TEST(ReadGraphFile, NamesTheFileInEveryMessage) {
  const std::string path = testing::TempDir() + "/broken.json";
  std::ofstream(path) << "{\"nodes\":\n [}";
  EXPECT_EQ(message_of(read_graph_file(path)),
            path + ":2:3: unexpected '}'; expected '[', '{', or a literal");
  std::ofstream(path) << R"({"format":"moccasin-graph","version":3})";
  EXPECT_EQ(message_of(read_graph_file(path)),
            path + ": version: version 3 is not supported; moccasin reads 1");
}

TEST(ReadGraphFile, ReadsStandardInputToItsEnd) {
  std::ifstream tiny(data_path("tiny.json"));
  std::istringstream nothing;
  std::streambuf* const before = std::cin.rdbuf(tiny.rdbuf());
  EXPECT_EQ(value_of(read_graph_file("-")).name, "tiny");
  std::cin.clear();
  std::cin.rdbuf(nothing.rdbuf());
  EXPECT_EQ(message_of(read_graph_file("-")), "standard input: is empty");
  std::cin.clear();
  std::cin.rdbuf(before);
}

TEST(ReadGraphFile, ReadsTheGraphsOfTheTree) {
  std::size_t graphs = 0;
  for (const auto& entry : fs::directory_iterator(data_path(""))) {
    const std::string path = entry.path().string();
    if (!path.ends_with(".json") || path.ends_with(".schema.json")) continue;
    SCOPED_TRACE(path);
    const GraphFile file = value_of(read_graph_file(path));
    EXPECT_EQ(file.name, entry.path().stem().string());
    expect_same(file, graph_of(text_of(file)));
    ++graphs;
  }
  EXPECT_EQ(graphs, 7u);
}

TEST(WriteGraph, GivesTheTinyGraphBackByteForByte) {
  std::ifstream in(data_path("tiny.json"));
  const std::string text{std::istreambuf_iterator<char>(in), {}};
  EXPECT_EQ(text_of(graph_of(text)), text);
}

TEST(WriteGraph, RoundTripsRandomGraphs) {
  for (std::uint64_t seed = 0; seed < 500; ++seed) {
    SCOPED_TRACE(seed);
    const GraphFile file = random_graph_file(seed, 1 + seed % 20);
    const std::string text = text_of(file);
    const GraphFile again = graph_of(text);
    expect_same(file, again);
    EXPECT_EQ(text, text_of(again));
  }
}

TEST(WriteGraph, TakesTextIdsWhereKindsAreSilent) {
  GraphFile file = random_graph_file(3, 4);
  file.id_kinds.clear();
  file.kinds.clear();
  EXPECT_EQ(graph_of(text_of(file)).id_kinds, std::vector(4, IdKind::text));
}

// A file that ends early is never taken for a graph, and never crashes the reader.
void expect_errors_when_cut(const std::string& text) {
  for (std::size_t size = 0; size < text.size(); ++size) {
    const auto result = parse_graph(std::string_view(text).substr(0, size), "g");
    const Error* error = std::get_if<Error>(&result);
    ASSERT_NE(error, nullptr) << "cut at " << size;
    EXPECT_EQ(error->kind, ErrorKind::syntax) << "cut at " << size << ": " << error->message;
  }
}

TEST(Damage, CutFilesAreErrors) {
  std::string text = text_of(graph_of(R"({"format":"moccasin-graph","version":1,
    "name":"caf\u00e9","units":{"size":"byte"},"nodes":[{"id":"a","duration":12,"outputs":[1,2],
    "retain":true},{"id":-3,"duration":1e2,"size":4}],"edges":[["a",-3,1]]})"));
  text.pop_back();  // the newline at the end may be missing
  expect_errors_when_cut(text);
  expect_errors_when_cut(R"({"directed": true, "graph": {"order": [0, 1], "pos": {"0": [1, 2]}},
    "nodes": [{"name": 0, "duration": 1, "out_cost": 2}, {"name": 1, "duration": 3, "out_cost": 4}],
    "links": [{"0": 0, "1": 1}]})");
}

// Bytes changed at random: a graph or an error of one line, nothing else.
TEST(Damage, RandomBytesNeverCrash) {
  constexpr std::string_view kBytes = "{}[]\",:0123456789-+.eE truefalsn\\u\n\0\xff\xc3\x80";
  const std::string whole = text_of(random_graph_file(7, 6));
  base::Random random(11);
  std::size_t errors = 0;
  for (int i = 0; i < 20'000; ++i) {
    std::string text = whole;
    for (auto k = 1 + random.below(4); k > 0; --k) {
      const std::size_t at = random.below(text.size());
      const char byte = kBytes[random.below(kBytes.size())];
      if (random.chance(0.5))
        text[at] = byte;
      else if (random.chance(0.5))
        text.insert(at, 1, byte);
      else
        text.erase(at, 1 + random.below(20));
    }
    const auto result = parse_graph(text, "g");
    const Error* error = std::get_if<Error>(&result);
    if (error == nullptr) continue;
    ++errors;
    EXPECT_TRUE(error->message.starts_with("g:")) << error->message;
    EXPECT_EQ(error->message.find('\n'), std::string::npos) << error->message;
  }
  EXPECT_GT(errors, 10'000u);
}

TEST(Damage, NoiseNeverCrashes) {
  base::Random random(5);
  for (int i = 0; i < 2'000; ++i) {
    std::string text = random.chance(0.5) ? "{" : "";
    for (auto k = random.below(40); k > 0; --k) text += static_cast<char>(random.below(256));
    EXPECT_TRUE(graph_error(text).starts_with("g:")) << graph_error(text);
  }
}

// Time and memory are linear: 100 000 nodes take a fraction of a second when optimised. The limit
// is wide, for slow machines and checking builds; a quadratic reader takes minutes.
TEST(ReadGraphFile, TakesLargeGraphs) {
  const GraphFile file = random_graph_file(1, 100'000);
  expect_same(file, graph_of(text_of(file)));
}

}  // namespace
}  // namespace moccasin::io
