// SPDX-License-Identifier: Apache-2.0
#include "search/threads/job_queue.h"

#include <chrono>

namespace moccasin::search {

constinit thread_local bool InAJob::here_ = false;

void JobQueue::run(std::size_t index) {
  {
    const InAJob here;
    job_(index);
  }
  const std::lock_guard lock(mutex_);
  if (--left_ == 0) finished_.notify_all();
}

void JobQueue::work_from_first() {
  if (count_ > 0) run(0);
  work();
}

void JobQueue::work() {
  for (std::size_t index = next_++; index < count_; index = next_++) run(index);
}

void JobQueue::wait(const std::function<void()>& idle) {
  constexpr std::chrono::milliseconds kIdle{50};
  std::unique_lock lock(mutex_);
  while (left_ > 0) {
    if (finished_.wait_for(lock, kIdle) != std::cv_status::timeout) continue;
    lock.unlock();
    idle();
    lock.lock();
  }
}

}  // namespace moccasin::search
