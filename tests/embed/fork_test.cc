// SPDX-License-Identifier: Apache-2.0
// A host that forks. The threads of its parent are not there in a child, and what they hold is held
// for ever: a child solves all the same, to the same end.
#include <gtest/gtest.h>

#include <atomic>
#include <string>
#include <thread>

#include "tests/embed/support/child.h"
#include "tests/embed/support/graphs.h"

namespace moccasin::test {
namespace {

std::string solved(const Graph& graph, std::int32_t threads) {
  return text_of(solve(graph, budget(graph, 50), repeatable(40'000, threads)));
}

// A sanitizer's allocator has locks, which it does not see to at a fork, and threads whose work is
// done may still be giving memory back: there, who forks has had no threads before.
#ifdef MOCCASIN_SANITIZED
constexpr std::int32_t kThreadsBefore = 1;
#else
constexpr std::int32_t kThreadsBefore = 4;
#endif

TEST(Fork, AChildSolvesAsItsParentDid) {
  const Graph graph = training(60);
  const std::string before = solved(graph, kThreadsBefore);
  const std::string four = said_by_child([&] { return solved(graph, 4); });
  const std::string one = said_by_child([&] { return solved(graph, 1); });
  EXPECT_EQ(before, kThreadsBefore == 4 ? four : one);
  EXPECT_EQ(solved(graph, 4), four) << "in the parent, afterwards";
  EXPECT_EQ(solved(graph, 1), one);
}

TEST(Fork, AGrandchildDoesToo) {
  const Graph graph = training(60);
  const std::string by_both = said_by_child([&] {
    const std::string by_child = solved(graph, kThreadsBefore);
    return by_child + said_by_child([&] { return solved(graph, 4); });
  });
  EXPECT_EQ(by_both, solved(graph, kThreadsBefore) + solved(graph, 4));
}

// What the parent's threads are at when it forks is left to chance.
#ifndef MOCCASIN_SANITIZED
TEST(Fork, AChildSolvesThatWasForkedWhileOthersSolve) {
  const Graph graph = training(60);
  const std::string four = solved(graph, 4);
  std::atomic<bool> enough{false};
  std::atomic<int> wrong{0};
  std::thread other([&] {
    while (!enough) wrong += solved(graph, 4) == four ? 0 : 1;
  });
  for (int i = 0; i < 40; ++i) {
    const std::string by_child = said_by_child([&] { return solved(graph, 4); });
    EXPECT_EQ(by_child, four) << "child " << i;
    if (by_child != four) break;
  }
  enough = true;
  other.join();
  EXPECT_EQ(wrong, 0);
}
#endif

}  // namespace
}  // namespace moccasin::test
