// SPDX-License-Identifier: Apache-2.0
// The packer beside brute force. MOCCASIN_PACKING_PROBLEMS sets how many problems, and
// MOCCASIN_PACKING_FIRST the first seed, for long runs.
#include "search/packing/pack.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <iostream>
#include <string>
#include <vector>

#include "model/verify_placement.h"
#include "tests/search/packing/support/random_arena.h"
#include "tests/support/from_environment.h"

namespace moccasin::search {
namespace {

using model::ArenaBuffer;

PackResult packed(const std::vector<ArenaBuffer>& buffers, PackOptions options = {},
                  std::uint64_t ticks = Meter::kUnlimited) {
  const Limits limits;
  Meter meter(limits);
  return pack(buffers, options, Share(meter, ticks));
}

TEST(Pack, FindsTheLeastHeightOfTinyProblems) {
  const std::uint64_t problems = test::from_environment("MOCCASIN_PACKING_PROBLEMS", 5000);
  const std::uint64_t first = test::from_environment("MOCCASIN_PACKING_FIRST", 0);
  std::size_t proofs = 0, searched = 0;
  for (std::uint64_t seed = first; seed < first + problems; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    base::Random random(seed);
    const auto buffers = test::random_arena(random, 7);
    const PackResult result = packed(buffers, {.seed = seed});
    ASSERT_EQ(result.status, PackStatus::optimal);
    const auto verdict = model::verify_placement(buffers, result.offsets);
    ASSERT_TRUE(verdict.valid()) << verdict.violation->message;
    ASSERT_EQ(result.height, verdict.arena);
    ASSERT_EQ(result.bound, result.height);
    ASSERT_TRUE(result.height == 0 || !test::placement_exists(buffers, result.height - 1));
    if (result.bound_by == "search") ++proofs;
    if (result.found_by == "lowest place first") ++searched;

    const std::int64_t capacity = std::max<std::int64_t>(result.height + random.between(-2, 2), 1);
    const PackResult within = packed(buffers, {.capacity = capacity, .seed = seed});
    ASSERT_EQ(within.status == PackStatus::impossible, capacity < result.height);
    ASSERT_TRUE(within.height <= capacity || capacity < result.height);
    ASSERT_LE(within.bound, result.height);
    ASSERT_TRUE(model::verify_placement(buffers, within.offsets).valid());
  }
  std::cout << problems << " problems: " << proofs << " proofs above the bound by live bytes, "
            << searched << " least placements found by search alone\n";
}

std::vector<ArenaBuffer> many(std::size_t count, std::uint64_t seed) {
  base::Random random(seed);
  std::vector<ArenaBuffer> buffers;
  for (std::size_t i = 0; i < count; ++i) {
    const std::int64_t lower = random.between(0, static_cast<std::int64_t>(count));
    buffers.push_back({lower, lower + random.between(1, 30), random.between(1, 4000)});
  }
  return buffers;
}

TEST(Pack, PlacesNothing) {
  const PackResult none = packed({});
  EXPECT_EQ(none.status, PackStatus::optimal);
  EXPECT_EQ(none.height, 0);
  EXPECT_EQ(packed({{0, 4, 0}, {3, 3, 5}}).offsets, (std::vector<std::int64_t>{0, 0}));
  EXPECT_EQ(packed({{0, 4, 0}, {3, 3, 5, 2, 4}}).height, 9);
}

TEST(Pack, SaysWhatIsFixedInTheWrongPlace) {
  EXPECT_EQ(packed({{0, 2, 3, 1, 0}, {1, 3, 3, 1, 2}}).status, PackStatus::none);
  EXPECT_EQ(packed({{0, 2, 3, 2, 1}}).status, PackStatus::none);
  EXPECT_FALSE(packed({{0, 2, 3, 2, 1}}).has_placement());
  EXPECT_EQ(packed({{0, 2, 3, 1, 0}, {1, 3, 3, 1, 3}}).status, PackStatus::optimal);
}

TEST(Pack, UsesTheHolesBeneathWhatIsFixed) {
  EXPECT_EQ(packed({{0, 2, 3, 1, 4}, {0, 2, 4}}).offsets, (std::vector<std::int64_t>{4, 0}));
  const PackResult over = packed({{0, 2, 3, 1, 4}, {0, 2, 5}});
  EXPECT_EQ(over.height, 12);
  EXPECT_EQ(over.status, PackStatus::optimal);
  EXPECT_EQ(over.bound_by, "search");
}

TEST(Pack, AnswersForACapacity) {
  const std::vector<ArenaBuffer> two{{0, 2, 3}, {1, 3, 4}};
  EXPECT_EQ(packed(two, {.capacity = 6}).status, PackStatus::impossible);
  EXPECT_EQ(packed(two, {.capacity = 6}).height, 7);
  EXPECT_EQ(packed(two, {.capacity = 7}).status, PackStatus::optimal);
  const PackResult fits = packed(many(200, 9), {.capacity = 1'000'000});
  EXPECT_EQ(fits.status == PackStatus::fits, fits.height > fits.bound);
  EXPECT_LE(fits.height, 1'000'000);
  EXPECT_EQ(packed(two, {.capacity = INT64_MAX}).status, PackStatus::optimal);
}

TEST(Pack, HoldsForSizesUpToTheLimit) {
  constexpr std::int64_t kLarge = std::int64_t{1} << 60;
  const PackResult result = packed({{0, 2, kLarge}, {1, 3, kLarge + 1}, {2, 4, kLarge - 1}});
  EXPECT_EQ(result.status, PackStatus::optimal);
  EXPECT_EQ(result.height, 2 * kLarge + 1);
  EXPECT_EQ(packed({{0, 1, 4 * kLarge}, {0, 1, 1}}).status, PackStatus::none);
}

TEST(Pack, IsTheSameWithTheSameTicksAndSeed) {
  const auto buffers = many(120, 1);
  const PackResult one = packed(buffers, {.seed = 7}, 500'000);
  const PackResult same = packed(buffers, {.seed = 7}, 500'000);
  EXPECT_EQ(one.offsets, same.offsets);
  EXPECT_EQ(one.bound, same.bound);
}

TEST(Pack, PlacesWithoutAShareAsWell) {
  const auto buffers = many(300, 2);
  const PackResult result = packed(buffers, {}, 0);
  EXPECT_EQ(result.found_by, "best fit in time");
  EXPECT_TRUE(model::verify_placement(buffers, result.offsets).valid());
}

TEST(Pack, PlacesAHundredThousand) {
  const auto buffers = many(100'000, 3);
  const PackResult result = packed(buffers, {}, 1'000'000);
  EXPECT_TRUE(model::verify_placement(buffers, result.offsets).valid());
  EXPECT_LT(result.height, 2 * result.live_peak);
}

TEST(Pack, EndsWhereItIsStopped) {
  std::atomic<bool> stop = true;
  const Limits limits{.stop = &stop};
  Meter meter(limits);
  const auto buffers = many(400, 4);
  const PackResult result = pack(buffers, {}, Share(meter, Meter::kUnlimited));
  EXPECT_TRUE(result.has_placement());
  EXPECT_EQ(meter.reason(), StopReason::user);
}

}  // namespace
}  // namespace moccasin::search
