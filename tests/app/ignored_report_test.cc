// SPDX-License-Identifier: Apache-2.0
#include "app/ignored_report.h"

#include <gtest/gtest.h>

namespace moccasin::app {
namespace {

using Lines = std::vector<std::string>;

TEST(IgnoredReportTest, SaysWhatHowOftenAndWhere) {
  io::IgnoredKeys ignored;
  EXPECT_EQ(ignored_lines(ignored), Lines());
  EXPECT_EQ(ignored_json(ignored), "[]");
  ignored.add("graph.author");
  ignored.add("links", 4, "weight");
  for (std::size_t i = 7; i < 2007; ++i) ignored.add("nodes", i, "co\nlor");
  EXPECT_EQ(ignored_lines(ignored), (Lines{"graph.author", "links[].weight, once, in links[4]",
                                           "nodes[].co\\x0alor, 2 000 times, first in nodes[7]"}));
  EXPECT_EQ(ignored_json(ignored),
            "[{\"key\": \"graph.author\", \"count\": 1}, "
            "{\"key\": \"links[].weight\", \"count\": 1, \"first\": \"links[4]\"}, "
            "{\"key\": \"nodes[].co\\nlor\", \"count\": 2000, \"first\": \"nodes[7]\"}]");
}

TEST(IgnoredReportTest, IsBounded) {
  io::IgnoredKeys ignored;
  for (std::size_t i = 0; i < 100; ++i) {
    ignored.add("nodes", i, "k" + std::to_string(i) + std::string(10'000, 'x'));
  }
  const Lines lines = ignored_lines(ignored);
  EXPECT_EQ(lines.size(), io::IgnoredKeys::kMost + 1);
  for (const std::string& line : lines) EXPECT_LT(line.size(), 120u);
  EXPECT_EQ(lines.back(), "and others, 68 times");
  EXPECT_TRUE(ignored_json(ignored).ends_with(", {\"count\": 68}]"));
}

Lines misses(std::string_view list, std::string_view key) {
  io::IgnoredKeys ignored;
  ignored.add(list, 0, key);
  return near_misses(ignored);
}

TEST(IgnoredReportTest, NamesWhatIsMisspelt) {
  EXPECT_EQ(misses("nodes", "workspce"),
            Lines{"nodes[].workspce is ignored; did you mean nodes[].workspace?"});
  for (const char* const key : {"max_copy", "maxCopies", "max-copies", "MaxCopies", "max_cpoies"}) {
    EXPECT_EQ(misses("nodes", key), Lines{"nodes[]." + std::string(key) +
                                          " is ignored; did you mean nodes[].max_copies?"});
  }
  EXPECT_EQ(misses("nodes", "output").size(), 1u);
  EXPECT_EQ(misses("links", "outputs"),
            Lines{"links[].outputs is ignored; did you mean links[].output?"});
  EXPECT_EQ(misses("edges", "Output").size(), 1u);
  EXPECT_EQ(misses("", "graph.residents"),
            Lines{"graph.residents is ignored; did you mean resident?"});
  EXPECT_EQ(misses("", "allignment").size(), 1u);
  // In the wrong place.
  EXPECT_EQ(misses("", "graph.max_copies"),
            Lines{"graph.max_copies is ignored; did you mean nodes[].max_copies?"});
  EXPECT_EQ(misses("nodes", "resident"),
            Lines{"nodes[].resident is ignored; did you mean resident?"});
}

TEST(IgnoredReportTest, NamesWhatIsMisspeltBehindManyOthers) {
  io::IgnoredKeys ignored;
  for (int i = 0; i < 100; ++i) ignored.add("graph.key" + std::to_string(i));
  ignored.add("nodes", 0, "max_copy");
  EXPECT_EQ(near_misses(ignored),
            Lines{"nodes[].max_copy is ignored; did you mean nodes[].max_copies?"});
}

TEST(IgnoredReportTest, LeavesOtherWordsAlone) {
  for (const char* const key : {"color",     "label",    "name",       "weight", "inputs",
                                "input",     "shape",    "dtype",      "out",    "order",
                                "alignment", "backward", "param_cost", "type",   "device",
                                "pos",       "",         "direction",  "m",      "retention_policy",
                                "x"}) {
    EXPECT_EQ(misses("nodes", key), Lines()) << key;
  }
  EXPECT_EQ(misses("nodes", std::string(1'000'000, 'x')), Lines());
  for (const char* const key : {"size", "weight", "key", "order", "label"}) {
    EXPECT_EQ(misses("links", key), Lines()) << key;
  }
  for (const char* const key : {"graph.pos", "graph.author", "hyperedges", "graph.max_cost"}) {
    EXPECT_EQ(misses("", key), Lines()) << key;
  }
}

}  // namespace
}  // namespace moccasin::app
