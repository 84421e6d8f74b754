// SPDX-License-Identifier: Apache-2.0
// Items by activity, the most active first: a binary heap that knows where each item is, so that
// one can rise when it becomes more active (Een, Sorensson, SAT 2003). Items can be added.
#pragma once

#include <cstdint>
#include <vector>

#include "base/assert.h"

namespace moccasin::search {

class ActivityHeap {
 public:
  // A new item, not in the heap yet, of no activity: 0, 1, 2, ...
  std::uint32_t add();
  [[nodiscard]] std::size_t num_items() const { return activity_.size(); }

  [[nodiscard]] bool empty() const { return heap_.empty(); }
  [[nodiscard]] bool contains(std::uint32_t item) const { return place_[item] != kOut; }
  void insert(std::uint32_t item);
  [[nodiscard]] std::uint32_t top() const { return heap_.front(); }
  std::uint32_t pop();

  // Later bumps count for more: the increment grows by 1 / decay.
  void bump(std::uint32_t item);
  void decay(double factor) { increment_ /= factor; }
  [[nodiscard]] double activity(std::uint32_t item) const { return activity_[item]; }

  // Forgets all items but these, which become 0, 1, 2, ..., all out of the heap.
  void keep(const std::vector<std::uint32_t>& items);

 private:
  static constexpr std::uint32_t kOut = 0xffffffff;

  // Ties go to the lower number, so that runs can be repeated.
  [[nodiscard]] bool before(std::uint32_t a, std::uint32_t b) const {
    return activity_[a] != activity_[b] ? activity_[a] > activity_[b] : a < b;
  }
  void rise(std::size_t at);
  void sink(std::size_t at);

  std::vector<double> activity_;
  std::vector<std::uint32_t> place_, heap_;
  double increment_ = 1;
};

}  // namespace moccasin::search
