// SPDX-License-Identifier: Apache-2.0
#include "tests/api/c/memory.h"

#include <array>
#include <atomic>
#include <cstdlib>
#include <new>

namespace moccasin::testing {
namespace {

constexpr std::int64_t kNever = INT64_MAX / 2;
std::atomic<std::int64_t> until_failure{kNever};
std::atomic<std::int64_t> failures{0};
std::atomic<bool> goes_on_failing{false};
std::atomic<std::int64_t> live{0};
std::atomic<bool> keeping{false};
std::array<void*, 64> kept;
std::atomic<std::size_t> num_kept{0};

bool fails() {
  const std::int64_t left = until_failure.fetch_sub(1) - 1;
  if (left > 0 || (left < 0 && !goes_on_failing.load())) return false;
  failures.fetch_add(1);
  return true;
}

}  // namespace

void fail_from(std::int64_t n) {
  failures = 0, goes_on_failing = true;
  until_failure = n;
}

void fail_at(std::int64_t n) {
  failures = 0, goes_on_failing = false;
  until_failure = n;
}

std::int64_t stop_failing() {
  until_failure = kNever;
  return failures.load();
}

std::int64_t live_allocations() { return live.load(); }

void keep_freed(bool keep) {
  keeping = keep;
  if (keep) return;
  for (std::size_t i = 0; i < num_kept.load(); ++i) std::free(kept[i]);
  num_kept = 0;
}

void* allocate(std::size_t size, std::size_t alignment) {
  if (fails()) throw std::bad_alloc();
  const std::size_t rounded = (size + alignment - 1) / alignment * alignment;
  void* const block = std::aligned_alloc(alignment, rounded == 0 ? alignment : rounded);
  if (block == nullptr) throw std::bad_alloc();
  live.fetch_add(1);
  return block;
}

void release(void* block) noexcept {
  if (block == nullptr) return;
  live.fetch_sub(1);
  if (keeping.load() && num_kept.load() < kept.size()) {
    kept[num_kept.fetch_add(1)] = block;
    return;
  }
  std::free(block);
}

}  // namespace moccasin::testing

void* operator new(std::size_t size) {
  return moccasin::testing::allocate(size, alignof(std::max_align_t));
}
void* operator new(std::size_t size, std::align_val_t alignment) {
  return moccasin::testing::allocate(size, static_cast<std::size_t>(alignment));
}
void* operator new(std::size_t size, const std::nothrow_t&) noexcept {
  try {
    return operator new(size);
  } catch (const std::bad_alloc&) {
    return nullptr;
  }
}
void operator delete(void* block) noexcept { moccasin::testing::release(block); }
void operator delete(void* block, const std::nothrow_t&) noexcept {
  moccasin::testing::release(block);
}
void operator delete(void* block, std::size_t) noexcept { moccasin::testing::release(block); }
void operator delete(void* block, std::align_val_t) noexcept { moccasin::testing::release(block); }
void operator delete(void* block, std::size_t, std::align_val_t) noexcept {
  moccasin::testing::release(block);
}
