// SPDX-License-Identifier: Apache-2.0
#include "search/packing/range_max.h"

#include <gtest/gtest.h>

#include "base/random.h"

namespace moccasin::search {
namespace {

TEST(RangeMax, IsTheMostOfEveryRange) {
  base::Random random(1);
  for (std::size_t size = 1; size < 20; ++size) {
    std::vector<std::int64_t> numbers(size);
    for (std::int64_t& number : numbers) number = random.between(-50, 50);
    const RangeMax range_max(numbers);
    for (std::size_t first = 0; first < size; ++first) {
      std::int64_t most = numbers[first];
      for (std::size_t last = first + 1; last <= size; ++last) {
        most = std::max(most, numbers[last - 1]);
        EXPECT_EQ(range_max.most(first, last), most) << first << " to " << last << " of " << size;
      }
    }
  }
}

}  // namespace
}  // namespace moccasin::search
