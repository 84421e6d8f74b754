// SPDX-License-Identifier: Apache-2.0
#include "search/local/excess_kernel.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

#include "base/random.h"

namespace moccasin::search {
namespace {

std::int64_t excess(std::int64_t live, std::int64_t limit) {
  return live > limit ? live - limit : 0;
}

std::int64_t naive_change(const std::vector<std::int64_t>& live, std::int64_t delta,
                          std::int64_t limit) {
  std::int64_t change = 0;
  for (const std::int64_t units : live)
    change += excess(units + delta, limit) - excess(units, limit);
  return change;
}

TEST(ExcessKernel, CountsOnlyWhatIsOverTheLimit) {
  const std::vector<std::int64_t> live{4, 10, 12};
  EXPECT_EQ(excess_change(live.data(), 3, 3, 11), 0 + 2 + 3);
  EXPECT_EQ(excess_change(live.data(), 3, -3, 11), 0 + 0 - 1);
  EXPECT_EQ(excess_change(live.data(), 3, 0, 11), 0);
  EXPECT_EQ(excess_change(live.data(), 0, 100, 11), 0);
}

// Every length around the widths of vector registers, unaligned, from small numbers (all ways to
// lie about the limit) to the largest that published graphs reach.
TEST(ExcessKernel, EqualsThePlainLoop) {
  base::Random random(1);
  for (const std::int64_t scale : {std::int64_t{3}, std::int64_t{1000}, std::int64_t{1} << 31}) {
    for (const std::int64_t factor : {std::int64_t{1}, std::int64_t{5000}}) {  // to 1e13
      for (std::size_t count = 1; count <= 130; ++count) {
        std::vector<std::int64_t> live;
        for (std::size_t i = 0; i <= count; ++i) live.push_back(factor * random.between(0, scale));
        const std::int64_t delta = factor * random.between(-scale, scale);
        const std::int64_t limit = factor * random.between(-1, scale);
        const std::vector<std::int64_t> tail(live.begin() + 1, live.end());
        ASSERT_EQ(excess_change(live.data() + 1, count, delta, limit),
                  naive_change(tail, delta, limit))
            << "count " << count << ", scale " << scale * factor;
        const Extremes found = extremes(live.data() + 1, count);
        ASSERT_EQ(found.lowest, *std::min_element(tail.begin(), tail.end()));
        ASSERT_EQ(found.highest, *std::max_element(tail.begin(), tail.end()));
      }
    }
  }
}

TEST(ExcessKernel, FindsExtremesAtEitherEnd) {
  std::vector<std::int64_t> live(100, 5);
  live.front() = -7;
  live.back() = 9;
  EXPECT_EQ(extremes(live.data(), 100).lowest, -7);
  EXPECT_EQ(extremes(live.data(), 100).highest, 9);
  EXPECT_EQ(extremes(live.data(), 1).highest, -7);
}

}  // namespace
}  // namespace moccasin::search
