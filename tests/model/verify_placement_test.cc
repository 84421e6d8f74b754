// SPDX-License-Identifier: Apache-2.0
#include "model/verify_placement.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "base/random.h"
#include "tests/support/build_graph.h"

namespace moccasin::model {
namespace {

using Offsets = std::vector<std::int64_t>;

// The buffers of model/arena.h's drawing.
class VerifyPlacement : public testing::Test {
 protected:
  [[nodiscard]] std::optional<PlacementViolation> violation(
      const Offsets& offsets, std::int64_t capacity = INT64_MAX) const {
    return verify_placement(buffers_, offsets, capacity).violation;
  }
  std::vector<ArenaBuffer> buffers_{{0, 2, 3}, {2, 4, 2}, {2, 5, 3}};
};

TEST_F(VerifyPlacement, AcceptsAndMeasures) {
  const PlacementVerdict verdict = verify_placement(buffers_, Offsets{0, 3, 0});
  EXPECT_TRUE(verdict.valid());
  EXPECT_EQ(verdict.arena, 5);
  EXPECT_EQ(violation({2, 3, 0}, 5), std::nullopt);
}

TEST_F(VerifyPlacement, RefusesAnotherNumberOfOffsets) {
  EXPECT_EQ(violation({0, 3}),
            (PlacementViolation{PlacementRule::complete, 2, 0, "2 offsets for 3 buffers"}));
  EXPECT_EQ(violation({0, 3, 0, 0}),
            (PlacementViolation{PlacementRule::complete, 3, 0, "4 offsets for 3 buffers"}));
}

TEST_F(VerifyPlacement, NoticesAnOverlapOfOneByte) {
  EXPECT_EQ(violation({0, 2, 0}),
            (PlacementViolation{PlacementRule::apart, 2, 1,
                                "buffer 2 overlaps buffer 1 from time 2 on"}));
  EXPECT_EQ(violation({0, 0, 1}),
            (PlacementViolation{PlacementRule::apart, 2, 1,
                                "buffer 2 overlaps buffer 1 from time 2 on"}));
}

TEST_F(VerifyPlacement, NoticesOneByteAboveTheCapacity) {
  EXPECT_EQ(violation({0, 3, 0}, 4),
            (PlacementViolation{PlacementRule::in_arena, 1, 1,
                                "buffer 1 lies at 3 with 2 bytes, the arena has 4"}));
  EXPECT_EQ(violation({-1, 3, 0})->rule, PlacementRule::in_arena);
  EXPECT_EQ(violation({INT64_MAX, 3, 0})->rule, PlacementRule::in_arena);
}

TEST_F(VerifyPlacement, NoticesMisalignment) {
  buffers_[1].alignment = 2;
  EXPECT_EQ(violation({0, 4, 0}), std::nullopt);
  EXPECT_EQ(violation({0, 3, 0}), (PlacementViolation{PlacementRule::aligned, 1, 1,
                                                      "buffer 1 lies at 3, no multiple of 2"}));
}

TEST_F(VerifyPlacement, NoticesThatAFixedOneMoved) {
  buffers_[0].offset = 1;
  EXPECT_EQ(violation({1, 3, 0}), std::nullopt);
  EXPECT_EQ(violation({0, 3, 0}), (PlacementViolation{PlacementRule::fixed, 0, 0,
                                                      "buffer 0 lies at 0, but has to lie at 1"}));
}

TEST_F(VerifyPlacement, LetsOthersLieWhereNothingIs) {
  buffers_.push_back({2, 2, 4});  // never live
  buffers_.push_back({0, 5, 0});  // no bytes
  EXPECT_EQ(violation({0, 3, 0, 1, 4}), std::nullopt);
  EXPECT_EQ(violation({0, 3, 0, 2, 4}, 5)->rule, PlacementRule::in_arena);
}

// Every pair, byte by byte.
bool right(const std::vector<ArenaBuffer>& buffers, const Offsets& offsets) {
  for (std::size_t a = 0; a < buffers.size(); ++a) {
    for (std::size_t b = 0; b < a; ++b) {
      for (std::int64_t time = buffers[a].lower; time < buffers[a].upper; ++time) {
        if (time < buffers[b].lower || time >= buffers[b].upper) continue;
        for (std::int64_t byte = 0; byte < buffers[a].size; ++byte) {
          const std::int64_t at = offsets[a] + byte - offsets[b];
          if (at >= 0 && at < buffers[b].size) return false;
        }
      }
    }
  }
  return true;
}

TEST(VerifyPlacementAtRandom, AgreesWithEveryByte) {
  std::size_t wrong = 0;
  for (std::uint64_t seed = 0; seed < 3000; ++seed) {
    base::Random random(seed);
    std::vector<ArenaBuffer> buffers(1 + random.below(5));
    Offsets offsets;
    for (ArenaBuffer& buffer : buffers) {
      buffer.lower = random.between(0, 5);
      buffer.upper = buffer.lower + random.between(0, 3);
      buffer.size = random.between(0, 3);
      offsets.push_back(random.between(0, 7));
    }
    ASSERT_EQ(verify_placement(buffers, offsets).valid(), right(buffers, offsets))
        << "seed " << seed;
    if (!right(buffers, offsets)) ++wrong;
  }
  EXPECT_GT(wrong, 300u);
  EXPECT_LT(wrong, 2500u);
}

// a -> b -> c, a -> c; 4, 2 and 3 bytes. a and b are live at once, then all three.
class VerifyPlacementOfSchedule : public testing::Test {
 protected:
  [[nodiscard]] PlacementVerdict verdict(const Placement& placement) const {
    return verify_placement(graph_, {test::ops({0, 1, 2})}, placement);
  }
  const Graph graph_ =
      test::built(test::simple_graph({{1, 4}, {1, 2}, {1, 3}}, {{0, 1}, {1, 2}, {0, 2}}));
};

TEST_F(VerifyPlacementOfSchedule, GoesByWhatAReplayHolds) {
  const PlacementVerdict right = verdict({{0, 4, 6}, {0, 0, 0}, 1, 9});
  EXPECT_TRUE(right.valid());
  EXPECT_EQ(right.arena, 9);
  EXPECT_EQ(verdict({{0, 4, 5}, {0, 0, 0}, 1, 8}).violation->rule, PlacementRule::apart);
  EXPECT_EQ(verdict({{0, 4, 6}, {0, 0}, 1, 9}).violation->rule, PlacementRule::complete);
  EXPECT_EQ(verdict({{0, 4, 6}, {0, 0, 0}, 4, 9}).violation->rule, PlacementRule::aligned);
}

TEST(PlacementRules, HaveNames) {
  EXPECT_EQ(placement_rule_name(PlacementRule::complete), "an offset for every buffer");
  EXPECT_EQ(placement_rule_name(PlacementRule::in_arena), "within the arena");
  EXPECT_EQ(placement_rule_name(PlacementRule::aligned), "aligned");
  EXPECT_EQ(placement_rule_name(PlacementRule::fixed), "fixed offset");
  EXPECT_EQ(placement_rule_name(PlacementRule::apart), "no overlap");
}

TEST(VerifyFixed, LooksAtThoseThatLieSomewhereAndCallsThemByTheirNumbers) {
  const ArenaBuffer open{.lower = 0, .upper = 9, .size = 9};
  const ArenaBuffer low{.lower = 0, .upper = 2, .size = 4, .offset = 0};
  ArenaBuffer high{.lower = 1, .upper = 3, .size = 4, .offset = 4};
  EXPECT_TRUE(verify_fixed(std::vector{open, low, open, high}).valid());
  EXPECT_TRUE(verify_fixed(std::vector{open, open}).valid());
  high.offset = 3;
  const auto violation = verify_fixed(std::vector{open, low, open, high}).violation;
  ASSERT_TRUE(violation);
  EXPECT_EQ(violation->rule, PlacementRule::apart);
  EXPECT_EQ(violation->buffer, 3u) << "it is born later";
  EXPECT_EQ(violation->other, 1u);
}

}  // namespace
}  // namespace moccasin::model
