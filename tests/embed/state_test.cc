// SPDX-License-Identifier: Apache-2.0
// Nothing is kept between calls: no answer depends on what was solved before, and all that was
// allocated is given back.
#include <gtest/gtest.h>
#include <malloc.h>

#include <atomic>
#include <cstdlib>
#include <filesystem>
#include <iterator>
#include <new>
#include <string>
#include <vector>

#include "tests/embed/support/child.h"
#include "tests/embed/support/graphs.h"

namespace {

std::atomic<std::int64_t> live_blocks{0}, live_bytes{0};

void* counted(void* block) {
  if (block == nullptr) throw std::bad_alloc();
  ++live_blocks;
  live_bytes += static_cast<std::int64_t>(malloc_usable_size(block));
  return block;
}

void give_back(void* block) noexcept {
  if (block == nullptr) return;
  --live_blocks;
  live_bytes -= static_cast<std::int64_t>(malloc_usable_size(block));
  std::free(block);
}

}  // namespace

// The host's: the library's allocations go through them as well.
void* operator new(std::size_t size) { return counted(std::malloc(size > 0 ? size : 1)); }
void* operator new(std::size_t size, std::align_val_t alignment) {
  const auto unit = static_cast<std::size_t>(alignment);
  return counted(std::aligned_alloc(unit, (size + unit - 1) / unit * unit));
}
void* operator new(std::size_t size, const std::nothrow_t&) noexcept {
  void* const block = std::malloc(size > 0 ? size : 1);
  return block == nullptr ? nullptr : counted(block);
}
void operator delete(void* block) noexcept { give_back(block); }
void operator delete(void* block, std::size_t) noexcept { give_back(block); }
void operator delete(void* block, const std::nothrow_t&) noexcept { give_back(block); }
void operator delete(void* block, std::align_val_t) noexcept { give_back(block); }
void operator delete(void* block, std::size_t, std::align_val_t) noexcept { give_back(block); }

namespace moccasin::test {
namespace {

// Several problems, techniques and ways to end; each text as if it were the only one.
std::string solved(std::size_t which) {
  const Graph graph = training(40 + 10 * which, static_cast<std::uint32_t>(which));
  Options options = repeatable(30'000, which % 2 == 0 ? 1 : 4);
  options.order = which < 2 ? Order::free : Order::kept;
  options.certify = which == 2;
  const Result result = solve(graph, budget(graph, which == 3 ? 0 : 40), options);
  return text_of(result) + text_of(place(graph, result.schedule, repeatable_placing(30'000))) +
         (which == 1 ? std::to_string(lifetimes(graph, {}).size()) : "");
}

constexpr std::size_t kProblems = 4;

// Each in a process that has never solved anything: before main(), in a child of its own.
std::vector<std::string> solved_afresh() {
  std::vector<std::string> texts;
  for (std::size_t which = 0; which < kProblems; ++which) {
    texts.push_back(said_by_child([&] { return solved(which); }));
  }
  return texts;
}
const std::vector<std::string> fresh = solved_afresh();

TEST(State, AnAnswerDependsOnNothingSolvedBefore) {
  for (int round = 0; round < 3; ++round) {
    for (const std::size_t which : {0, 1, 2, 3, 2, 1, 0}) {
      EXPECT_EQ(solved(which), fresh[which]) << "problem " << which << ", round " << round;
    }
  }
}

// But for what oneTBB allocates when it is first asked for threads.
TEST(State, EveryBlockIsGivenBack) {
  EXPECT_EQ(solved(1), fresh[1]);
  const std::int64_t blocks = live_blocks, bytes = live_bytes;
  EXPECT_GT(blocks, 0) << "the answers in `fresh`: the counters count";
  for (std::size_t which = 0; which < kProblems; ++which) {
    EXPECT_FALSE(solved(which).empty());
    EXPECT_EQ(live_blocks, blocks) << "problem " << which;
    EXPECT_EQ(live_bytes, bytes) << "problem " << which;
  }
}

std::size_t threads_of_process() {
  const std::filesystem::directory_iterator tasks("/proc/self/task");
  return static_cast<std::size_t>(std::distance(begin(tasks), end(tasks)));
}

// oneTBB keeps its threads, and for them and their tasks some memory of its own, which is not the
// host's operator new; it is not more after a hundred solves than after ten. What a thread frees
// malloc may hold for it, and counts as used: seven blocks of each of 64 sizes, 16 bytes apart.
TEST(State, WhatTheThreadsKeepDoesNotGrow) {
  constexpr std::size_t kHeldForAThread = 7 * 16 * (64 * 65 / 2);  // bytes
  const auto solve_some = [](int times) {
    for (int i = 0; i < times; ++i) EXPECT_EQ(solved(1), fresh[1]);
    return mallinfo2().uordblks;
  };
  const std::size_t after_ten = solve_some(10), after_all = solve_some(90);
  EXPECT_LE(after_all, after_ten + threads_of_process() * kHeldForAThread);
}

}  // namespace
}  // namespace moccasin::test
