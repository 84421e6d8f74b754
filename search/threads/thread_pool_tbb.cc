// SPDX-License-Identifier: Apache-2.0
// The pool on oneTBB. The caller does jobs itself and waits on the queue, not on the tasks, since
// it is to call back while it waits. All of it is isolated: in the final wait, which finds nothing
// but tasks that came too late for a job, the caller must not take a task of the host's.
#include <oneapi/tbb/task_arena.h>
#include <oneapi/tbb/task_group.h>

#include <algorithm>
#include <new>
#include <optional>
#include <utility>

#include "search/threads/job_queue.h"
#include "search/threads/thread_pool.h"

namespace moccasin::search {
namespace {

// oneTBB as it is packaged is not built for ThreadSanitizer, which does not see that what a thread
// did before it handed a task over comes before the task, and the task before the end of the wait.
#if defined(__has_feature)
#if __has_feature(thread_sanitizer)
#define MOCCASIN_THREAD_SANITIZER
#endif
#elif defined(__SANITIZE_THREAD__)
#define MOCCASIN_THREAD_SANITIZER
#endif
#ifdef MOCCASIN_THREAD_SANITIZER
extern "C" void __tsan_acquire(void*);
extern "C" void __tsan_release(void*);
char handed_over, finished;
void before_handing_over() { __tsan_release(&handed_over); }
void when_taken() { __tsan_acquire(&handed_over); }
void when_finished() { __tsan_release(&finished); }
void after_the_wait() { __tsan_acquire(&finished); }
#else
void before_handing_over() {}
void when_taken() {}
void when_finished() {}
void after_the_wait() {}
#endif

bool in_an_arena() {
  return tbb::this_task_arena::current_thread_index() != tbb::task_arena::not_initialized;
}

// `helpers` tasks that take jobs beside the caller, whenever a thread comes to them.
void run_all(JobQueue& queue, std::size_t helpers, const std::function<void()>& idle) {
  tbb::this_task_arena::isolate([&] {
    tbb::task_group group;
    try {
      for (std::size_t i = 0; i < helpers; ++i) {
        tbb::task_handle task = group.defer([&queue] {
          when_taken();
          queue.work();
          when_finished();
        });
        before_handing_over();
        group.run(std::move(task));
      }
    } catch (const std::bad_alloc&) {
      // The caller does what is left.
    }
    queue.work_from_first();
    queue.wait(idle);
    group.wait();
    after_the_wait();
  });
}

}  // namespace

// Made when first needed: many a solve is over before.
struct ThreadPool::Threads {
  std::optional<tbb::task_arena> arena;
};

ThreadPool::ThreadPool(std::size_t threads)
    : most_(threads), threads_(std::make_unique<Threads>()) {}
ThreadPool::~ThreadPool() = default;

void ThreadPool::run(std::size_t count, const std::function<void(std::size_t)>& job,
                     const std::function<void()>& idle) {
  JobQueue queue(count, job);
  const std::size_t helpers = std::min(most_, std::max<std::size_t>(count, 1)) - 1;
  if (helpers == 0) return queue.work_from_first();
  if (in_an_arena()) return run_all(queue, helpers, idle);
  if (!threads_->arena) threads_->arena.emplace(static_cast<int>(most_));
  threads_->arena->execute([&] { run_all(queue, helpers, idle); });
}

}  // namespace moccasin::search
