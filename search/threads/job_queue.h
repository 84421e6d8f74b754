// SPDX-License-Identifier: Apache-2.0
// Jobs that threads take one after the other, whichever comes first, and the wait for the last.
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstddef>
#include <functional>
#include <mutex>
#include <utility>

namespace moccasin::search {

// While one lives, its thread is in a job.
class InAJob {
 public:
  InAJob() : before_(std::exchange(here_, true)) {}
  ~InAJob() { here_ = before_; }
  InAJob(const InAJob&) = delete;
  InAJob& operator=(const InAJob&) = delete;
  [[nodiscard]] static bool here() { return here_; }

 private:
  static constinit thread_local bool here_;
  const bool before_;
};

class JobQueue {
 public:
  // `job` outlives this.
  JobQueue(std::size_t count, const std::function<void(std::size_t)>& job)
      : count_(count), job_(job), left_(count) {}

  // The caller's part: job 0, and what nobody else has taken.
  void work_from_first();
  // A helper's: takes jobs until there are none.
  void work();
  // Returns when all jobs are done; idle() is called some times a second.
  void wait(const std::function<void()>& idle);

 private:
  void run(std::size_t index);

  const std::size_t count_;
  const std::function<void(std::size_t)>& job_;
  std::atomic<std::size_t> next_{1};
  std::mutex mutex_;
  std::condition_variable finished_;
  std::size_t left_;  // guarded by mutex_
};

}  // namespace moccasin::search
