// SPDX-License-Identifier: Apache-2.0
#include "search/packing/best_placement.h"

#include <gtest/gtest.h>

#include "tests/search/packing/support/rectangle_case.h"

namespace moccasin::search {
namespace {

TEST(BestPlacement, IsTheFirstOfTheLowest) {
  const Rectangles rectangles = test::rectangles_of({{0, 1, 2}, {0, 1, 3}});
  BestPlacement best(rectangles, 5);
  const auto offer = [&](std::int64_t a, std::int64_t b, std::string_view name) {
    best.offer(Offsets(std::vector<std::int64_t>{a, b}), name);
  };
  offer(4, 0, "six");
  EXPECT_EQ(best.height(), 6);
  EXPECT_FALSE(best.reached());
  offer(0, 4, "seven");
  best.offer(std::nullopt, "none");
  offer(0, 2, "five");
  offer(3, 0, "five again");
  EXPECT_EQ(best.height(), 5);
  EXPECT_TRUE(best.reached());
  EXPECT_EQ(best.found_by(), "five");
  EXPECT_EQ(best.offsets().raw(), (std::vector<std::int64_t>{0, 2}));
}

}  // namespace
}  // namespace moccasin::search
