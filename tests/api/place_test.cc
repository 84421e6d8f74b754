// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <random>
#include <string>
#include <vector>

#include "moccasin/arena.hpp"
#include "tests/api/random_schedules.h"

namespace moccasin {
namespace {

using Offsets = std::vector<std::int64_t>;

// No clock: the same result on every machine.
PlaceOptions by_work(std::uint64_t work = 1'000'000) {
  PlaceOptions options;
  options.time_limit = 0;
  options.work_limit = work;
  return options;
}

// a(4) -> b(2) -> c(1), a -> c; b has a workspace of 3.
Graph triangle() {
  Graph graph;
  graph.add_node({"a", 10}, 4);
  graph.add_node({"b", 30, 3}, 2);
  graph.add_node({"c", 20}, 1);
  graph.add_edge(0, 1);
  graph.add_edge(1, 2);
  graph.add_edge(0, 2);
  graph.set_resident(100);
  return graph;
}

// A piece of the arena during some steps.
struct Piece {
  std::int64_t lower, upper, begin, end;
};

// By twos, and from lifetimes(): neither the packer's way nor that of verify_placement().
std::size_t count_overlaps(const std::vector<Piece>& pieces) {
  std::size_t count = 0;
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    for (std::size_t k = 0; k < i; ++k) {
      const bool at_once =
          std::max(pieces[i].lower, pieces[k].lower) < std::min(pieces[i].upper, pieces[k].upper);
      const bool same_bytes =
          std::max(pieces[i].begin, pieces[k].begin) < std::min(pieces[i].end, pieces[k].end);
      count += at_once && same_bytes ? 1 : 0;
    }
  }
  return count;
}

TEST(PlaceTest, PlacesEveryBufferOfASchedule) {
  const PlaceResult placed = place(triangle(), {0, 1, 2}, by_work());
  EXPECT_EQ(placed.status, Status::optimal);
  EXPECT_EQ(placed.stop, Stop::proved);
  EXPECT_EQ(placed.placement.arena, 9);  // a, b and the workspace of b at step 1
  EXPECT_EQ(placed.bound, 9);
  EXPECT_EQ(placed.live_peak, 9) << "without what is resident";
  EXPECT_EQ(placed.placement.offsets.size(), 3u);
  EXPECT_EQ(placed.placement.workspaces.size(), 3u);
  EXPECT_EQ(placed.placement.alignment, 1);
  EXPECT_FALSE(placed.found_by.empty());
  EXPECT_TRUE(placed.issues.empty());
}

TEST(PlaceTest, BuffersOfRandomSchedulesDoNotOverlap) {
  std::mt19937 random(7);
  std::size_t placed_buffers = 0, workspaces = 0;
  for (int round = 0; round < 300; ++round) {
    SCOPED_TRACE(round);
    const test::RandomCase c = test::random_case(random);
    PlaceOptions options = by_work(100'000);
    options.alignment = 1 + static_cast<std::int64_t>(random() % 8);
    options.seed = random();
    const PlaceResult placed = place(c.graph, c.schedule, options);
    ASSERT_TRUE(placed.has_placement());
    const Placement& placement = placed.placement;
    const std::vector<Buffer> buffers = lifetimes(c.graph, c.schedule);
    ASSERT_EQ(placement.offsets.size(), buffers.size());
    ASSERT_EQ(placement.workspaces.size(), c.schedule.size());
    std::vector<Piece> pieces;
    for (std::size_t i = 0; i < buffers.size(); ++i) {
      const std::int64_t at = placement.offsets[i];
      pieces.push_back({buffers[i].lower, buffers[i].upper, at, at + buffers[i].size});
      ASSERT_EQ(at % options.alignment, 0);
    }
    for (std::size_t step = 0; step < c.schedule.size(); ++step) {
      const std::int64_t at = placement.workspaces[step], size = c.workspaces[c.schedule[step]];
      const auto lower = static_cast<std::int64_t>(step);
      pieces.push_back({lower, lower + 1, at, at + size});
      ASSERT_EQ(at % options.alignment, 0);
      workspaces += size > 0 ? 1 : 0;
    }
    EXPECT_EQ(count_overlaps(pieces), 0u);
    std::int64_t top = 0;
    for (const Piece& piece : pieces) {
      ASSERT_GE(piece.begin, 0);
      if (piece.end > piece.begin) top = std::max(top, piece.end);
    }
    EXPECT_EQ(placement.arena, top);
    EXPECT_EQ(placement.alignment, options.alignment);
    EXPECT_EQ(placed.live_peak, evaluate(c.graph, c.schedule).peak - c.resident);
    EXPECT_LE(placed.live_peak, placed.bound);
    EXPECT_LE(placed.bound, placement.arena);
    EXPECT_EQ(placed.status == Status::optimal, placed.bound == placement.arena);
    placed_buffers += buffers.size();
  }
  EXPECT_GT(placed_buffers, 1000u);
  EXPECT_GT(workspaces, 1000u);
}

TEST(PlaceTest, ACapacityIsReachedOrImpossible) {
  PlaceOptions options = by_work();
  options.capacity = 20;
  const PlaceResult fits = place(triangle(), {0, 1, 2}, options);
  EXPECT_TRUE(fits.has_placement());
  EXPECT_LE(fits.placement.arena, 20);
  EXPECT_EQ(fits.stop, fits.status == Status::optimal ? Stop::proved : Stop::target);
  options.capacity = 8;
  const PlaceResult none = place(triangle(), {0, 1, 2}, options);
  EXPECT_EQ(none.status, Status::infeasible);
  EXPECT_EQ(none.stop, Stop::proved);
  EXPECT_FALSE(none.has_placement());
  EXPECT_EQ(none.bound, 9);
}

TEST(PlaceTest, PlacesBuffersOfWhoHasNoGraph) {
  // The drawing of the header.
  const std::vector<ArenaBuffer> buffers = {{0, 2, 3}, {2, 4, 2}, {2, 5, 3}};
  const PlaceResult placed = place(buffers, by_work());
  EXPECT_EQ(placed.status, Status::optimal);
  EXPECT_EQ(placed.placement.arena, 5);
  EXPECT_EQ(placed.placement.workspaces, Offsets());
  EXPECT_TRUE(verify_placement(buffers, placed.placement.offsets, 5).empty());
  EXPECT_EQ(place(std::vector<ArenaBuffer>(), by_work()).status, Status::optimal);
}

TEST(PlaceTest, WhatLiesSomewhereStaysThere) {
  std::vector<ArenaBuffer> buffers = {{-5, 5, 8}, {0, 10, 8}, {3, 4, 4, 16}, {8, 9, 0, 4}};
  buffers[1].offset = 32;
  PlaceOptions options = by_work();
  options.alignment = 4;
  const PlaceResult placed = place(buffers, options);
  ASSERT_TRUE(placed.has_placement());
  EXPECT_EQ(placed.placement.offsets[1], 32);
  EXPECT_EQ(placed.placement.offsets[2] % 16, 0);
  EXPECT_TRUE(verify_placement(buffers, placed.placement.offsets).empty());
  options.alignment = 24;  // beside 16: 48
  buffers[1].offset = 48;
  const PlaceResult of_both = place(buffers, options);
  ASSERT_TRUE(of_both.has_placement());
  EXPECT_EQ(of_both.placement.offsets[2] % 48, 0);
  EXPECT_EQ(of_both.placement.alignment, 24);
}

// So many, so long that no simple placement is as low as what is live.
std::vector<ArenaBuffer> crowd() {
  std::mt19937 random(3);
  std::vector<ArenaBuffer> buffers;
  for (int i = 0; i < 200; ++i) {
    const auto lower = static_cast<std::int64_t>(random() % 60);
    buffers.push_back({lower, lower + 1 + static_cast<std::int64_t>(random() % 25),
                       1 + static_cast<std::int64_t>(random() % 1000)});
  }
  return buffers;
}

// Neither reached nor refuted: the smallest that was found is there all the same.
TEST(PlaceTest, ACapacityThatIsNotReachedIsNoProof) {
  PlaceOptions options = by_work(1);
  options.capacity = place(crowd(), options).live_peak;
  const PlaceResult result = place(crowd(), options);
  EXPECT_EQ(result.status, Status::unknown);
  EXPECT_EQ(result.stop, Stop::work);
  EXPECT_FALSE(result.has_placement());
  EXPECT_GT(result.placement.arena, options.capacity);
  EXPECT_TRUE(verify_placement(crowd(), result.placement.offsets).empty());
}

TEST(PlaceTest, TheSameEveryTime) {
  const PlaceResult first = place(crowd(), by_work(50'000)),
                    again = place(crowd(), by_work(50'000));
  EXPECT_EQ(first.placement.offsets, again.placement.offsets);
  EXPECT_EQ(first.work, again.work);
  EXPECT_GT(first.work, 0u);
  EXPECT_EQ(first.status, again.status);
  EXPECT_GT(first.wall_seconds, 0);
}

struct WrongCall {
  PlaceOptions options;
  std::string message;
};

TEST(PlaceTest, OptionsThatAreNone) {
  const auto with = [](auto set) {
    PlaceOptions options = by_work();
    set(options);
    return options;
  };
  const std::vector<WrongCall> wrong = {
      {with([](PlaceOptions& o) { o.alignment = 0; }), "alignment is below 1, or above 2^62"},
      {with([](PlaceOptions& o) { o.alignment = INT64_MAX; }),
       "alignment is below 1, or above 2^62"},
      {with([](PlaceOptions& o) { o.capacity = -1; }), "capacity is negative"},
      {with([](PlaceOptions& o) { o.time_limit = -1; }), "time_limit is negative or not a number"},
      {with([](PlaceOptions& o) { o.time_limit = std::nan(""); }),
       "time_limit is negative or not a number"},
      {with([](PlaceOptions& o) {
         o.start = std::chrono::steady_clock::now() + std::chrono::hours(1);
       }),
       "start is in the future"}};
  for (const auto& [options, message] : wrong) {
    for (const PlaceResult& result :
         {place(triangle(), {0, 1, 2}, options), place(std::vector<ArenaBuffer>(1), options)}) {
      EXPECT_EQ(result.status, Status::invalid) << message;
      ASSERT_EQ(result.issues.size(), 1u) << message;
      EXPECT_EQ(result.issues[0].code, IssueCode::bad_option);
      EXPECT_EQ(result.issues[0].message, message);
      EXPECT_FALSE(result.has_placement());
    }
  }
}

TEST(PlaceTest, WhatCannotBePlacedIsInvalid) {
  const auto issue = [](const PlaceResult& result) {
    EXPECT_EQ(result.status, Status::invalid);
    EXPECT_TRUE(result.placement.offsets.empty());
    return result.issues.empty() ? "" : result.issues[0].message;
  };
  EXPECT_EQ(issue(place(Graph(), {}, by_work())), "the graph has no operations");
  EXPECT_EQ(issue(place(triangle(), {0, 2, 1}, by_work())),
            "step 1: 'c' reads an output of 'b', which has not run yet");
  EXPECT_EQ(issue(place({{0, 1, -1}}, by_work())),
            "buffer 0: size must not be negative, but is -1");
  EXPECT_EQ(issue(place({{0, 2, 4, 1, 8}, {0, 1, 1}, {1, 3, 4, 1, 6}}, by_work())),
            "buffer 2 overlaps buffer 0 where both lie already");
  const std::int64_t half = std::int64_t{1} << 61;
  EXPECT_EQ(issue(place({{0, 1, half}, {0, 1, half}, {0, 1, 1}}, by_work())),
            "the sizes and alignments of all buffers add up to more than 2^62");
}

TEST(PlaceTest, AStopIsAnAnswer) {
  StopFlag stop;
  stop.request();
  PlaceOptions options;
  options.time_limit = 0;
  const PlaceResult result = place(crowd(), options, &stop);
  EXPECT_TRUE(result.issues.empty());
  EXPECT_EQ(result.stop, Stop::user);
  EXPECT_NE(result.status, Status::optimal);
}

}  // namespace
}  // namespace moccasin
