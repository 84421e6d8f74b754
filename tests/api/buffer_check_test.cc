// SPDX-License-Identifier: Apache-2.0
#include "api/buffer_check.h"

#include <gtest/gtest.h>

#include <string>

namespace moccasin {
namespace {

using Checked = std::vector<model::ArenaBuffer>;

constexpr std::int64_t kHalf = kMostBytes / 2;

Checked checked(const std::vector<ArenaBuffer>& buffers, std::int64_t alignment) {
  auto result = check_buffers(buffers, alignment);
  EXPECT_TRUE(std::holds_alternative<Checked>(result));
  return std::get<Checked>(std::move(result));
}

std::string problem(const ArenaBuffer& buffer, std::int64_t alignment = 1) {
  const auto result = check_buffers({{}, buffer}, alignment);
  const auto* const issues = std::get_if<std::vector<Issue>>(&result);
  if (issues == nullptr) return "";
  EXPECT_EQ(issues->size(), 1u);
  EXPECT_EQ(issues->front().code, IssueCode::bad_buffer);
  return issues->front().message;
}

TEST(BufferCheckTest, OffsetsAreMultiplesOfBothAlignments) {
  EXPECT_EQ(checked({{-3, 4, 5, 6, 12}, {7, 7, 0}}, 4),
            (Checked{{-3, 4, 5, 12, 12}, {7, 7, 0, 4, -1}}));
  EXPECT_EQ(problem({0, 1, 1, 1, 0}, 64), "") << "0 is a multiple of all";
  EXPECT_EQ(problem({-kMostBytes, kMostBytes, INT64_MAX, kMostBytes}, 2), "");
}

TEST(BufferCheckTest, SaysWhatNoArenaCanHold) {
  EXPECT_EQ(problem({4, 3, 1}), "buffer 1: upper is 3, below lower, which is 4");
  EXPECT_EQ(problem({INT64_MIN, 3, 1}), "buffer 1: lower and upper must be within +-2^62");
  EXPECT_EQ(problem({0, kMostBytes + 1, 1}), "buffer 1: lower and upper must be within +-2^62");
  EXPECT_EQ(problem({0, 1, -2}), "buffer 1: size must not be negative, but is -2");
  EXPECT_EQ(problem({0, 1, 1, 0}), "buffer 1: alignment must be at least 1, but is 0");
  EXPECT_EQ(problem({0, 1, 1, 1, -2}),
            "buffer 1: offset must be at least 0, or -1 of a buffer to be placed, but is -2");
  EXPECT_EQ(problem({0, 1, 1, 4, 10}),
            "buffer 1: it lies at 10, no multiple of its alignment, which is 4");
  EXPECT_EQ(problem({0, 1, 1, 4, 12}, 8),
            "buffer 1: it lies at 12, no multiple of its alignment, which is 8");
  EXPECT_EQ(problem({0, 1, 1, 3}, kMostBytes),
            "buffer 1: no offset up to 2^62 but 0 is a multiple of both 3 and "
            "4611686018427387904");
}

TEST(BufferCheckTest, NoSumMayOverflow) {
  EXPECT_EQ(find_overflow(Checked{{0, 1, kHalf}, {0, 1, kHalf}}), std::nullopt);
  for (const Checked& large :
       {Checked{{0, 1, kHalf}, {5, 6, kHalf}, {0, 1, 1}}, Checked{{0, 1, kHalf}, {0, 1, kHalf, 2}},
        Checked{{0, 1, INT64_MAX}}, Checked{{0, 1, 1, 1, kMostBytes}},
        Checked{{0, 1, INT64_MAX, 1, INT64_MAX}}}) {
    const auto issue = find_overflow(large);
    ASSERT_TRUE(issue.has_value());
    EXPECT_EQ(issue->code, IssueCode::bad_buffer);
  }
  EXPECT_EQ(find_overflow(Checked{{0, 1, kHalf}, {0, 1, kHalf}, {0, 1, 0, 8}}), std::nullopt)
      << "what has no bytes is on top of nothing";
}

TEST(BufferCheckTest, NamesTheFixedBuffersThatOverlap) {
  EXPECT_EQ(find_fixed_overlap(Checked{{0, 2, 4, 1, 0}, {0, 2, 4}, {1, 2, 4, 1, 4}}), std::nullopt);
  const auto issue = find_fixed_overlap(Checked{{0, 2, 4}, {0, 2, 4, 1, 0}, {1, 2, 4, 1, 3}});
  ASSERT_TRUE(issue.has_value());
  EXPECT_EQ(issue->code, IssueCode::bad_buffer);
  EXPECT_EQ(issue->message, "buffer 2 overlaps buffer 1 where both lie already");
}

}  // namespace
}  // namespace moccasin
