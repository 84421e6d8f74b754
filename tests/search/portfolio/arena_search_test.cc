// SPDX-License-Identifier: Apache-2.0
#include "search/portfolio/arena_search.h"

#include <gtest/gtest.h>

#include "model/profile.h"
#include "search/portfolio/sequences.h"
#include "tests/search/portfolio/support/recording_publisher.h"
#include "tests/search/portfolio/support/training_chain.h"
#include "tests/search/support/unlimited.h"
#include "tests/support/build_graph.h"

namespace moccasin::search {
namespace {

class ArenaSearchTest : public testing::Test {
 protected:
  // What the base order is to the technique if it fits by its live bytes.
  void know(const model::Schedule& schedule) {
    snapshot_.best = to_steps(problem_, schedule);
    snapshot_.duration = graph_.base_duration();
    snapshot_.pace += 1'000'000;
  }
  void turn() {
    search_.plan(snapshot_);
    search_.run(limits_.meter, publisher_);
  }
  [[nodiscard]] std::int64_t counter(std::string_view name) const {
    return test::counter(search_.statistics(), name);
  }

  const model::Graph graph_ = test::training_chain(10);
  const model::Schedule base_ = model::base_schedule(graph_);
  model::Problem problem_{
      .graph = &graph_, .budget = test::base_peak_of(graph_), .order = model::Order::free};
  const Placer placer_{problem_, 1};
  ArenaSearch search_{problem_, placer_, 7};
  Snapshot snapshot_;
  test::RecordingPublisher publisher_{problem_};
  test::Unlimited limits_;
};

TEST_F(ArenaSearchTest, DoesNothingWhileNothingFits) {
  snapshot_.pace = 1'000'000;
  turn();
  EXPECT_EQ(limits_.meter.ticks(), 0u);
  EXPECT_TRUE(publisher_.schedules.empty());
}

TEST_F(ArenaSearchTest, DoesNothingWhereTheFastestIsPlaced) {
  know(base_);
  snapshot_.incumbent = graph_.base_duration();
  turn();
  EXPECT_EQ(limits_.meter.ticks(), 0u);
}

TEST_F(ArenaSearchTest, PlacesWhatWaitsUnderTheNameOfThisTechnique) {
  know(base_);
  snapshot_.waiting.add({.schedule = base_, .duration = graph_.base_duration(), .by = "test"});
  turn();
  ASSERT_EQ(publisher_.placements.size(), 1u);
  EXPECT_EQ(publisher_.wrong, 0);
  EXPECT_EQ(publisher_.schedules.front(), base_);
  EXPECT_EQ(publisher_.finders.front(), "arena");
  EXPECT_EQ(search_.duration(), graph_.base_duration());
  EXPECT_EQ(counter("placements found"), 1);
  const std::uint64_t before = limits_.meter.ticks();
  snapshot_.pace += 1'000'000;
  turn();
  EXPECT_EQ(limits_.meter.ticks(), before) << "there is nothing left to do";
}

// Where nothing waits it goes by what is known to be the fastest, and finds a place for that or for
// something near it.
TEST_F(ArenaSearchTest, FindsSchedulesOfItsOwn) {
  problem_.budget = test::base_peak_of(graph_) * 3 / 4;
  know(base_);
  for (int i = 0; i < 20 && publisher_.placements.empty(); ++i) {
    turn();
    snapshot_.pace += 1'000'000;
  }
  ASSERT_FALSE(publisher_.placements.empty());
  EXPECT_EQ(publisher_.wrong, 0);
  EXPECT_GT(counter("priced cycles"), 0);
  Snapshot after;
  search_.publish(after);
  EXPECT_EQ(after.duration, search_.duration());
  EXPECT_FALSE(after.best.empty());
}

TEST_F(ArenaSearchTest, HasAShareOfWhatAnnealingHas) {
  problem_.budget = test::base_peak_of(graph_) / 2;  // the floor is near: nothing comes of it
  know(base_);
  turn();
  EXPECT_GT(limits_.meter.ticks(), 0u);
  const std::uint64_t first = limits_.meter.ticks();
  turn();  // the pace is what it was
  EXPECT_EQ(limits_.meter.ticks(), first);
}

TEST_F(ArenaSearchTest, IsTheSameForTheSameSeed) {
  problem_.budget = test::base_peak_of(graph_) * 3 / 4;
  know(base_);
  turn();
  ArenaSearch twin(problem_, placer_, 7);
  test::RecordingPublisher publisher(problem_);
  test::Unlimited limits;
  twin.plan(snapshot_);
  twin.run(limits.meter, publisher);
  EXPECT_EQ(limits.meter.ticks(), limits_.meter.ticks());
  EXPECT_EQ(publisher.schedules, publisher_.schedules);
  EXPECT_EQ(publisher.placements, publisher_.placements);
}

}  // namespace
}  // namespace moccasin::search
