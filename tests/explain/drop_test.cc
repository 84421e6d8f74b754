// SPDX-License-Identifier: Apache-2.0
#include "explain/drop.h"

#include <gtest/gtest.h>

#include <map>

#include "model/verify.h"
#include "tests/support/build_graph.h"
#include "tests/support/random_graph.h"
#include "tests/support/random_schedule.h"

namespace moccasin::explain {
namespace {

const LiveBuffer& buffer_of(const LiveAtStep& view, std::size_t tensor) {
  for (const LiveBuffer& buffer : view.buffers) {
    if (buffer.tensor == model::TensorIndex(tensor)) return buffer;
  }
  throw std::runtime_error("not live there");
}

model::Problem in_scope(const model::Graph& graph, model::Order order = model::Order::free,
                        std::int32_t max_copies = 0) {
  return {.graph = &graph, .budget = 0, .order = order, .max_copies = max_copies};
}

// The example of the header: w -> a, b reads w, P holds the peak, d reads x of a.
model::Graph example(std::int32_t most_runs_of_w = 0) {
  model::GraphBuilder builder;
  const auto add = [&](const char* name, std::int64_t size, std::int32_t most = 0) {
    const auto op = builder.add_operation({.name = name, .duration = 10, .max_copies = most});
    builder.add_output(op, size);
    return op;
  };
  add("w", 6, most_runs_of_w), add("a", 5), add("b", 1), add("P", 20), add("d", 1);
  builder.add_read(model::OpIndex(1), model::TensorIndex(0));
  builder.add_read(model::OpIndex(2), model::TensorIndex(0));
  builder.add_read(model::OpIndex(3), model::TensorIndex(2));
  builder.add_read(model::OpIndex(4), model::TensorIndex(1));
  builder.add_read(model::OpIndex(4), model::TensorIndex(3));
  return test::built(builder);
}

Drop drop_in(const model::Graph& graph, std::size_t tensor) {
  const model::Schedule schedule = base_schedule(graph);
  const model::Profile profile = make_profile(graph, schedule);
  const LiveAtStep view = live_at(graph, schedule, profile, 3);
  return drop_of(in_scope(graph), schedule, profile, 3, buffer_of(view, tensor));
}

TEST(Drop, MakesAgainWhatWouldHaveToBeKept) {
  const model::Graph graph = example();
  const Drop drop = drop_in(graph, 1);
  ASSERT_TRUE(drop.possible());
  EXPECT_EQ(drop.again, test::ops({0, 1}));
  EXPECT_EQ(drop.before, 4u);
  EXPECT_EQ(drop.schedule.steps, test::ops({0, 1, 2, 3, 0, 1, 4}));
  EXPECT_EQ(drop.duration, 70);
  EXPECT_EQ(drop.live, 21) << "5 less than the 26 that were live";
  EXPECT_EQ(drop.peak, 31) << "where it is made again beside P's output";
}

TEST(Drop, SaysWhatIsInTheWay) {
  EXPECT_EQ(drop_in(example(1), 1).obstacle, Obstacle::runs_once);
  EXPECT_EQ(drop_in(example(), 2).obstacle, Obstacle::at_step);
  EXPECT_EQ(drop_in(example(), 3).obstacle, Obstacle::at_step);
}

TEST(Drop, MoreThanSoManyOperationsAreTooMany) {
  // A chain whose members are only for the next, a reader of its end behind the peak.
  constexpr std::size_t kLength = kMostAgain + 5;
  model::GraphBuilder builder;
  for (std::size_t i = 0; i < kLength; ++i) {
    builder.add_output(builder.add_operation({.name = "c" + std::to_string(i), .duration = 1}), 1);
    if (i > 0) builder.add_read(model::OpIndex(i), model::TensorIndex(i - 1));
  }
  builder.add_output(builder.add_operation({.name = "P", .duration = 1}), 50);
  const auto last = builder.add_operation({.name = "d", .duration = 1});
  builder.add_read(last, model::TensorIndex(kLength - 1));
  const model::Graph graph = test::built(builder);
  model::Schedule schedule;  // in the order of addition
  for (const model::OpIndex op : graph.operations()) schedule.steps.push_back(op);
  const model::Profile profile = make_profile(graph, schedule);
  const std::size_t peak = profile.peak_step;
  const LiveAtStep view = live_at(graph, schedule, profile, peak);
  const Drop drop = drop_of(in_scope(graph), schedule, profile, peak, buffer_of(view, kLength - 1));
  EXPECT_EQ(drop.obstacle, Obstacle::too_many);
}

TEST(Drop, TheScopeLimitsHowOftenAnythingRuns) {
  const model::Graph graph = example();
  const model::Schedule schedule = base_schedule(graph);
  const model::Profile profile = make_profile(graph, schedule);
  const LiveAtStep view = live_at(graph, schedule, profile, 3);
  const auto obstacle = [&](std::int32_t max_copies) {
    return drop_of(in_scope(graph, model::Order::free, max_copies), schedule, profile, 3,
                   buffer_of(view, 1))
        .obstacle;
  };
  EXPECT_EQ(obstacle(0), Obstacle::none);
  EXPECT_EQ(obstacle(2), Obstacle::none);
  EXPECT_EQ(obstacle(1), Obstacle::max_copies);
  // What the graph says itself is told first.
  const model::Graph once = example(1);
  EXPECT_EQ(drop_of(in_scope(once, model::Order::free, 2), schedule, profile, 3, buffer_of(view, 1))
                .obstacle,
            Obstacle::runs_once);
}

TEST(Drop, AKeptOrderHasNoRunsBehindALaterRecomputation) {
  const model::Graph graph = example();
  // b runs again behind P: a, which is earlier in the base order, cannot follow it there.
  const model::Schedule schedule{test::ops({0, 1, 2, 3, 2, 4})};
  const model::Profile profile = make_profile(graph, schedule);
  const LiveAtStep view = live_at(graph, schedule, profile, 3);
  const auto obstacle = [&](model::Order order) {
    return drop_of(in_scope(graph, order), schedule, profile, 3, buffer_of(view, 1)).obstacle;
  };
  EXPECT_EQ(obstacle(model::Order::free), Obstacle::none);
  EXPECT_EQ(obstacle(model::Order::kept), Obstacle::order_kept);
}

// Whatever is said to be possible is a schedule, and what is claimed of it is so.
TEST(Drop, IsWhatReplayingItSays) {
  int possible = 0, with_inputs = 0;
  std::map<Obstacle, int> refused;
  for (std::uint64_t seed = 0; seed < 800; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    base::Random random(seed);
    const model::Graph graph = test::random_graph(9, random);
    const model::Problem problem{.graph = &graph,
                                 .budget = INT64_MAX,
                                 .order = seed % 2 == 0 ? model::Order::free : model::Order::kept,
                                 .max_copies = static_cast<std::int32_t>(seed / 2 % 3)};
    const model::Schedule schedule = test::random_schedule(problem, 0.3, random);
    const model::Profile profile = make_profile(graph, schedule);
    const LiveAtStep view = live_at(graph, schedule, profile, profile.peak_step);
    for (const LiveBuffer& buffer : view.buffers) {
      const Drop drop = drop_of(problem, schedule, profile, view.step, buffer);
      if (!drop.possible()) {
        ++refused[drop.obstacle];
        continue;
      }
      ++possible;
      const model::Verdict verdict = model::verify(problem, drop.schedule);
      ASSERT_TRUE(verdict.valid()) << verdict.violation->message;
      ASSERT_EQ(verdict.duration, drop.duration);
      ASSERT_EQ(verdict.peak, drop.peak);
      ASSERT_EQ(drop.schedule.steps.size(), schedule.steps.size() + drop.again.size());
      // The buffer itself is gone; what is kept for it was there already, or takes no bytes.
      // What another output of the same operation held until now may die sooner as well.
      ASSERT_LE(drop.live, view.live - buffer.size);
      with_inputs += drop.again.size() > 1 ? 1 : 0;
    }
  }
  EXPECT_GT(possible, 100);
  EXPECT_GT(with_inputs, 20);
  EXPECT_GT(refused[Obstacle::max_copies], 20);
  EXPECT_GT(refused[Obstacle::order_kept], 20);
}

TEST(DropsInARow, LowerThePeakAndNeverRaiseIt) {
  int lowered = 0;
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    base::Random random(seed);
    const model::Graph graph = test::random_graph(10, random);
    const model::Problem problem{.graph = &graph,
                                 .budget = INT64_MAX,
                                 .order = model::Order::free,
                                 .max_copies = static_cast<std::int32_t>(seed % 2) * 2};
    const model::Schedule schedule = base_schedule(graph);
    const std::int64_t before = make_profile(graph, schedule).peak;
    const Drops drops = drops_in_a_row(problem, schedule, 6, 5);
    const model::Verdict verdict = model::verify(problem, drops.schedule);
    ASSERT_TRUE(verdict.valid());
    ASSERT_EQ(verdict.peak, drops.peak);
    ASSERT_EQ(verdict.duration, drops.duration);
    ASSERT_LE(drops.peak, before);
    ASSERT_EQ(drops.buffers.empty(), drops.schedule == schedule);
    ASSERT_EQ(drops.buffers.empty(), drops.peak == before);
    lowered += drops.peak < before ? 1 : 0;
  }
  EXPECT_GT(lowered, 10);
}

// One round against its definition: of the largest that can go without a higher peak the one that
// frees most bytes for its time; it counts if the peak is lower with it.
TEST(DropsInARow, TakeWhatFreesMostForItsTime) {
  constexpr std::size_t kCandidates = 6;
  int taken = 0, chosen_from_several = 0;
  for (std::uint64_t seed = 0; seed < 600; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    base::Random random(seed);
    const model::Graph graph = test::random_graph(10, random);
    const model::Schedule schedule = base_schedule(graph);
    const model::Profile profile = make_profile(graph, schedule);
    const LiveAtStep view = live_at(graph, schedule, profile, profile.peak_step);
    std::optional<std::pair<double, LiveBuffer>> best;
    std::int64_t peak_with_best = 0;
    std::size_t looked_at = 0;
    int allowed = 0;
    for (const LiveBuffer& buffer : view.buffers) {
      if (buffer.at_step || !buffer.next || looked_at++ >= kCandidates) continue;
      const Drop drop = drop_of(in_scope(graph), schedule, profile, view.step, buffer);
      if (!drop.possible() || drop.live >= view.live || drop.peak > profile.peak) continue;
      ++allowed;
      const double rate = static_cast<double>(view.live - drop.live) /
                          static_cast<double>(drop.duration - profile.duration + 1);
      if (best && best->first >= rate) continue;
      best = {rate, buffer};
      peak_with_best = drop.peak;
    }
    std::vector<LiveBuffer> expected;
    if (best && peak_with_best < profile.peak) expected = {best->second};
    const Drops drops = drops_in_a_row(in_scope(graph), schedule, 1, kCandidates);
    ASSERT_EQ(drops.buffers, expected);
    ASSERT_EQ(drops.used_all_rounds, best.has_value());
    taken += expected.empty() ? 0 : 1;
    chosen_from_several += allowed > 1 && !expected.empty() ? 1 : 0;
  }
  EXPECT_GT(taken, 30);
  EXPECT_GT(chosen_from_several, 5);
}

}  // namespace
}  // namespace moccasin::explain
