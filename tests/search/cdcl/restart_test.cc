// SPDX-License-Identifier: Apache-2.0
#include "search/cdcl/restart.h"

#include <gtest/gtest.h>

#include <vector>

namespace moccasin::search {
namespace {

// S(k) = S(k - 1) S(k - 1) 2^(k - 1).
std::vector<std::uint64_t> by_definition(int k) {
  if (k == 0) return {};
  std::vector<std::uint64_t> sequence = by_definition(k - 1);
  const std::vector<std::uint64_t> again = sequence;
  sequence.insert(sequence.end(), again.begin(), again.end());
  sequence.push_back(std::uint64_t{1} << (k - 1));
  return sequence;
}

TEST(Luby, IsTheSequence) {
  const std::vector<std::uint64_t> expected = by_definition(12);
  std::vector<std::uint64_t> sequence;
  for (std::uint64_t i = 1; i <= expected.size(); ++i) sequence.push_back(luby(i));
  EXPECT_EQ(sequence, expected);
}

TEST(Restart, IsDueAfterTheSequenceTimesTheUnit) {
  Restart restart(3);
  std::vector<int> conflicts;
  for (int i = 0; i < 15; ++i) {
    int until_due = 0;
    while (!restart.due()) {
      restart.conflict();
      ++until_due;
    }
    conflicts.push_back(until_due);
    restart.conflict();  // it stays due, and the count does not run over
    EXPECT_TRUE(restart.due());
    restart.restarted();
  }
  EXPECT_EQ(conflicts, (std::vector{3, 3, 6, 3, 3, 6, 12, 3, 3, 6, 3, 3, 6, 12, 24}));
}

}  // namespace
}  // namespace moccasin::search
