// SPDX-License-Identifier: Apache-2.0
#include "search/threads/thread_pool.h"

#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <set>
#include <string>
#include <thread>
#include <vector>

#ifdef MOCCASIN_WITH_TBB
#include <oneapi/tbb/global_control.h>
#endif

namespace moccasin::search {
namespace {

#ifdef MOCCASIN_WITH_TBB
// On a machine of one processor, too, some of these tests need a second thread.
const tbb::global_control more_threads(tbb::global_control::max_allowed_parallelism, 4);
#endif

void nap() { std::this_thread::sleep_for(std::chrono::milliseconds(1)); }

TEST(ThreadPool, DoesEveryJobOnceOnNoMoreThreadsThanItMay) {
  for (const std::size_t threads : {1, 2, 3, 16}) {
    for (const std::size_t count : {0, 1, 2, 5, 40}) {
      SCOPED_TRACE(std::to_string(count) + " jobs, " + std::to_string(threads) + " threads");
      std::vector<std::atomic<int>> done(count);
      std::vector<std::thread::id> by(count);
      std::atomic<std::size_t> at_work{0}, most{0};
      ThreadPool(threads).run(
          count,
          [&](std::size_t job) {
            const std::size_t now = ++at_work;
            for (std::size_t seen = most; now > seen && !most.compare_exchange_weak(seen, now);) {
            }
            by[job] = std::this_thread::get_id();
            nap();  // whoever may work comes to it
            ++done[job];
            --at_work;
          },
          [] {});
      for (const auto& times : done) EXPECT_EQ(times, 1);
      EXPECT_LE(most, threads);
      EXPECT_LE(std::set(by.begin(), by.end()).size(), threads);
      if (count > 0) {
        EXPECT_EQ(by.front(), std::this_thread::get_id()) << "job 0 is the caller's";
      }
    }
  }
}

// One job waits until the caller, with nothing left to do, has looked twice.
TEST(ThreadPool, CallsWhileItWaits) {
  std::atomic<int> idle{0};
  std::atomic<bool> taken{false};  // job 1, by the other thread
  const std::thread::id caller = std::this_thread::get_id();
  ThreadPool(2).run(
      2,
      [&](std::size_t job) {
        while (job == 0 && !taken) nap();
        if (job == 1) taken = true;
        while (job == 1 && idle < 2) nap();
      },
      [&] {
        EXPECT_EQ(std::this_thread::get_id(), caller);
        ++idle;
      });
  EXPECT_GE(idle, 2);
}

// Whoever has job 1 is held until the other has done all the rest.
TEST(ThreadPool, WhoeverIsFreeTakesTheNextJob) {
  constexpr std::size_t kJobs = 10;
  std::atomic<std::size_t> done{0};
  ThreadPool(2).run(
      kJobs,
      [&](std::size_t job) {
        while (job == 1 && done < kJobs - 1) nap();
        ++done;
      },
      [] {});
  EXPECT_EQ(done, kJobs);
}

// A job may have a pool of its own: no more are at work for it than before.
TEST(ThreadPool, WithinAJobStartsNoMoreThreads) {
  constexpr std::size_t kThreads = 2, kJobs = 4, kInner = 5;
  std::atomic<std::size_t> done{0}, at_work{0}, most{0};
  ThreadPool(kThreads).run(
      kJobs,
      [&](std::size_t) {
        ThreadPool(kThreads).run(
            kInner,
            [&](std::size_t) {
              const std::size_t now = ++at_work;
              for (std::size_t seen = most; now > seen && !most.compare_exchange_weak(seen, now);) {
              }
              nap();
              ++done;
              --at_work;
            },
            [] {});
      },
      [] {});
  EXPECT_EQ(done, kJobs * kInner);
  EXPECT_LE(most, kThreads);
}

// Each call begins anew, on the same threads or others.
TEST(ThreadPool, IsUsedAgainAndAgain) {
  ThreadPool pool(3);
  for (int round = 0; round < 200; ++round) {
    std::vector<std::atomic<int>> done(4);
    pool.run(
        done.size(), [&](std::size_t job) { ++done[job]; }, [] {});
    for (const auto& times : done) ASSERT_EQ(times, 1);
  }
}

// oneTBB would say so on standard error.
TEST(ThreadPool, OfMoreThreadsThanThereCanBePrintsNothing) {
  testing::internal::CaptureStderr();
  std::atomic<int> done{0};
  ThreadPool(1000).run(
      1000, [&](std::size_t) { ++done; }, [] {});
  EXPECT_EQ(testing::internal::GetCapturedStderr(), "");
  EXPECT_EQ(done, 1000);
}

// The caller alone does all the jobs. Under sanitizers, whose own memory counts as data, the limit
// is of no use.
#ifndef MOCCASIN_SANITIZED
TEST(ThreadPool, WhereNoThreadCanBeStartedTheCallerDoesItAll) {
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  EXPECT_EXIT(
      {
        // The stack of a thread counts as data.
        constexpr rlim_t kLittle = rlim_t{256} << 10U;
        rlimit limit = {};
        getrlimit(RLIMIT_DATA, &limit);
        limit.rlim_cur = kLittle;
        setrlimit(RLIMIT_DATA, &limit);
        std::size_t done = 0;
        const std::thread::id caller = std::this_thread::get_id();
        ThreadPool(3).run(
            8, [&](std::size_t) { done += std::this_thread::get_id() == caller ? 1 : 0; }, [] {});
        _exit(done == 8 ? 0 : 1);
      },
      testing::ExitedWithCode(0), "");
}
#endif

// A thread of the parent holds a lock of oneTBB most of the time, so mostly when a child is forked:
// a child that asks oneTBB for anything waits for ever. Sanitizers want no forks beside threads.
#if defined(MOCCASIN_WITH_TBB) && !defined(MOCCASIN_SANITIZED)
TEST(ThreadPool, InAForkedChildTheCallerDoesItAll) {
  ThreadPool(3).run(
      8, [](std::size_t) { nap(); }, [] {});
  const std::jthread holds([](const std::stop_token& enough) {
    while (!enough.stop_requested()) {
      const tbb::global_control any(tbb::global_control::max_allowed_parallelism, 3);
    }
  });
  for (int i = 0; i < 20; ++i) {
    const pid_t child = fork();
    if (child == 0) {
      alarm(30);  // seconds; it hangs
      std::size_t done = 0;
      ThreadPool(3).run(
          8, [&](std::size_t) { ++done; }, [] {});
      _exit(done == 8 ? 0 : 1);
    }
    int status = 0;
    ASSERT_EQ(waitpid(child, &status, 0), child);
    ASSERT_TRUE(WIFEXITED(status)) << "child " << i << " hangs";
    ASSERT_EQ(WEXITSTATUS(status), 0);
  }
}
#endif

}  // namespace
}  // namespace moccasin::search
