// SPDX-License-Identifier: Apache-2.0
#include "search/cdcl/activity_heap.h"

#include <utility>

namespace moccasin::search {

std::uint32_t ActivityHeap::add() {
  activity_.push_back(0);
  place_.push_back(kOut);
  return static_cast<std::uint32_t>(activity_.size() - 1);
}

void ActivityHeap::keep(const std::vector<std::uint32_t>& items) {
  std::vector<double> activity;
  for (const std::uint32_t item : items) activity.push_back(activity_[item]);
  activity_ = std::move(activity);
  place_.assign(items.size(), kOut);
  heap_.clear();
}

void ActivityHeap::insert(std::uint32_t item) {
  if (contains(item)) return;
  place_[item] = static_cast<std::uint32_t>(heap_.size());
  heap_.push_back(item);
  rise(heap_.size() - 1);
}

std::uint32_t ActivityHeap::pop() {
  MOCCASIN_ASSERT(!heap_.empty());
  const std::uint32_t top = heap_[0];
  place_[top] = kOut;
  const std::uint32_t last = heap_.back();
  heap_.pop_back();
  if (last != top) {
    heap_[0] = last;
    place_[last] = 0;
    sink(0);
  }
  return top;
}

// To let all activities decay would take time linear in the items. The increment grows instead, and
// all are scaled down when one is about to become too large, which does not change their order.
void ActivityHeap::bump(std::uint32_t item) {
  constexpr double kLargest = 1e100;
  activity_[item] += increment_;
  if (activity_[item] > kLargest) {
    for (double& activity : activity_) activity /= kLargest;
    increment_ /= kLargest;
  }
  if (contains(item)) rise(place_[item]);
}

// Moves an item up past all that are less active, as a hole, so that each is written once.
void ActivityHeap::rise(std::size_t at) {
  const std::uint32_t item = heap_[at];
  for (; at > 0 && before(item, heap_[(at - 1) / 2]); at = (at - 1) / 2) {
    heap_[at] = heap_[(at - 1) / 2];
    place_[heap_[at]] = static_cast<std::uint32_t>(at);
  }
  heap_[at] = item;
  place_[item] = static_cast<std::uint32_t>(at);
}

void ActivityHeap::sink(std::size_t at) {
  const std::uint32_t item = heap_[at];
  for (;;) {
    std::size_t child = 2 * at + 1;
    if (child >= heap_.size()) break;
    if (child + 1 < heap_.size() && before(heap_[child + 1], heap_[child])) ++child;
    if (!before(heap_[child], item)) break;
    heap_[at] = heap_[child];
    place_[heap_[at]] = static_cast<std::uint32_t>(at);
    at = child;
  }
  heap_[at] = item;
  place_[item] = static_cast<std::uint32_t>(at);
}

}  // namespace moccasin::search
