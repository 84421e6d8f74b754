// SPDX-License-Identifier: Apache-2.0
#include "api/graph_access.h"

#include <gtest/gtest.h>

#include <memory>
#include <variant>

#include "base/random.h"
#include "model/fingerprint.h"
#include "tests/support/random_graph.h"

namespace moccasin {
namespace {

TEST(GraphAccessTest, WrappingSharesTheModelGraph) {
  base::Random random(3);
  const auto model = std::make_shared<const model::Graph>(test::random_graph(20, random));
  const Graph graph = GraphAccess::wrap(model);
  EXPECT_EQ(graph.num_ops(), 20u);
  EXPECT_EQ(graph.num_tensors(), model->num_tensors());
  EXPECT_EQ(std::get<ModelGraph>(GraphAccess::build(graph)), model);
}

// A change takes the graph apart and puts it together again: nothing may be lost on the way.
TEST(GraphAccessTest, ChangingAWrappedGraphKeepsTheRest) {
  base::Random random(4);
  for (int round = 0; round < 200; ++round) {
    const auto model = std::make_shared<const model::Graph>(test::random_graph(15, random));
    Graph graph = GraphAccess::wrap(model);
    graph.set_resident(model->resident());
    const auto rebuilt = GraphAccess::build(graph);
    ASSERT_TRUE(std::holds_alternative<ModelGraph>(rebuilt));
    ASSERT_NE(std::get<ModelGraph>(rebuilt), model);
    ASSERT_EQ(model::fingerprint(*std::get<ModelGraph>(rebuilt)), model::fingerprint(*model));
  }
}

TEST(GraphAccessTest, EdgesOfAWrappedGraphUseTheFirstOutput) {
  base::Random random(5);
  const auto model = std::make_shared<const model::Graph>(test::random_graph(15, random));
  for (const model::OpIndex op : model->operations()) {
    if (model->outputs(op).empty()) continue;
    Graph graph = GraphAccess::wrap(model);
    graph.set_order({});
    const OpId reader = graph.add_op({"reader"});
    graph.add_edge(op.value(), reader);
    const auto built = std::get<ModelGraph>(GraphAccess::build(graph));
    ASSERT_EQ(built->inputs(model::OpIndex(reader)).front(), model->outputs(op).front());
  }
}

TEST(GraphAccessTest, SchedulesSurviveTheWayThereAndBack) {
  const std::vector<OpId> schedule = {3, 1, 2, 1};
  EXPECT_EQ(to_public(to_model(schedule)), schedule);
}

}  // namespace
}  // namespace moccasin
