// SPDX-License-Identifier: Apache-2.0
// What every handle of the C door begins with: a tag that tells its kind, and who uses it. Whoever
// is behind the door looks at a handle through Reading or Changing, which fail for a handle that is
// null, of another kind, freed, or in use.
//
//   moc_graph  +-----------+-------+---------------+
//              | tag GRAPH | users | the C++ graph |
//              +-----------+-------+---------------+
//   freed      | tag none  |  -1   | ended         |  until the memory is another's
//
// In this order: users -1, which keeps everybody out and is MOC_E_BUSY where somebody is in; the
// tag, which makes every later call MOC_E_INVALID_ARG; then the memory is given back. A call that
// looks at the tag while another frees the handle is the caller's mistake, and may find no memory.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <string_view>
#include <utility>

#include "api/c/error.h"

namespace moccasin::c_door {

enum class Tag : std::uint64_t {
  none = 0,
  // Eight letters each; a pointer that lies there by chance is none of them.
  graph = 0x6d6f632067726166,
  options = 0x6d6f63206f707469,
  stop = 0x6d6f632073746f70,
  result = 0x6d6f632072657375,
  facts = 0x6d6f632066616374,
  evaluation = 0x6d6f63206576616c,
  buffers = 0x6d6f632062756666,
  placement = 0x6d6f6320706c6163,
  text = 0x6d6f632074657874,
};

class HandleHead {
 public:
  explicit HandleHead(Tag tag) noexcept : tag_(tag) {}
  HandleHead(const HandleHead&) = delete;
  HandleHead& operator=(const HandleHead&) = delete;
  // For a pointer kept for too long. An atomic write is not left out, though the object ends here.
  ~HandleHead() { tag_.store(Tag::none, std::memory_order_relaxed); }

  [[nodiscard]] bool is(Tag tag) const noexcept {
    return tag_.load(std::memory_order_relaxed) == tag;
  }

  // One that changes it, or any number that read it. False: not now.
  [[nodiscard]] bool begin_reading() const noexcept {
    std::int32_t users = users_.load(std::memory_order_relaxed);
    while (users >= 0) {
      if (users_.compare_exchange_weak(users, users + 1, std::memory_order_acquire)) return true;
    }
    return false;
  }
  void end_reading() const noexcept { users_.fetch_sub(1, std::memory_order_release); }
  [[nodiscard]] bool begin_changing() noexcept {
    std::int32_t nobody = 0;
    return users_.compare_exchange_strong(nobody, kChanging, std::memory_order_acquire);
  }
  void end_changing() noexcept { users_.store(0, std::memory_order_release); }

 private:
  static constexpr std::int32_t kChanging = -1;
  // They are looked at by signal handlers.
  static_assert(std::atomic<Tag>::is_always_lock_free);
  static_assert(std::atomic<std::int32_t>::is_always_lock_free);
  std::atomic<Tag> tag_;
  mutable std::atomic<std::int32_t> users_{0};
};

template <class H>
void require_handle(const H* handle, std::string_view argument) {
  require(handle, argument);
  if (!handle->is(H::kTag)) {
    fail(MOC_E_INVALID_ARG, {argument, " is no ", H::kName, ", or one that was freed"});
  }
}

// Nobody changes or frees the handle while this lives.
template <class H>
class Reading {
 public:
  Reading(const H* handle, std::string_view argument) : handle_(handle) {
    require_handle(handle, argument);
    if (!handle->begin_reading()) {
      fail(MOC_E_BUSY, {argument, ": another call changes this ", H::kName});
    }
  }
  Reading(const Reading&) = delete;
  Reading& operator=(const Reading&) = delete;
  ~Reading() { handle_->end_reading(); }
  const H* operator->() const { return handle_; }
  const H& operator*() const { return *handle_; }

 private:
  const H* handle_;
};

// Nobody else uses the handle while this lives.
template <class H>
class Changing {
 public:
  Changing(H* handle, std::string_view argument) : handle_(handle) {
    require_handle(handle, argument);
    if (!handle->begin_changing()) {
      fail(MOC_E_BUSY, {argument, ": another call uses this ", H::kName});
    }
  }
  Changing(const Changing&) = delete;
  Changing& operator=(const Changing&) = delete;
  ~Changing() { handle_->end_changing(); }
  H* operator->() const { return handle_; }
  H& operator*() const { return *handle_; }

 private:
  H* handle_;
};

// A new handle in `*out`, which is null if that fails.
template <class H, class... Arguments>
moc_rc create_handle(H** out, Arguments&&... arguments) noexcept {
  return guarded([&] {
    require(out, "out");
    *out = nullptr;
    *out = std::make_unique<H>(std::forward<Arguments>(arguments)...).release();
  });
}

template <class H>
moc_rc free_handle(H* handle, std::string_view argument) noexcept {
  return guarded([&] {
    if (handle == nullptr) return;
    require_handle(handle, argument);
    if (!handle->begin_changing()) {
      fail(MOC_E_BUSY, {argument, ": another call uses this ", H::kName});
    }
    delete handle;
  });
}

}  // namespace moccasin::c_door
