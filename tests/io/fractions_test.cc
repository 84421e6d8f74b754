// SPDX-License-Identifier: Apache-2.0
// Durations with fractions, in graphs of JSON.
#include <gtest/gtest.h>

#include <vector>

#include "io/graph_units.h"
#include "tests/io/dialects.h"

namespace moccasin::io {
namespace {

std::string graph(const std::string& unit, const std::vector<std::string>& durations) {
  std::string text = "{\"format\": \"moccasin-graph\", \"version\": 1, ";
  if (!unit.empty()) text += "\"units\": {\"duration\": \"" + unit + "\"}, ";
  text += "\"nodes\": [";
  for (std::size_t i = 0; i < durations.size(); ++i) {
    text += std::string(i > 0 ? ", " : "") + "{\"id\": " + std::to_string(i) +
            ", \"duration\": " + durations[i] + ", \"size\": 1}";
  }
  return text + "], \"edges\": []}";
}

struct Durations {
  std::string unit, stated;
  int places = 0;
  std::vector<std::int64_t> ticks;
  friend bool operator==(const Durations&, const Durations&) = default;
};

Durations read(const std::string& unit, const std::vector<std::string>& durations) {
  const auto parsed = parse_graph(graph(unit, durations), "g");
  const auto& file = std::get<GraphFile>(parsed);
  Durations found{file.duration_unit, file.stated_duration_unit, file.duration_places, {}};
  for (const auto op : file.graph.operations()) {
    found.ticks.push_back(file.graph.operation(op).duration);
  }
  return found;
}

TEST(Fractions, BecomeWholeInAFinerUnitOfTime) {
  EXPECT_EQ(read("us", {"12.375", "3", "0.5"}), (Durations{"ns", "us", 3, {12375, 3000, 500}}));
  EXPECT_EQ(read("us", {"0.5"}), (Durations{"ns", "us", 3, {500}}));
  EXPECT_EQ(read("s", {"1.2345"}), (Durations{"us", "s", 6, {1234500}}));
  EXPECT_EQ(read("ms", {"1e-7"}), (Durations{"ps", "ms", 9, {100}}));
  EXPECT_EQ(read("ns", {"1", "1.25e1"}), (Durations{"ps", "ns", 3, {1000, 12500}}));
}

TEST(Fractions, WithoutSuchAUnitAreWholeTicks) {
  EXPECT_EQ(read("", {"0.25", "1"}), (Durations{"", "", 2, {25, 100}}));
  EXPECT_EQ(read("cycle", {"0.5"}), (Durations{"tick", "cycle", 1, {5}}));
  EXPECT_EQ(read("fs", {"0.5"}), (Durations{"tick", "fs", 1, {5}}));
}

TEST(Fractions, WhereThereAreNoneNothingChanges) {
  EXPECT_EQ(read("us", {"12", "3.0", "1e2"}), (Durations{"us", "", 0, {12, 3, 100}}));
  EXPECT_EQ(read("s", {"12"}), (Durations{"s", "", 0, {12}}));
}

TEST(Fractions, AreExact) {
  // As doubles these two are one number.
  EXPECT_EQ(read("", {"0.100000000000000005", "0.1"}).ticks,
            (std::vector<std::int64_t>{100000000000000005, 100000000000000000}));
}

TEST(Fractions, ThatDoNotFitAreAnError) {
  EXPECT_EQ(as_graph(graph("", {"1e-19"})),
            "g: nodes[0].duration: 1e-19 does not fit in 64 bits and 18 decimal places (node 0)");
  EXPECT_EQ(as_graph(graph("", {"-0.5"})),
            "g: nodes[0].duration: must not be negative, but is -0.5 (node 0)");
  EXPECT_EQ(as_graph(graph("", {"1000000000000", "1e-10"})),
            "g: nodes[0]: its duration does not fit in 64 bits once all have 10 decimal places "
            "(node 0)");
}

TEST(FinerUnit, IsTheNextThatIsFineEnough) {
  const auto unit = [](std::string_view of, int places) {
    const FinerUnit finer = finer_unit(of, places);
    return finer.unit + " " + std::to_string(finer.places);
  };
  EXPECT_EQ(unit("us", 1), "ns 3");
  EXPECT_EQ(unit("us", 4), "ps 6");
  EXPECT_EQ(unit("s", 15), "fs 15");
  EXPECT_EQ(unit("s", 16), "tick 16");
  EXPECT_EQ(unit("flop", 2), "tick 2");
  EXPECT_EQ(unit("", 2), " 2");
}

// What is written is read back as the same graph.
TEST(Fractions, GoOnceAround) {
  const std::string written = as_graph(graph("us", {"12.375", "3"}));
  EXPECT_EQ(as_graph(written), written);
}

}  // namespace
}  // namespace moccasin::io
