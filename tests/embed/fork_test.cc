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

TEST(Fork, AChildSolvesAsItsParentDid) {
  const Graph graph = training(60);
  const std::string one = solved(graph, 1), four = solved(graph, 4);
  EXPECT_EQ(said_by_child([&] { return solved(graph, 4); }), four);
  EXPECT_EQ(said_by_child([&] { return solved(graph, 1); }), one);
  EXPECT_EQ(solved(graph, 4), four) << "in the parent, afterwards";
}

TEST(Fork, AGrandchildDoesToo) {
  const Graph graph = training(60);
  const std::string four = solved(graph, 4);
  EXPECT_EQ(said_by_child([&] {
              const std::string by_child = solved(graph, 4);
              return by_child + said_by_child([&] { return solved(graph, 4); });
            }),
            four + four);
}

// What the parent's threads are at when it forks is left to chance. A sanitizer's allocator has
// locks, which it does not see to at a fork.
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
