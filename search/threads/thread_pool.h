// SPDX-License-Identifier: Apache-2.0
// A few threads for some jobs, from a fork to a join:
//
//   caller   job 0 --------| job 3 ---|  idle  idle  |     jobs are taken in order, whoever is free
//   helper   job 1 -| job 2 ---------------| job 4 --|     takes the next; then all go on together
//
// There are two implementations, and the build takes one (MOCCASIN_WITH_TBB). thread_pool_tbb.cc
// has its threads from oneTBB: work within a job, and a host that uses oneTBB itself, share them,
// and there are no more than the machine has processors. thread_pool_std.cc starts threads of its
// own for each call, none within a job.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>

namespace moccasin::search {

class ThreadPool {
 public:
  // At most `threads` are at work at once, the caller's among them; at least 1. Called on a thread
  // that is in a task arena of oneTBB, run() stays within its size.
  explicit ThreadPool(std::size_t threads);
  ~ThreadPool();
  ThreadPool(const ThreadPool&) = delete;
  ThreadPool& operator=(const ThreadPool&) = delete;

  // Runs job(0), ..., job(count - 1); the caller's thread begins with job 0. Fewer threads are at
  // work where no more can be had: in a child of a process that had threads of oneTBB, which stayed
  // there when it forked, the caller's alone. While others work and there is nothing left for the
  // caller it calls idle() some times a second. Jobs and idle() must not throw.
  void run(std::size_t count, const std::function<void(std::size_t)>& job,
           const std::function<void()>& idle);

 private:
  struct Threads;

  const std::size_t most_;
  const std::unique_ptr<Threads> threads_;
};

}  // namespace moccasin::search
