// SPDX-License-Identifier: Apache-2.0
#include "search/portfolio/crew.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <new>
#include <system_error>
#include <thread>
#include <vector>

namespace moccasin::search {

void run_with_crew(std::size_t threads, std::size_t count,
                   const std::function<void(std::size_t)>& job, const std::function<void()>& idle) {
  constexpr std::chrono::milliseconds kIdle{50};
  if (count == 0) return;
  std::atomic<std::size_t> next{1};
  std::mutex mutex;
  std::condition_variable finished;
  std::size_t left = count;  // guarded by mutex
  const auto run = [&](std::size_t index) {
    job(index);
    const std::lock_guard lock(mutex);
    if (--left == 0) finished.notify_all();
  };
  const auto run_next = [&] {
    for (std::size_t index = next++; index < count; index = next++) run(index);
  };
  std::vector<std::jthread> helpers;  // joined before what they use goes
  try {
    helpers.reserve(std::min(threads, count) - 1);
    while (helpers.size() + 1 < std::min(threads, count)) helpers.emplace_back(run_next);
  } catch (const std::system_error&) {
    // The caller does what is left.
  } catch (const std::bad_alloc&) {
    // So too.
  }
  run(0);
  run_next();
  std::unique_lock lock(mutex);
  while (left > 0) {
    if (finished.wait_for(lock, kIdle) != std::cv_status::timeout) continue;
    lock.unlock();
    idle();
    lock.lock();
  }
}

}  // namespace moccasin::search
