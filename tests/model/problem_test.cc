// SPDX-License-Identifier: Apache-2.0
#include "model/problem.h"

#include <gtest/gtest.h>

#include "tests/support/build_graph.h"

namespace moccasin::model {
namespace {

TEST(Problem, AllowsTheSmallerOfTwoCopyLimits) {
  GraphBuilder builder;
  for (const std::int32_t limit : {0, 1, 3}) {
    builder.add_operation({.name = "limit" + std::to_string(limit), .max_copies = limit});
  }
  const Graph graph = test::built(builder);
  const auto allowed = [&](std::int32_t of_problem) {
    const Problem problem{.graph = &graph, .max_copies = of_problem};
    return std::vector<std::int32_t>{problem.copies_allowed(OpIndex(0)),
                                     problem.copies_allowed(OpIndex(1)),
                                     problem.copies_allowed(OpIndex(2))};
  };
  EXPECT_EQ(allowed(0), (std::vector<std::int32_t>{0, 1, 3}));
  EXPECT_EQ(allowed(2), (std::vector<std::int32_t>{2, 1, 2}));
  EXPECT_EQ(allowed(5), (std::vector<std::int32_t>{5, 1, 3}));
}

}  // namespace
}  // namespace moccasin::model
