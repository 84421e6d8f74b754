// SPDX-License-Identifier: Apache-2.0
#include "search/cdcl/activity_heap.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <utility>

#include "base/random.h"

namespace moccasin::search {
namespace {

// The most active item of a set, the lowest of equals.
class SetHeap {
 public:
  void add() { activity_.push_back(0); }
  void insert(std::uint32_t item) { items_.insert(item); }
  [[nodiscard]] bool contains(std::uint32_t item) const { return items_.count(item) != 0; }
  [[nodiscard]] bool empty() const { return items_.empty(); }
  [[nodiscard]] std::uint32_t top() const {
    return *std::max_element(
        items_.begin(), items_.end(),
        [this](std::uint32_t a, std::uint32_t b) { return activity_[a] < activity_[b]; });
  }
  void pop() { items_.erase(top()); }
  void bump(std::uint32_t item) { activity_[item] += increment_; }
  void decay(double factor) { increment_ /= factor; }
  [[nodiscard]] double activity(std::uint32_t item) const { return activity_[item]; }
  void keep(const std::vector<std::uint32_t>& items) {
    const std::vector<double> before = std::exchange(activity_, {});
    for (const std::uint32_t item : items) activity_.push_back(before[item]);
    items_.clear();
  }

 private:
  std::vector<double> activity_;
  std::set<std::uint32_t> items_;
  double increment_ = 1;
};

ActivityHeap heap_of(std::size_t items) {
  ActivityHeap heap;
  while (heap.num_items() < items) heap.add();
  return heap;
}

std::vector<std::uint32_t> popped(ActivityHeap& heap) {
  std::vector<std::uint32_t> items;
  while (!heap.empty()) items.push_back(heap.pop());
  return items;
}

TEST(ActivityHeap, NumbersWhatIsAdded) {
  ActivityHeap heap;
  EXPECT_EQ(heap.num_items(), 0u);
  EXPECT_TRUE(heap.empty());
  EXPECT_EQ(heap.add(), 0u);
  EXPECT_EQ(heap.add(), 1u);
  EXPECT_EQ(heap.num_items(), 2u);
  EXPECT_FALSE(heap.contains(1));
  EXPECT_EQ(heap.activity(1), 0);
  EXPECT_TRUE(heap.empty()) << "to be known and to be in the heap are two things";
}

TEST(ActivityHeap, KeepsTheActivityOfTheItemsItIsToldTo) {
  ActivityHeap heap = heap_of(4);
  for (std::uint32_t item = 0; item < 4; ++item) heap.insert(item);
  for (const std::uint32_t item : {1u, 3u, 3u, 2u, 2u, 2u}) heap.bump(item);
  heap.keep({1, 3});
  EXPECT_EQ(heap.num_items(), 2u);
  EXPECT_TRUE(heap.empty());
  EXPECT_EQ(heap.activity(0), 1);
  EXPECT_EQ(heap.activity(1), 2);
  EXPECT_EQ(heap.add(), 2u);
  EXPECT_EQ(heap.activity(2), 0) << "is not what it was before";
  for (std::uint32_t item = 0; item < 3; ++item) heap.insert(item);
  EXPECT_EQ(popped(heap), (std::vector<std::uint32_t>{1, 0, 2}));
}

TEST(ActivityHeap, LaterBumpsCountForMore) {
  ActivityHeap heap = heap_of(4);
  for (std::uint32_t item = 0; item < 4; ++item) heap.insert(item);
  heap.bump(3);
  heap.bump(3);
  heap.decay(0.25);
  heap.bump(1);
  EXPECT_EQ(heap.activity(3), 2);
  EXPECT_EQ(heap.activity(1), 4);
  EXPECT_EQ(popped(heap), (std::vector<std::uint32_t>{1, 3, 0, 2}));
  // Out of the heap they are bumped all the same.
  heap.bump(2);
  heap.bump(2);
  for (std::uint32_t item = 0; item < 4; ++item) heap.insert(item);
  heap.insert(2);  // again: nothing happens
  EXPECT_EQ(popped(heap), (std::vector<std::uint32_t>{2, 1, 3, 0}));
}

TEST(ActivityHeap, IsASet) {
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    base::Random random(seed);
    ActivityHeap heap;
    SetHeap twin;
    for (int i = 0; i < 500; ++i) {
      if (heap.num_items() == 0 || random.chance(0.1)) {
        heap.add();
        twin.add();
      }
      if (random.chance(0.005)) {
        std::vector<std::uint32_t> kept;
        for (std::uint32_t item = 0; item < heap.num_items(); ++item) {
          if (item == 0 || random.chance(0.5)) kept.push_back(item);
        }
        heap.keep(kept);
        twin.keep(kept);
        ASSERT_EQ(heap.num_items(), kept.size());
      }
      const std::uint32_t item = random.below(heap.num_items());
      switch (random.below(6)) {
        case 0:
        case 1:
          heap.insert(item);
          twin.insert(item);
          break;
        case 2:
        case 3:
          heap.bump(item);
          twin.bump(item);
          break;
        case 4:
          heap.decay(0.5);  // exact, so that ties stay ties
          twin.decay(0.5);
          break;
        default:
          if (twin.empty()) break;
          ASSERT_EQ(heap.pop(), twin.top());
          twin.pop();
      }
      ASSERT_EQ(heap.empty(), twin.empty());
      if (!twin.empty()) {
        ASSERT_EQ(heap.top(), twin.top());
      }
      ASSERT_EQ(heap.contains(item), twin.contains(item));
      ASSERT_EQ(heap.activity(item), twin.activity(item));
    }
    for (; !twin.empty(); twin.pop()) ASSERT_EQ(heap.pop(), twin.top());
    ASSERT_TRUE(heap.empty());
  }
}

// Activities are brought down together before they leave the range of a double.
TEST(ActivityHeap, KeepsItsOrderWhenActivitiesAreRescaled) {
  ActivityHeap heap = heap_of(3);
  heap.bump(0);
  for (int i = 0; i < 400; ++i) heap.decay(0.5);  // the increment is 2^400, beyond 1e100
  heap.bump(1);
  heap.bump(2);
  heap.bump(2);
  for (int i = 0; i < 2000; ++i) {
    heap.decay(0.5);
    heap.bump(static_cast<std::uint32_t>(i % 2));
  }
  for (std::uint32_t item = 0; item < 3; ++item) {
    EXPECT_LT(heap.activity(item), 1e101);
    heap.insert(item);
  }
  EXPECT_EQ(popped(heap), (std::vector<std::uint32_t>{1, 0, 2}));
}

}  // namespace
}  // namespace moccasin::search
