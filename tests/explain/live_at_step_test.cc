// SPDX-License-Identifier: Apache-2.0
#include "explain/live_at_step.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "tests/support/build_graph.h"
#include "tests/support/naive_profile.h"
#include "tests/support/random_graph.h"
#include "tests/support/random_schedule.h"

namespace moccasin::explain {
namespace {

// The example of the header: a's x is for c and e, b's y for c, c's z for d.
model::Graph example() {
  return test::built(test::simple_graph({{1, 5}, {1, 3}, {1, 4}, {1, 1}, {1, 1}},
                                        {{0, 2}, {0, 4}, {1, 2}, {2, 3}}));
}

TEST(LiveAtStep, IsTheExampleOfItsHeader) {
  const model::Graph graph = example();
  const model::Schedule schedule{test::ops({0, 1, 2, 3, 4})};
  const LiveAtStep view = live_at(graph, schedule, make_profile(graph, schedule), 2);
  EXPECT_EQ(view.live, 12);
  const std::vector<LiveBuffer> expected = {
      {model::TensorIndex(0), 0, 5, 0, 4, true, 4},
      {model::TensorIndex(2), 0, 4, 2, 3, true, 3},
      {model::TensorIndex(1), 0, 3, 1, 2, true, std::nullopt},
  };
  EXPECT_EQ(view.buffers, expected);
}

TEST(LiveAtStep, WhatIsRetainedIsForTheEnd) {
  model::GraphBuilder builder;
  const auto a = builder.add_operation({.name = "a", .duration = 1});
  builder.add_output(a, 7, model::Retain::yes);
  builder.add_operation({.name = "b", .duration = 1});
  const model::Graph graph = test::built(builder);
  const model::Schedule schedule = base_schedule(graph);
  const LiveAtStep view = live_at(graph, schedule, make_profile(graph, schedule), 1);
  ASSERT_EQ(view.buffers.size(), 1u);
  EXPECT_EQ(view.buffers[0].next, 2u);
  EXPECT_FALSE(view.buffers[0].at_step);
}

// The parts add up to what is live, step by step, and the readers are those that a search finds.
TEST(LiveAtStep, AddsUpInEverySchedule) {
  for (std::uint64_t seed = 0; seed < 300; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    base::Random random(seed);
    const model::Graph graph = test::random_graph(8, random);
    const model::Schedule schedule =
        test::random_schedule({&graph, INT64_MAX, model::Order::free, 0}, 0.3, random);
    const model::Profile profile = make_profile(graph, schedule);
    const auto live = test::naive_profile(graph, schedule).live;
    for (std::size_t step = 0; step < schedule.steps.size(); ++step) {
      const LiveAtStep view = live_at(graph, schedule, profile, step);
      std::int64_t sum = view.resident + view.workspace;
      for (const LiveBuffer& buffer : view.buffers) sum += buffer.size;
      ASSERT_EQ(sum, live[step]);
      ASSERT_EQ(view.live, live[step]);
      for (const LiveBuffer& buffer : view.buffers) {
        if (!buffer.next || *buffer.next == schedule.steps.size()) continue;
        const auto inputs = graph.inputs(schedule.steps[*buffer.next]);
        ASSERT_NE(std::find(inputs.begin(), inputs.end(), buffer.tensor), inputs.end());
        ASSERT_GT(*buffer.next, step);
        ASSERT_LE(*buffer.next, buffer.last);
      }
    }
  }
}

}  // namespace
}  // namespace moccasin::explain
