// SPDX-License-Identifier: Apache-2.0
#include "app/memory_cap.h"

#include <algorithm>

#include "base/process_memory.h"

namespace moccasin::app {
namespace {

constexpr rlim_t kDefaultStack = rlim_t{8} << 20U;

rlim_t stack_bytes() {
  rlimit stack = {};
  if (getrlimit(RLIMIT_STACK, &stack) != 0 || stack.rlim_cur == RLIM_INFINITY) {
    return kDefaultStack;
  }
  return stack.rlim_cur;
}

}  // namespace

MemoryCap::MemoryCap(std::int64_t bytes) {
  if (bytes == 0 || getrlimit(RLIMIT_DATA, &old_) != 0) return;
  now_ = old_;
  now_.rlim_cur = static_cast<rlim_t>(std::max<std::int64_t>(bytes - base::resident_bytes(), 0));
  if (now_.rlim_cur < old_.rlim_cur) set_ = setrlimit(RLIMIT_DATA, &now_) == 0;
}

void MemoryCap::expect_threads(std::int32_t threads) {
  if (!set_) return;
  now_.rlim_cur += stack_bytes() * static_cast<rlim_t>(threads);
  now_.rlim_cur = std::min(now_.rlim_cur, old_.rlim_cur);
  setrlimit(RLIMIT_DATA, &now_);
}

MemoryCap::~MemoryCap() {
  if (set_) setrlimit(RLIMIT_DATA, &old_);
}

}  // namespace moccasin::app
