// SPDX-License-Identifier: Apache-2.0
// A host that uses oneTBB itself, and calls solve() from inside an arena of its own.
#include <gtest/gtest.h>
#include <oneapi/tbb/global_control.h>
#include <oneapi/tbb/task_arena.h>
#include <oneapi/tbb/task_scheduler_observer.h>

#include <atomic>

#include "search/portfolio/solve.h"
#include "tests/search/portfolio/support/hard_case.h"

namespace moccasin::search {
namespace {

constexpr int kThreadsOfHost = 2;

// How many threads are in an arena at once, at most.
class Census final : public tbb::task_scheduler_observer {
 public:
  explicit Census(tbb::task_arena& arena) : tbb::task_scheduler_observer(arena) { observe(true); }
  ~Census() override { observe(false); }
  void on_scheduler_entry(bool) override {
    const int now = ++inside_;
    for (int seen = most_; now > seen && !most_.compare_exchange_weak(seen, now);) {
    }
  }
  void on_scheduler_exit(bool) override { --inside_; }
  [[nodiscard]] int most() const { return most_; }

 private:
  std::atomic<int> inside_{0}, most_{0};
};

// Every thread that searches looks at the clock: this one sees where it is.
std::atomic<std::int64_t> looks_inside{0}, looks_outside{0};
Limits::Clock::time_point watching_clock() {
  const int index = tbb::this_task_arena::current_thread_index();
  const bool inside = index >= 0 && tbb::this_task_arena::max_concurrency() == kThreadsOfHost;
  ++(inside ? looks_inside : looks_outside);
  return Limits::Clock::now();
}

TEST(HostArena, SolveStaysWithinIt) {
  const test::HardCase c(model::Order::free);
  SolveOptions options;
  options.limits.work = 8'000'000;
  options.limits.seconds = 1e6;  // so that the clock is looked at
  options.threads = 8;
  options.limits.now = &watching_clock;
  // Whatever the machine has, oneTBB could have more threads at work than the host allows.
  const tbb::global_control more(tbb::global_control::max_allowed_parallelism, 8);
  tbb::task_arena arena(kThreadsOfHost);
  arena.initialize();
  Census census(arena);
  SolveResult inside;
  arena.execute([&] { inside = solve(c.problem, options); });
  EXPECT_EQ(census.most(), kThreadsOfHost);
  EXPECT_GT(looks_inside, 100);
  EXPECT_EQ(looks_outside, 0) << "no thread worked that is not the host's";
  options.limits.now = &Limits::Clock::now;
  const SolveResult outside = solve(c.problem, options);
  EXPECT_EQ(inside.schedule, outside.schedule);
  EXPECT_EQ(inside.stop, outside.stop);
}

}  // namespace
}  // namespace moccasin::search
