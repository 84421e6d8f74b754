// SPDX-License-Identifier: Apache-2.0
#include "convert/scaling.h"

#include <gtest/gtest.h>

#include "model/graph_builder.h"
#include "tests/support/build_graph.h"

namespace moccasin::convert {
namespace {

using model::Order;

// b, with two outputs and a workspace, comes first in the base order; a reads one of them.
model::Graph two_operations() {
  model::GraphBuilder builder;
  const auto a = builder.add_operation({.name = "a", .duration = 30, .max_copies = 3});
  const auto b = builder.add_operation({.name = "b", .duration = 20, .workspace = 12});
  builder.add_output(b, 8);
  builder.add_read(a, builder.add_output(b, 4));
  builder.add_output(a, 16, model::Retain::yes);
  builder.set_base_order({b, a});
  builder.set_resident(5);
  return test::built(builder);
}

TEST(Scaled, DividesByWhatAllHaveInCommon) {
  const model::Graph graph = two_operations();
  const Scaled data =
      scaled({.graph = &graph, .budget = 40, .order = Order::kept, .max_copies = 2});
  EXPECT_EQ(data.ticks, 10);
  EXPECT_EQ(data.bytes, 4);
  EXPECT_EQ(data.budget, 8) << "35 of 40 are left: not quite 9 units";
  ASSERT_EQ(data.operations.size(), 2u);
  EXPECT_EQ(data.operations[0].duration, 2);
  EXPECT_EQ(data.operations[0].workspace, 3);
  EXPECT_EQ(data.operations[0].copies, 2);
  EXPECT_EQ(data.operations[1].duration, 3);
  EXPECT_EQ(data.operations[1].inputs, (std::vector<std::size_t>{1}));
  EXPECT_EQ(data.operations[1].outputs, (std::vector<std::size_t>{2}));
  ASSERT_EQ(data.tensors.size(), 3u);
  EXPECT_EQ(data.tensors[1].producer, 0u);
  EXPECT_EQ(data.tensors[1].size, 1);
  EXPECT_FALSE(data.tensors[1].retained);
  EXPECT_EQ(data.tensors[2].size, 4);
  EXPECT_TRUE(data.tensors[2].retained);
}

TEST(Scaled, KeepsZeros) {
  const model::Graph graph = test::built(test::simple_graph({{0, 0}, {0, 0}}, {{0, 1}}));
  const Scaled data = scaled({.graph = &graph, .budget = 7, .order = Order::kept});
  EXPECT_EQ(data.ticks, 1);
  EXPECT_EQ(data.bytes, 1);
  EXPECT_EQ(data.budget, 7);
  EXPECT_EQ(data.operations[0].copies, 0) << "any number";
}

TEST(Scaled, ABudgetBelowWhatIsResidentIsNegative) {
  const model::Graph graph = two_operations();
  EXPECT_EQ(scaled({.graph = &graph, .budget = 4, .order = Order::kept}).budget, -1);
}

}  // namespace
}  // namespace moccasin::convert
