// SPDX-License-Identifier: Apache-2.0
// The pool on std::thread, for those who want no dependency.
#include <algorithm>
#include <functional>
#include <new>
#include <system_error>
#include <thread>
#include <vector>

#include "search/threads/job_queue.h"
#include "search/threads/thread_pool.h"

namespace moccasin::search {

namespace {

// Joined before what they use goes; libc++ 14 has no std::jthread.
class Helpers {
 public:
  Helpers() = default;
  Helpers(const Helpers&) = delete;
  Helpers& operator=(const Helpers&) = delete;
  ~Helpers() {
    for (std::thread& thread : threads_) thread.join();
  }

  // Starts so many, or throws and has those that could be started.
  void start(std::size_t count, const std::function<void()>& work) {
    threads_.reserve(count);
    while (threads_.size() < count) threads_.emplace_back(work);
  }

 private:
  std::vector<std::thread> threads_;
};

}  // namespace

struct ThreadPool::Threads {};

ThreadPool::ThreadPool(std::size_t threads) : most_(threads) {}
ThreadPool::~ThreadPool() = default;

void ThreadPool::run(std::size_t count, const std::function<void(std::size_t)>& job,
                     const std::function<void()>& idle) {
  JobQueue queue(count, job);
  const std::size_t threads = InAJob::here() ? 1 : std::min(most_, std::max<std::size_t>(count, 1));
  Helpers helpers;
  try {
    helpers.start(threads - 1, [&queue] { queue.work(); });
  } catch (const std::system_error&) {
    // The caller does what is left.
  } catch (const std::bad_alloc&) {
    // So too.
  }
  queue.work_from_first();
  queue.wait(idle);
}

}  // namespace moccasin::search
