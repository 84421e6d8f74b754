// SPDX-License-Identifier: Apache-2.0
#include "search/portfolio/waiting_list.h"

#include <gtest/gtest.h>

#include <utility>

#include "tests/support/build_graph.h"

namespace moccasin::search {
namespace {

using Numbers = std::vector<std::uint64_t>;
using Durations = std::vector<std::int64_t>;

// A schedule of `steps` steps, as far as a list can tell.
Unplaced unplaced(std::int64_t duration, std::size_t steps = 1) {
  return {.schedule = {std::vector<model::OpIndex>(steps, model::OpIndex(0))},
          .duration = duration,
          .by = "test"};
}

Durations durations_of(const WaitingList& list) {
  Durations durations;
  for (const Unplaced& one : list.all()) durations.push_back(one.duration);
  return durations;
}

Numbers numbers_of(const WaitingList& list) {
  Numbers numbers;
  for (const Unplaced& one : list.all()) numbers.push_back(one.number);
  return numbers;
}

TEST(WaitingList, HasTheFastestFirstAndOfEqualsTheLater) {
  WaitingList list;
  for (const std::int64_t duration : {30, 10, 20, 10}) list.add(unplaced(duration));
  EXPECT_EQ(durations_of(list), (Durations{10, 10, 20, 30}));
  EXPECT_EQ(numbers_of(list), (Numbers{4, 2, 3, 1}));
}

TEST(WaitingList, KeepsTheFastestOfMany) {
  WaitingList list;
  const auto many = static_cast<std::int64_t>(WaitingList::kMost) + 5;
  for (std::int64_t duration = many; duration > 0; --duration) list.add(unplaced(duration));
  EXPECT_EQ(list.all().size(), WaitingList::kMost);
  EXPECT_EQ(list.all().front().duration, 1);
  EXPECT_EQ(list.all().back().duration, many - 5);
}

TEST(WaitingList, KeepsFewerWhereTheyAreLongButOneAlways) {
  WaitingList list;
  const std::size_t half = WaitingList::kMostSteps / 2;
  for (const std::int64_t duration : {3, 2, 1}) list.add(unplaced(duration, half));
  EXPECT_EQ(durations_of(list), (Durations{1, 2}));
  list.add(unplaced(0, 3 * half));
  EXPECT_EQ(durations_of(list), Durations{0});
}

TEST(WaitingList, DropsWhatIsNoFasterThanWhatIsPlaced) {
  WaitingList list;
  for (const std::int64_t duration : {10, 20, 20, 30}) list.add(unplaced(duration));
  list.drop(20);
  EXPECT_EQ(durations_of(list), Durations{10});
  list.drop(10);
  EXPECT_TRUE(list.all().empty());
}

// What was dropped makes room, too: steps are counted both ways.
TEST(WaitingList, HasRoomAgainForWhatWasDropped) {
  WaitingList list;
  const std::size_t half = WaitingList::kMostSteps / 2;
  list.add(unplaced(9, half)), list.add(unplaced(8, half));
  list.drop(8);
  list.add(unplaced(2, half)), list.add(unplaced(1, half));
  EXPECT_EQ(durations_of(list), (Durations{1, 2}));
}

TEST(WaitingList, TakesAnotherOnesAndNumbersThemAnew) {
  WaitingList all, one, other;
  one.add(unplaced(20)), one.add(unplaced(10)), one.add(unplaced(10));
  other.add(unplaced(15)), other.add(unplaced(10));
  all.take(one), all.take(other);
  EXPECT_TRUE(one.all().empty() && other.all().empty());
  EXPECT_EQ(durations_of(all), (Durations{10, 10, 10, 15, 20}));
  // One's are 1 to 3, the later of its equals the higher; other's are 4 and 5.
  EXPECT_EQ(numbers_of(all), (Numbers{5, 3, 2, 4, 1}));
}

}  // namespace
}  // namespace moccasin::search
