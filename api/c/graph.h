// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <cstdint>
#include <optional>

#include "api/c/handle.h"
#include "moccasin/io.hpp"
#include "moccasin/moccasin.hpp"

namespace moccasin::c_door {

// Another number at each call, whatever thread calls it.
inline std::uint64_t next_revision() noexcept {
  static_assert(std::atomic<std::uint64_t>::is_always_lock_free);
  static std::atomic<std::uint64_t> last = 0;
  return last.fetch_add(1, std::memory_order_relaxed) + 1;
}

}  // namespace moccasin::c_door

struct moc_graph final : moccasin::c_door::HandleHead {
  static constexpr auto kTag = moccasin::c_door::Tag::graph;
  static constexpr const char* kName = "moc_graph";
  moc_graph() : HandleHead(kTag) {}

  moccasin::Graph graph;
  // Of this graph as it is now, and of no other: a result is of the graph whose revision it has.
  std::uint64_t revision = moccasin::c_door::next_revision();
  std::optional<moccasin::GraphDocument> document;  // that it was read from, until it is changed
};
