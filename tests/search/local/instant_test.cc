// SPDX-License-Identifier: Apache-2.0
#include "search/local/instant.h"

#include <gtest/gtest.h>

namespace moccasin::search {
namespace {

TEST(Instant, ComeInOrderOfTime) {
  EXPECT_LT(Instant::gap_before(3), Instant::step(3));
  EXPECT_LT(Instant::step(3), Instant::gap_before(4));
  EXPECT_EQ(Instant::step(3).next(), Instant::gap_before(4));
  EXPECT_EQ(Instant::step(3).previous(), Instant::gap_before(3));
}

TEST(Instant, KnowTheStepsOnEitherSide) {
  for (const Key key : {0, 1, 7}) {
    EXPECT_EQ(Instant::step(key).first_key(), key);
    EXPECT_EQ(Instant::step(key).last_key(), key);
    EXPECT_EQ(Instant::gap_before(key).first_key(), key);
    EXPECT_EQ(Instant::gap_before(key).last_key(), key - 1);
  }
}

}  // namespace
}  // namespace moccasin::search
