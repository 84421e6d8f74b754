// SPDX-License-Identifier: Apache-2.0
#include "io/text_place.h"

#include <algorithm>

#include "tests/io/support.h"

namespace moccasin::io {
namespace {

constexpr std::string_view kText = R"({"nodes": [
  {"id": "é", "size": -1, "outputs": [1, {"x": "]}\"["}, 3]},
  {"id": "b\\", "graph": {"order": [0, [], 2.5e1]}, "a.b": {"c": null}}
 ], "links": [], "version" : 7})";

std::optional<TextPlace> place(std::string_view name, std::string_view text = kText) {
  return find_place(text, name);
}

TEST(TextPlace, CountsLinesAndCharacters) {
  EXPECT_EQ(place_at("", 0), (TextPlace{1, 1}));
  EXPECT_EQ(place_at("ab\ncd", 2), (TextPlace{1, 3}));
  EXPECT_EQ(place_at("ab\ncd", 4), (TextPlace{2, 2}));
  EXPECT_EQ(place_at("ab\ncd", 99), (TextPlace{2, 3}));
  EXPECT_EQ(place_at("é€x", 5), (TextPlace{1, 3}));
  EXPECT_EQ(place_at("\xef\xbb\xbfx\n", 3), (TextPlace{1, 1}));
}

TEST(TextPlace, FindsValuesByTheirNames) {
  EXPECT_EQ(place("nodes"), (TextPlace{1, 11}));
  EXPECT_EQ(place("nodes[0]"), (TextPlace{2, 3}));
  EXPECT_EQ(place("nodes[0].size"), (TextPlace{2, 23}));
  EXPECT_EQ(place("nodes[0].outputs[2]"), (TextPlace{2, 58}));
  EXPECT_EQ(place("nodes[1].graph.order[2]"), (TextPlace{3, 44}));
  EXPECT_EQ(place("nodes[1].\"a.b\".c"), (TextPlace{3, 66}));
  EXPECT_EQ(place("links"), (TextPlace{4, 14}));
  EXPECT_EQ(place("version"), (TextPlace{4, 30}));
  EXPECT_EQ(place("version", "\xef\xbb\xbf {\"version\":1}"), (TextPlace{1, 13}));
}

TEST(TextPlace, FindsWhatIsAroundAValueThatIsNotThere) {
  EXPECT_EQ(place("nodes[1].size"), (TextPlace{3, 3}));
  EXPECT_EQ(place("nodes[2]"), (TextPlace{1, 11}));
  EXPECT_EQ(place("links[0]"), (TextPlace{4, 14}));
  EXPECT_EQ(place("version.x"), (TextPlace{4, 30}));
  EXPECT_EQ(place("nodes[x]"), (TextPlace{1, 11}));
}

TEST(TextPlace, FindsNothingWhereThereIsNothing) {
  for (const char* const name : {"", "edges", "[0]", "\"", "."}) {
    EXPECT_EQ(place(name), std::nullopt) << name;
  }
  EXPECT_EQ(place("nodes", ""), std::nullopt);
  EXPECT_EQ(place("nodes", "[]"), std::nullopt);
}

TEST(TextPlace, NeedsNoJsonBehindTheValue) {
  EXPECT_EQ(place("nodes[0].size", kText.substr(0, kText.find("-1"))), (TextPlace{2, 23}));
  EXPECT_EQ(place("b", R"({"a": 1, "b": }}}]]"\)"), (TextPlace{1, 15}));
}

// However a text is cut or spoilt there is an end.
TEST(TextPlace, EndsOnEveryText) {
  for (std::size_t size = 0; size <= kText.size(); ++size) {
    std::string text(kText.substr(0, size));
    (void)place("nodes[1].graph.order[2]", text);
    for (const char c : {'\0', '"', '\\', '[', '}', ','}) {
      if (!text.empty()) text.back() = c;
      (void)place("version", text);
    }
  }
}

// The writer puts each node and each edge on a line of its own.
TEST(TextPlace, AgreesWithTheLinesOfTheWriter) {
  for (std::uint64_t seed = 0; seed < 100; ++seed) {
    SCOPED_TRACE(seed);
    const GraphFile file = random_graph_file(seed, 1 + seed % 12);
    const std::string text = text_of(file);
    const std::string_view before = std::string_view(text).substr(0, text.find("\"nodes\":["));
    std::size_t line = 2 + static_cast<std::size_t>(std::count(before.begin(), before.end(), '\n'));
    for (std::size_t i = 0; i < file.graph.num_operations(); ++i, ++line) {
      EXPECT_EQ(place("nodes[" + std::to_string(i) + "]", text), (TextPlace{line, 1}));
    }
    ++line;
    for (std::size_t i = 0; i < file.graph.num_reads(); ++i, ++line) {
      EXPECT_EQ(place("edges[" + std::to_string(i) + "][0]", text), (TextPlace{line, 2}));
    }
  }
}

}  // namespace
}  // namespace moccasin::io
