// SPDX-License-Identifier: Apache-2.0
#include "model/floor.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "model/profile.h"
#include "model/verify.h"
#include "tests/support/build_graph.h"
#include "tests/support/least_peak.h"
#include "tests/support/random_graph.h"
#include "tests/support/random_schedule.h"

namespace moccasin::model {
namespace {

// As in the header of floor.h, but with a needing more than b, or more than any pair by itself.
GraphBuilder two_producers(std::int64_t more_of_a) {
  GraphBuilder builder;
  const OpIndex a = builder.add_operation({.name = "a", .workspace = 6 + more_of_a});
  const TensorIndex x = builder.add_output(a, 4);
  const OpIndex b = builder.add_operation({.name = "b", .workspace = 6});
  const TensorIndex y = builder.add_output(b, 4);
  const OpIndex v = builder.add_operation({.name = "v"});
  builder.add_output(v, 1);
  builder.add_read(v, x);
  builder.add_read(v, y);
  return builder;
}

std::int64_t floor_without_pairs(const Graph& graph) {
  std::int64_t floor = bytes_at_end(graph);
  for (const OpIndex op : graph.operations()) floor = std::max(floor, bytes_to_run(graph, op));
  return floor;
}

// The slow, obvious twin: sets and unions.
class NaiveFloor {
 public:
  explicit NaiveFloor(const Graph& graph) : graph_(graph) {}

  Floor floor() {
    for (const OpIndex op : graph_.base_order()) raise({needed(op, {}), op});
    raise({bytes_at_end(graph_), graph_.base_order().back(), Floor::Where::end});
    std::set<TensorIndex> retained;
    for (const TensorIndex tensor : graph_.tensors()) {
      if (graph_.tensor(tensor).retain == Retain::yes) retained.insert(tensor);
    }
    raise(before(retained, Floor::Where::pair_end, {}));
    for (const OpIndex reader : graph_.base_order()) {
      const auto inputs = graph_.inputs(reader);
      raise(before({inputs.begin(), inputs.end()}, Floor::Where::pair, reader));
    }
    return floor_;
  }

 private:
  void raise(const Floor& floor) {
    if (floor.bytes > floor_.bytes) floor_ = floor;
  }

  [[nodiscard]] std::int64_t needed(OpIndex op, std::set<TensorIndex> live) const {
    const auto inputs = graph_.inputs(op);
    const auto outputs = graph_.outputs(op);
    live.insert(inputs.begin(), inputs.end());
    live.insert(outputs.begin(), outputs.end());
    std::int64_t bytes = graph_.resident() + graph_.operation(op).workspace;
    for (const TensorIndex tensor : live) bytes += graph_.tensor(tensor).size;
    return bytes;
  }

  [[nodiscard]] Floor before(const std::set<TensorIndex>& held, Floor::Where where,
                             OpIndex reader) const {
    std::set<std::tuple<std::int64_t, std::size_t, OpIndex>> needs;  // bytes, base position
    for (const TensorIndex tensor : held) {
      const OpIndex op = graph_.tensor(tensor).producer;
      needs.insert({needed(op, held), graph_.base_position(op), op});
    }
    if (needs.empty()) return {};
    return {std::get<0>(*needs.begin()), std::get<2>(*needs.begin()), where, reader};
  }

