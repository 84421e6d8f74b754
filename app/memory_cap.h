// SPDX-License-Identifier: Apache-2.0
// What the process may allocate, enforced by the system. The search stops by itself where it sees
// that the limit is reached; this is for what it allocates between two looks.
#pragma once

#include <sys/resource.h>

#include <cstdint>

namespace moccasin::app {

// While it lives, what would make the process larger than `bytes` is not allocated
// (std::bad_alloc).
class MemoryCap {
 public:
  explicit MemoryCap(std::int64_t bytes);  // 0: no cap
  ~MemoryCap();
  // So many threads more will run. Of their stacks only what is used will be in memory, but all of
  // them would count.
  void expect_threads(std::int32_t threads);
  MemoryCap(const MemoryCap&) = delete;
  MemoryCap& operator=(const MemoryCap&) = delete;

 private:
  rlimit old_ = {}, now_ = {};
  bool set_ = false;
};

}  // namespace moccasin::app
