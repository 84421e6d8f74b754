// SPDX-License-Identifier: Apache-2.0
#include "model/replay.h"

#include <gtest/gtest.h>

#include <map>

#include "model/problem.h"
#include "model/profile.h"
#include "tests/support/build_graph.h"
#include "tests/support/naive_profile.h"
#include "tests/support/random_graph.h"
#include "tests/support/random_schedule.h"

namespace moccasin::model {

void PrintTo(const Buffer& buffer, std::ostream* out) {
  *out << buffer.tensor.value() << '#' << buffer.copy;
}

namespace {

using test::ops;

struct Step {
  std::int64_t live = 0;
  std::vector<Buffer> freed = {};
  friend bool operator==(const Step&, const Step&) = default;
};

void PrintTo(const Step& step, std::ostream* out) {
  *out << step.live << " live, freed " << testing::PrintToString(step.freed);
}

std::vector<Step> replayed(const Graph& graph, const Schedule& schedule) {
  Replay replay(graph, schedule);
  std::vector<Step> steps;
  for (std::size_t i = 0; i < schedule.steps.size(); ++i) {
    const std::int64_t live = replay.run_step();
    steps.push_back({live, {replay.freed().begin(), replay.freed().end()}});
  }
  return steps;
}

// What a profile says of the same: lifetimes stand there in order of production.
std::vector<Step> by_profile(const Graph& graph, const Profile& profile) {
  std::map<TensorIndex, std::uint32_t> last_copy;
  for (const Lifetime& lifetime : profile.lifetimes) last_copy[lifetime.tensor] = lifetime.copy;
  std::vector<Step> steps;
  for (const std::int64_t live : profile.live) steps.push_back({live});
  for (const Lifetime& lifetime : profile.lifetimes) {
    const bool stays = graph.tensor(lifetime.tensor).retain == Retain::yes &&
                       lifetime.copy == last_copy[lifetime.tensor];
    if (!stays) steps[lifetime.last].freed.push_back({lifetime.tensor, lifetime.copy});
  }
  return steps;
}

TEST(Replay, OfTheScheduleDrawnInTheHeader) {
  const Graph graph = test::built(
      test::simple_graph({{1, 4}, {10, 2}, {100, 3}, {1000, 0}}, {{0, 1}, {1, 2}, {2, 3}, {0, 3}}));
  const TensorIndex x(0), y(1), z(2), nothing(3);
  EXPECT_EQ(
      replayed(graph, {ops({0, 1, 2, 0, 3})}),
      (std::vector<Step>{
          {4, {}}, {6, {{x, 0}}}, {5, {{y, 0}}}, {7, {}}, {7, {{z, 0}, {x, 1}, {nothing, 0}}}}));
}

TEST(Replay, NeverFreesTheLastCopyOfWhatIsRetained) {
  GraphBuilder builder = test::simple_graph({{1, 0}, {1, 1}, {1, 1}}, {});
  const TensorIndex a(0), b(1), c(2);
  const TensorIndex kept = builder.add_output(OpIndex(0), 7, Retain::yes);
  builder.set_resident(100);
  const Graph graph = test::built(builder);
  EXPECT_EQ(replayed(graph, {ops({0, 1, 0, 2})}),
            (std::vector<Step>{
                {107, {{a, 0}, {kept, 0}}}, {101, {{b, 0}}}, {107, {{a, 1}}}, {108, {{c, 0}}}}));
}

TEST(Replay, AgreesWithBothProfilesOnRandomSchedules) {
  std::size_t recomputations = 0, retained = 0;
  for (std::uint64_t seed = 0; seed < 5000; ++seed) {
    base::Random random(seed);
    const Graph graph = test::random_graph(1 + random.below(12), random);
    const Problem problem{.graph = &graph,
                          .budget = 0,
                          .order = random.chance(0.5) ? Order::kept : Order::free,
                          .max_copies = static_cast<std::int32_t>(random.below(4))};
    const Schedule schedule = test::random_schedule(problem, 0.3 * random.unit(), random);
    const std::vector<Step> steps = replayed(graph, schedule);
    ASSERT_EQ(steps, by_profile(graph, make_profile(graph, schedule))) << "seed " << seed;
    ASSERT_EQ(steps, by_profile(graph, test::naive_profile(graph, schedule))) << "seed " << seed;
    recomputations += schedule.steps.size() - graph.num_operations();
    for (const TensorIndex tensor : graph.tensors()) {
      retained += graph.tensor(tensor).retain == Retain::yes ? 1 : 0;
    }
  }
  EXPECT_GT(recomputations, 5000u);
  EXPECT_GT(retained, 1000u);
}

}  // namespace
}  // namespace moccasin::model