  const Graph& graph_;
  Floor floor_{.bytes = -1, .operation = {}};
};

Floor naive_floor(const Graph& graph) { return NaiveFloor(graph).floor(); }

TEST(Floor, IsTheMostThatOneOperationNeedsAtOnce) {
  GraphBuilder builder;
  const OpIndex a = builder.add_operation({.name = "a", .workspace = 6});
  const TensorIndex x = builder.add_output(a, 4);
  const OpIndex b = builder.add_operation({.name = "b", .workspace = 1});
  builder.add_read(b, x);
  builder.add_read(b, x);  // held once, however often read
  builder.add_output(b, 2);
  builder.add_output(b, 5);
  builder.set_resident(100);
  const Graph graph = test::built(builder);
  EXPECT_EQ(bytes_to_run(graph, a), 100 + 6 + 4);
  EXPECT_EQ(bytes_to_run(graph, b), 100 + 1 + 4 + 2 + 5);
  EXPECT_EQ(make_floor(graph), (Floor{112, b}));
}

TEST(Floor, NamesTheFirstInBaseOrderOfEquals) {
  GraphBuilder builder = test::simple_graph({{1, 3}, {1, 3}, {1, 2}}, {});
  builder.set_base_order(test::ops({2, 1, 0}));
  EXPECT_EQ(make_floor(test::built(builder)), (Floor{3, OpIndex(1)}));
}

TEST(Floor, OfAGraphWithoutBytesNamesAnOperationAllTheSame) {
  EXPECT_EQ(make_floor(test::built(test::simple_graph({{1, 0}}, {}))), (Floor{0, OpIndex(0)}));
}

TEST(Floor, IsAtTheEndWhenTheRetainedOutputsNeedMore) {
  GraphBuilder builder;
  const OpIndex a = builder.add_operation({.name = "a"});
  builder.add_output(a, 5, Retain::yes);
  const OpIndex b = builder.add_operation({.name = "b"});
  builder.add_output(b, 6, Retain::yes);
  builder.add_output(b, 1);
  builder.set_resident(10);
  const Graph graph = test::built(builder);
  EXPECT_EQ(bytes_at_end(graph), 10 + 5 + 6);
  EXPECT_EQ(make_floor(graph), (Floor{21, b, Floor::Where::end}));
}

// The later of a and b runs beside the output of the other. In base order a comes first.
TEST(Floor, OfTwoProducersTheLaterRunsBesideTheOutputOfTheOther) {
  const Graph graph = test::built(two_producers(0));
  EXPECT_EQ(make_floor(graph), (Floor{14, OpIndex(0), Floor::Where::pair, OpIndex(2)}));
  EXPECT_EQ(held_at_floor(graph, make_floor(graph)), (std::vector{TensorIndex(1)}));
}

TEST(Floor, OfAReaderIsSetByTheProducerThatNeedsLeast) {
  const Graph graph = test::built(two_producers(1));  // a needs 11 + 4, b needs 10 + 4
  EXPECT_EQ(make_floor(graph), (Floor{14, OpIndex(1), Floor::Where::pair, OpIndex(2)}));
  EXPECT_EQ(held_at_floor(graph, make_floor(graph)), (std::vector{TensorIndex(0)}));
}

TEST(Floor, OfEqualsIsAnOperationsByItself) {
  const Graph graph = test::built(two_producers(4));  // a alone needs 14
  EXPECT_EQ(make_floor(graph), (Floor{14, OpIndex(0)}));
  EXPECT_TRUE(held_at_floor(graph, make_floor(graph)).empty());
}

// b and v both read what a writes: while b runs it is b's input, and not counted again. Behind the
// others a needs 5 + 22 + 1 + 2, b 5 + 1 + 21 + 2, c 2 + 23 + 5 + 1.
TEST(Floor, CountsWhatBothReadOnce) {
  GraphBuilder builder;
  const OpIndex a = builder.add_operation({.name = "a", .workspace = 22});
  const TensorIndex x = builder.add_output(a, 5);
  const OpIndex b = builder.add_operation({.name = "b", .workspace = 21});
  const TensorIndex y = builder.add_output(b, 1);
  const OpIndex c = builder.add_operation({.name = "c", .workspace = 23});
  const TensorIndex z = builder.add_output(c, 2);
  const OpIndex v = builder.add_operation({.name = "v"});
  builder.add_read(b, x);
  for (const TensorIndex tensor : {x, y, z}) builder.add_read(v, tensor);
  builder.set_resident(100);
  const Graph graph = test::built(builder);
  EXPECT_EQ(make_floor(graph), (Floor{129, b, Floor::Where::pair, v}));
  EXPECT_EQ(held_at_floor(graph, make_floor(graph)), (std::vector{z}));
}

// Both a and b write two tensors that v reads one of each; what else they write is live as well.
TEST(Floor, CountsOutputsThatTheReaderDoesNotRead) {
  GraphBuilder builder;
  const OpIndex a = builder.add_operation({.name = "a"});
  const TensorIndex x = builder.add_output(a, 3);
  builder.add_output(a, 9);
  const OpIndex b = builder.add_operation({.name = "b"});
  const TensorIndex y = builder.add_output(b, 4);
  builder.add_output(b, 9);
  const TensorIndex z = builder.add_output(b, 1);
  const OpIndex v = builder.add_operation({.name = "v"});
  for (const TensorIndex tensor : {x, y, z}) builder.add_read(v, tensor);
  const Graph graph = test::built(builder);
  // a last: 3 + 9 beside 4 + 1; b last: 4 + 9 + 1 beside 3: 17 both.
  EXPECT_EQ(make_floor(graph), (Floor{17, a, Floor::Where::pair, v}));
  EXPECT_EQ(held_at_floor(graph, make_floor(graph)), (std::vector{y, z}));
}

TEST(Floor, TheEndReadsWhatIsRetained) {
  GraphBuilder builder;
  const OpIndex a = builder.add_operation({.name = "a", .workspace = 7});
  const TensorIndex x = builder.add_output(a, 5, Retain::yes);
  const OpIndex b = builder.add_operation({.name = "b", .workspace = 8});
  const TensorIndex y = builder.add_output(b, 5, Retain::yes);
  builder.set_resident(10);
  const Graph graph = test::built(builder);
  EXPECT_EQ(make_floor(graph), (Floor{27, a, Floor::Where::pair_end}));
  EXPECT_EQ(held_at_floor(graph, make_floor(graph)), (std::vector{y}));
  EXPECT_NE(x, y);
}

// Larger than any sum of two of them may be.
TEST(Floor, OfHugeSizesDoesNotOverflow) {
  GraphBuilder builder = test::simple_graph({{1, std::int64_t{1} << 62}, {1, 0}, {1, 0}}, {});
  builder.add_read(OpIndex(1), TensorIndex(0));
  builder.add_read(OpIndex(2), TensorIndex(0));
  builder.add_read(OpIndex(2), TensorIndex(1));
  EXPECT_EQ(make_floor(test::built(builder)), (Floor{std::int64_t{1} << 62, OpIndex(0)}));
}

TEST(Floor, EqualsWhatItIsByDefinition) {
  std::map<Floor::Where, int> seen;
  for (std::uint64_t seed = 0; seed < 20'000; ++seed) {
    base::Random random(seed);
    const Graph graph = test::random_graph(1 + random.below(10), random);
    const Floor floor = make_floor(graph);
    EXPECT_EQ(floor, naive_floor(graph)) << "seed " << seed;
    ++seen[floor.where];
    std::int64_t bytes = floor.where == Floor::Where::end ? bytes_at_end(graph)
                                                          : bytes_to_run(graph, floor.operation);
    for (const TensorIndex tensor : held_at_floor(graph, floor)) bytes += graph.tensor(tensor).size;
    EXPECT_EQ(bytes, floor.bytes) << "seed " << seed;
  }
  for (const auto where :
       {Floor::Where::operation, Floor::Where::end, Floor::Where::pair, Floor::Where::pair_end}) {
    EXPECT_GT(seen[where], 200) << static_cast<int>(where);
  }
}

TEST(Floor, IsBelowTheLeastPeakOfAllSchedules) {
  int graphs = 0, tight = 0, tight_alone = 0;
  for (std::uint64_t seed = 0; seed < 6000; ++seed) {
    base::Random random(seed);
    const Graph graph = test::random_graph(4 + random.below(4), random);
    if (graph.num_operations() + graph.num_tensors() > 15) continue;
    ++graphs;
    const Schedule schedule = test::least_peak_schedule(graph);
    const std::int64_t peak = make_profile(graph, schedule).peak;
    EXPECT_LE(make_floor(graph).bytes, peak) << "seed " << seed;
    tight += make_floor(graph).bytes == peak ? 1 : 0;
    tight_alone += floor_without_pairs(graph) == peak ? 1 : 0;
    // And the least is the least.
    const Problem any{.graph = &graph, .budget = INT64_MAX, .order = Order::free};
    EXPECT_LE(peak, verify(any, test::random_schedule(any, 0.3, random)).peak) << "seed " << seed;
  }
  EXPECT_GT(graphs, 4000);
  EXPECT_LT(graphs - tight, (graphs - tight_alone) / 2) << "pairs should tell now and then";
}

// Each operation of the second layer reads all of the first, and the third reads the second: the
// i-th the first i + 1 of it, or all. Where all read all the first pair shows what all need; else
// each reader needs a byte more than the one before, and each of its producers is to be looked at
// with all its inputs: that many looks are not spent, and what is found by then stays.
TEST(Floor, OfDenseLayersIsFoundInBoundedWork) {
  constexpr std::size_t kWide = 128;
  for (const bool rising : {false, true}) {
    GraphBuilder builder;
    std::vector<TensorIndex> tensors;
    for (std::size_t i = 0; i < 3 * kWide; ++i) {
      const OpIndex op = builder.add_operation({.name = std::to_string(i)});
      const std::size_t layer = i / kWide, place = i % kWide;
      const std::size_t reads = layer == 0 ? 0 : rising && layer == 2 ? place + 1 : kWide;
      for (std::size_t k = 0; k < reads; ++k) {
        builder.add_read(op, tensors[(layer - 1) * kWide + k]);
      }
      tensors.push_back(builder.add_output(op, layer == 2 ? 0 : 1));
    }
    const Graph graph = test::built(builder);
    EXPECT_EQ(floor_without_pairs(graph), kWide + 1);
    if (rising) {
      EXPECT_GT(make_floor(graph).bytes, kWide + 1);
      EXPECT_LT(make_floor(graph).bytes, 2 * kWide);
    } else {
      EXPECT_EQ(make_floor(graph),
                (Floor{2 * kWide, OpIndex(kWide), Floor::Where::pair, OpIndex(2 * kWide)}));
    }
  }
}

TEST(Floor, IsBelowThePeakOfEverySchedule) {
  int tight = 0;
  for (std::uint64_t seed = 0; seed < 2000; ++seed) {
    base::Random random(seed);
    const Graph graph = test::random_graph(1 + random.below(8), random);
    const Problem problem{.graph = &graph, .budget = INT64_MAX, .order = Order::free};
    const std::int64_t peak = verify(problem, test::random_schedule(problem, 0.2, random)).peak;
    EXPECT_LE(make_floor(graph).bytes, peak) << "seed " << seed;
    tight += make_floor(graph).bytes == peak ? 1 : 0;
  }
  EXPECT_GT(tight, 100) << "the floor should be the best bound now and then";
}

}  // namespace
}  // namespace moccasin::model
