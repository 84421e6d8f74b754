// SPDX-License-Identifier: Apache-2.0
#include "search/local/unread.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <optional>

#include "base/random.h"
#include "model/verify.h"
#include "tests/support/build_graph.h"
#include "tests/support/random_graph.h"
#include "tests/support/random_schedule.h"

namespace moccasin::search {
namespace {

using model::Graph;
using model::OpIndex;
using model::Order;
using model::Schedule;

// The first step, but for the last of its operation, that no step up to the next of it reads.
std::optional<std::size_t> first_unread(const Graph& graph, const std::vector<OpIndex>& steps) {
  for (std::size_t at = 0; at < steps.size(); ++at) {
    for (std::size_t later = at + 1; later < steps.size(); ++later) {
      const auto inputs = graph.inputs(steps[later]);
      const bool reads = std::any_of(inputs.begin(), inputs.end(), [&](model::TensorIndex tensor) {
        return graph.tensor(tensor).producer == steps[at];
      });
      if (reads) break;
      if (steps[later] == steps[at]) return at;
    }
  }
  return std::nullopt;
}

std::vector<OpIndex> one_by_one(const Graph& graph, std::vector<OpIndex> steps) {
  while (const auto at = first_unread(graph, steps)) {
    steps.erase(steps.begin() + static_cast<std::ptrdiff_t>(*at));
  }
  return steps;
}

TEST(WithoutUnread, LeavesWhatTakingThemOutOneByOneLeavesAndThatIsValid) {
  int shorter = 0, smaller = 0;
  for (std::uint64_t seed = 0; seed < 500; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    base::Random random(seed);
    const Graph graph = test::random_graph(2 + random.below(11), random);
    const model::Problem any{.graph = &graph, .budget = INT64_MAX, .order = Order::free};
    const Schedule schedule = test::random_schedule(any, 0.8, random);
    const Schedule kept = without_unread(graph, schedule);
    ASSERT_EQ(kept.steps, one_by_one(graph, schedule.steps));
    const model::Verdict before = model::verify(any, schedule);
    const model::Verdict after = model::verify(any, kept);
    ASSERT_TRUE(before.valid());
    ASSERT_TRUE(after.valid()) << after.violation->message;
    ASSERT_LE(after.peak, before.peak);
    if (kept.steps.size() < schedule.steps.size()) ++shorter;
    if (after.peak < before.peak) ++smaller;
  }
  EXPECT_GT(shorter, 100);
  EXPECT_GT(smaller, 20);
}

// a -> b -> c: b is made again before c reads it, and a for that: the first b and a are for
// nothing.
TEST(WithoutUnread, TakesWhatWasMadeForThemAsWell) {
  const Graph graph = test::built(test::simple_graph({{1, 1}, {1, 1}, {1, 1}}, {{0, 1}, {1, 2}}));
  const auto rest = [&](const std::vector<std::size_t>& steps) {
    return without_unread(graph, {test::ops(steps)}).steps;
  };
  EXPECT_EQ(rest({0, 1, 0, 1, 2}), test::ops({0, 1, 2}));
  EXPECT_EQ(rest({0, 1, 2, 0, 1}), test::ops({0, 1, 2, 0, 1}));
  EXPECT_EQ(rest({}), test::ops({}));
}

}  // namespace
}  // namespace moccasin::search
