// SPDX-License-Identifier: Apache-2.0
// The pool on oneTBB. The caller does jobs itself and waits on the queue, not on the tasks, since
// it is to call back while it waits. All of it is isolated: in the final wait, which finds nothing
// but tasks that came too late for a job, the caller must not take a task of its host's.
#include <dlfcn.h>
#include <oneapi/tbb/global_control.h>
#include <oneapi/tbb/task_arena.h>
#include <oneapi/tbb/task_group.h>
#include <sys/types.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <exception>
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
char handed_over;  // by a name that a task knows before it reads what was handed over
void before_handing_over() { __tsan_release(&handed_over); }
void when_taken() { __tsan_acquire(&handed_over); }
void when_finished(JobQueue& queue) { __tsan_release(&queue); }
void after_the_wait(JobQueue& queue) { __tsan_acquire(&queue); }
#else
void before_handing_over() {}
void when_taken() {}
void when_finished(JobQueue&) {}
void after_the_wait(JobQueue&) {}
#endif

// The process that had the first threads from oneTBB.
constinit std::atomic<pid_t> process_with_threads{0};

// The threads stay when this library is unloaded, and with it oneTBB, whose code they are in, if
// nobody else has it: so that one stays as well.
void keep_loaded() {
  Dl_info info = {};
  const auto somewhere = reinterpret_cast<const void*>(&tbb::detail::r1::max_concurrency);
  if (dladdr(somewhere, &info) == 0) return;
  dlopen(info.dli_fname, RTLD_LAZY | RTLD_NOLOAD | RTLD_NODELETE);
}

// Whether this is a child of that process. It has none of its threads, and what one of them held
// when it was forked is held for ever: oneTBB must not be asked for anything here, not even how
// many threads there are.
bool forked_from_threads() {
  const pid_t here = getpid();
  pid_t known = 0;
  if (process_with_threads.compare_exchange_strong(known, here)) {
    keep_loaded();
    known = here;
  }
  return known != here;
}

bool in_an_arena() {
  return tbb::this_task_arena::current_thread_index() != tbb::task_arena::not_initialized;
}

// How many threads there can be at once where the caller is now: in the arena it is in, or else in
// any.
std::size_t threads_here() {
  const std::size_t all =
      tbb::global_control::active_value(tbb::global_control::max_allowed_parallelism);
  const auto here = static_cast<std::size_t>(tbb::this_task_arena::max_concurrency());
  return in_an_arena() ? std::min(here, all) : all;
}

// `helpers` tasks that take jobs beside the caller, whenever a thread comes to them. Where oneTBB
// cannot start a thread, or has no memory for a task, the caller does what is left.
void run_all(JobQueue& queue, std::size_t helpers, const std::function<void()>& idle) {
  tbb::this_task_arena::isolate([&] {
    tbb::task_group group;
    try {
      for (std::size_t i = 0; i < helpers; ++i) {
        tbb::task_handle task = group.defer([&queue] {
          when_taken();
          queue.work();
          when_finished(queue);
        });
        before_handing_over();
        group.run(std::move(task));
      }
    } catch (const std::exception&) {
    }
    queue.work_from_first();
    queue.wait(idle);
    group.wait();
    after_the_wait(queue);
  });
}

}  // namespace

struct ThreadPool::Threads {
  // Made when first needed: many a solve is over before.
  std::optional<tbb::task_arena> arena;

  // Null: none can be had.
  tbb::task_arena* arena_of(std::size_t size) {
    try {
      if (!arena) arena.emplace(static_cast<int>(size));
      arena->initialize();
      return &*arena;
    } catch (const std::exception&) {
      return nullptr;
    }
  }
};

ThreadPool::ThreadPool(std::size_t threads)
    : most_(threads), threads_(std::make_unique<Threads>()) {}
ThreadPool::~ThreadPool() = default;

// A job's own jobs stay in the arena of the job. So does a caller in an arena that has no more
// threads than may be at work: its size is the limit then, of nested work as well. Else that takes
// an arena of our own, whose threads are oneTBB's all the same.
void ThreadPool::run(std::size_t count, const std::function<void(std::size_t)>& job,
                     const std::function<void()>& idle) {
  JobQueue queue(count, job);
  if (most_ <= 1 || count <= 1 || forked_from_threads()) return queue.work_from_first();
  const std::size_t here = threads_here();
  const std::size_t threads = std::min({most_, here, count});
  if (threads <= 1) return queue.work_from_first();
  if (InAJob::here() || (here <= most_ && in_an_arena())) return run_all(queue, threads - 1, idle);
  tbb::task_arena* const own = threads_->arena_of(std::min(most_, here));
  if (own == nullptr) return queue.work_from_first();
  own->execute([&] { run_all(queue, threads - 1, idle); });
}

}  // namespace moccasin::search
