// SPDX-License-Identifier: Apache-2.0
#include "app/render_floor.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <variant>
#include <vector>

#include "api/graph_access.h"
#include "model/graph_builder.h"

namespace moccasin::app {
namespace {

using Lines = std::vector<std::string>;

Facts facts_of(const model::Graph& graph) {
  return describe(GraphAccess::wrap(std::make_shared<const model::Graph>(graph)));
}

TEST(RenderFloorTest, LargestFirstAndNothingOfNoSize) {
  model::GraphBuilder builder;
  const auto source = builder.add_operation({.name = "source"});
  const auto small = builder.add_output(source, 5);
  const auto large = builder.add_output(source, 2048);
  const auto sink = builder.add_operation({.name = "sink", .workspace = 100});
  builder.add_output(sink, 50);
  builder.add_read(sink, small);
  builder.add_read(sink, large);
  const auto graph = std::get<model::Graph>(builder.build());
  EXPECT_EQ(floor_setter(graph, facts_of(graph)), "operation 'sink'");
  EXPECT_EQ(floor_moment(graph, facts_of(graph)), "");
  EXPECT_EQ(floor_reason(graph, facts_of(graph)),
            "operation 'sink' needs that much at once, in any schedule:");
  EXPECT_EQ(render_needs(graph, facts_of(graph), SizeUnit::byte),
            (Lines{"  reads      2 048 bytes (2.0 KiB)  'source:1'", "  workspace  100 bytes",
                   "  writes     50 bytes  'sink'", "  reads      5 bytes  'source:0'"}));
}

TEST(RenderFloorTest, RetainedOutputsSetItAtTheEnd) {
  model::GraphBuilder builder;
  builder.add_output(builder.add_operation({.name = "a"}), 30, model::Retain::yes);
  builder.add_output(builder.add_operation({.name = "b"}), 40, model::Retain::yes);
  builder.add_output(builder.add_operation({.name = "c"}), 50);
  builder.set_resident(9);
  const auto graph = std::get<model::Graph>(builder.build());
  const Facts facts = facts_of(graph);
  EXPECT_EQ(facts.floor, 79);
  EXPECT_EQ(floor_setter(graph, facts), "the retained outputs");
  EXPECT_EQ(floor_reason(graph, facts),
            "the retained outputs need that much at the end of any schedule:");
  EXPECT_EQ(
      render_needs(graph, facts, SizeUnit::byte),
      (Lines{"  retains    40 bytes  'b'", "  retains    30 bytes  'a'", "  resident   9 bytes"}));
}

TEST(RenderFloorTest, AReaderIsNamedWithTheProducerThatNeedsLeast) {
  for (const auto retain : {model::Retain::no, model::Retain::yes}) {
    model::GraphBuilder builder;
    const auto a = builder.add_operation({.name = "a", .workspace = 60});
    const auto x = builder.add_output(a, 40, retain);
    const auto b = builder.add_operation({.name = "b", .workspace = 70});
    const auto y = builder.add_output(b, 30, retain);
    const auto v = builder.add_operation({.name = "v"});
    if (retain == model::Retain::no) {
      builder.add_read(v, x);
      builder.add_read(v, y);
    }
    const auto graph = std::get<model::Graph>(builder.build());
    const Facts facts = facts_of(graph);
    EXPECT_EQ(facts.floor, 130);
    EXPECT_EQ(floor_setter(graph, facts),
              retain == model::Retain::no ? "operation 'v'" : "the retained outputs");
    EXPECT_EQ(floor_reason(graph, facts),
              retain == model::Retain::no
                  ? "operation 'v' needs that much at once, in any schedule: while the last of its "
                    "producers, at best 'a', runs, its other inputs are live:"
                  : "the retained outputs need that much at once, in any schedule: while the last "
                    "of their producers, at best 'a', runs, the others are live:");
    EXPECT_EQ(render_needs(graph, facts, SizeUnit::byte),
              (Lines{"  workspace  60 bytes", "  writes     40 bytes  'a'",
                     "  holds      30 bytes  'b'"}));
  }
}

TEST(RenderFloorTest, ManyAreSummedUp) {
  model::GraphBuilder builder;
  const auto sink = builder.add_operation({.name = "sink"});
  for (int i = 0; i < 12; ++i) {
    const auto op = builder.add_operation({.name = "v" + std::to_string(i)});
    builder.add_read(sink, builder.add_output(op, 100 - i));
  }
  const auto graph = std::get<model::Graph>(builder.build());
  const Lines lines = render_needs(graph, facts_of(graph), SizeUnit::unit);
  ASSERT_EQ(lines.size(), 9u);
  EXPECT_EQ(lines.front(), "  reads      100 units  'v0'");
  EXPECT_EQ(lines.back(), "  and 4 smaller, together 362 units");  // 92 + 91 + 90 + 89
}

}  // namespace
}  // namespace moccasin::app
