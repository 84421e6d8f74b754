// SPDX-License-Identifier: Apache-2.0
// The pool on std::jthread, for those who want no dependency.
#include <algorithm>
#include <new>
#include <system_error>
#include <thread>
#include <vector>

#include "search/threads/job_queue.h"
#include "search/threads/thread_pool.h"

namespace moccasin::search {

struct ThreadPool::Threads {};

ThreadPool::ThreadPool(std::size_t threads) : most_(threads) {}
ThreadPool::~ThreadPool() = default;

void ThreadPool::run(std::size_t count, const std::function<void(std::size_t)>& job,
                     const std::function<void()>& idle) {
  JobQueue queue(count, job);
  const std::size_t threads = InAJob::here() ? 1 : std::min(most_, std::max<std::size_t>(count, 1));
  std::vector<std::jthread> helpers;  // joined before what they use goes
  try {
    helpers.reserve(threads - 1);
    while (helpers.size() + 1 < threads) {
      helpers.emplace_back([&queue] { queue.work(); });
    }
  } catch (const std::system_error&) {
    // The caller does what is left.
  } catch (const std::bad_alloc&) {
    // So too.
  }
  queue.work_from_first();
  queue.wait(idle);
}

}  // namespace moccasin::search
