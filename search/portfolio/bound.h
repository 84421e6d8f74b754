// SPDX-License-Identifier: Apache-2.0
// The proved lower bound on the duration, in the scope of the problem. Shared by all that search;
// it only rises.
#pragma once

#include <atomic>
#include <cstdint>
#include <mutex>
#include <string_view>

namespace moccasin::search {

class Bound {
 public:
  // `by` must be a static string, here and below.
  Bound(std::int64_t value, std::string_view by) : value_(value), by_(by) {}

  // From any thread, without a lock.
  [[nodiscard]] std::int64_t value() const { return value_.load(std::memory_order_acquire); }

  // From any thread: no schedule in scope is faster than `value`.
  void raise(std::int64_t value, std::string_view by) {
    if (value <= this->value()) return;
    const std::lock_guard lock(mutex_);
    if (value <= this->value()) return;
    by_ = by;
    value_.store(value, std::memory_order_release);
  }
  // When nobody raises it.
  [[nodiscard]] std::string_view by() const { return by_; }

 private:
  std::atomic<std::int64_t> value_;
  std::string_view by_;
  std::mutex mutex_;
};

}  // namespace moccasin::search
