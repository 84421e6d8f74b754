// SPDX-License-Identifier: Apache-2.0
#include "propagators/memory_profile.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "base/random.h"

namespace moccasin::propagators {
namespace {

// All points in a list.
class ListProfile {
 public:
  struct Point {
    Event event;
    std::int64_t level;
  };

  explicit ListProfile(EventGrid grid) {
    for (Value stage = 0; stage < grid.stages; ++stage) {
      points_.push_back({grid.event(stage, stage), 0});
    }
  }
  void add(Event first, Event last, std::int64_t size) {
    for (Point& point : points_) {
      if (first <= point.event && point.event <= last) point.level += size;
    }
  }
  void place(Event event, std::int64_t level) { points_.push_back({event, level}); }
  void remove_placed() { points_.pop_back(); }

  [[nodiscard]] std::optional<Event> first_above(Event first, Event last,
                                                 std::int64_t limit) const {
    const std::vector<Event> above = events_above(first, last, limit);
    if (above.empty()) return std::nullopt;
    return *std::min_element(above.begin(), above.end());
  }
  [[nodiscard]] std::optional<Event> last_above(Event first, Event last, std::int64_t limit) const {
    const std::vector<Event> above = events_above(first, last, limit);
    if (above.empty()) return std::nullopt;
    return *std::max_element(above.begin(), above.end());
  }
  [[nodiscard]] std::int64_t highest(Event first, Event last) const {
    std::int64_t most = INT64_MIN;
    for (const Point& point : points_) {
      if (first <= point.event && point.event <= last) most = std::max(most, point.level);
    }
    return most;
  }
  [[nodiscard]] std::int64_t level(Value stage) const {
    return points_[static_cast<std::size_t>(stage)].level;
  }

 private:
  [[nodiscard]] std::vector<Event> events_above(Event first, Event last, std::int64_t limit) const {
    std::vector<Event> events;
    for (const Point& point : points_) {
      const bool within = first <= point.event && point.event <= last;
      if (within && point.level > limit) events.push_back(point.event);
    }
    return events;
  }

  std::vector<Point> points_;
};

// The profile drawn in the header.
TEST(MemoryProfile, DrawnInTheHeader) {
  const EventGrid grid = {.stages = 4, .width = 4};
  MemoryProfile profile(grid);
  profile.place(grid.event(2, 0), 0);
  profile.add(grid.event(1, 1), grid.event(2, 0), 4);
  std::vector<std::int64_t> levels;
  for (Value stage = 0; stage < 4; ++stage) levels.push_back(profile.level(stage));
  EXPECT_EQ(levels, (std::vector<std::int64_t>{0, 4, 0, 0}));
  EXPECT_EQ(profile.last_above(0, 15, 3), grid.event(2, 0));
  profile.remove_placed();
  EXPECT_EQ(profile.last_above(0, 15, 3), grid.event(1, 1));
}

// (1, 2) and (1, 3) are no events: operation 1 ends stage 1. Ranges start and end there all the
// same, since an end may be any number.
TEST(MemoryProfile, EventsThatDoNotExistAreInNoStage) {
  const EventGrid grid = {.stages = 4, .width = 4};
  MemoryProfile profile(grid);
  profile.add(grid.event(1, 1), grid.event(1, 1), 4);
  profile.add(grid.event(1, 2), grid.event(2, 2), 1);
  EXPECT_EQ(profile.level(1), 4);
  EXPECT_EQ(profile.level(2), 1);
  EXPECT_EQ(profile.first_above(grid.event(1, 2), grid.event(3, 3), 0), grid.event(2, 2));
  EXPECT_EQ(profile.highest(grid.event(1, 2), grid.event(1, 3)), INT64_MIN);
}

// Stages beyond one block of the profile, and widths beyond the stages.
TEST(MemoryProfile, IsAList) {
  for (std::uint64_t seed = 0; seed < 300; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    base::Random random(seed);
    const Value stages = random.between(1, random.chance(0.3) ? 300 : 6);
    const EventGrid grid = {.stages = stages, .width = stages + random.below(3)};
    MemoryProfile profile(grid);
    ListProfile twin(grid);
    std::size_t placed = 0;
    for (int i = 0; i < 150; ++i) {
      Event first = random.between(0, stages * grid.width - 1);
      Event last = random.between(0, stages * grid.width - 1);
      if (first > last && random.chance(0.8)) std::swap(first, last);
      const std::int64_t size = random.between(-9, 9);
      const std::uint32_t what = random.below(8);
      if (what < 4) {
        profile.add(first, last, size);
        twin.add(first, last, size);
      } else if (what == 4) {
        profile.place(first, size);
        twin.place(first, size);
        ++placed;
      } else if (what == 5 && placed > 0) {
        profile.remove_placed();
        twin.remove_placed();
        --placed;
      }
      const std::int64_t limit = random.between(-20, 20);
      ASSERT_EQ(profile.first_above(first, last, limit), twin.first_above(first, last, limit));
      ASSERT_EQ(profile.last_above(first, last, limit), twin.last_above(first, last, limit));
      ASSERT_EQ(profile.highest(first, last), twin.highest(first, last));
      const Value stage = random.between(0, stages - 1);
      ASSERT_EQ(profile.level(stage), twin.level(stage));
    }
  }
}

}  // namespace
}  // namespace moccasin::propagators
