// SPDX-License-Identifier: Apache-2.0
// Indices that cannot be mixed up: an OpIndex is no TensorIndex, and a vector of one is not
// subscripted by the other. Costs what a std::uint32_t costs.
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <utility>
#include <vector>

#include "base/assert.h"

namespace moccasin::base {

template <class Tag>
class StrongIndex {
 public:
  constexpr StrongIndex() = default;
  constexpr explicit StrongIndex(std::size_t value) : value_(static_cast<std::uint32_t>(value)) {}

  [[nodiscard]] constexpr std::uint32_t value() const { return value_; }
  [[nodiscard]] constexpr bool valid() const { return value_ != kInvalid; }
  constexpr StrongIndex& operator++() {
    ++value_;
    return *this;
  }
  friend constexpr auto operator<=>(StrongIndex, StrongIndex) = default;

 private:
  static constexpr std::uint32_t kInvalid = 0xffffffff;
  std::uint32_t value_ = kInvalid;
};

// The indices [0, size) of a range-for.
template <class Index>
class IndexRange {
 public:
  class Iterator {
   public:
    using iterator_category = std::input_iterator_tag;
    using value_type = Index;
    using difference_type = std::ptrdiff_t;
    using pointer = const Index*;
    using reference = Index;

    constexpr explicit Iterator(Index at) : at_(at) {}
    constexpr Index operator*() const { return at_; }
    constexpr Iterator& operator++() {
      ++at_;
      return *this;
    }
    constexpr Iterator operator++(int) {
      const Iterator before = *this;
      ++at_;
      return before;
    }
    friend constexpr bool operator==(Iterator, Iterator) = default;

   private:
    Index at_;
  };

  constexpr explicit IndexRange(std::size_t size) : size_(size) {}
  [[nodiscard]] constexpr Iterator begin() const { return Iterator(Index(0)); }
  [[nodiscard]] constexpr Iterator end() const { return Iterator(Index(size_)); }
  [[nodiscard]] constexpr std::size_t size() const { return size_; }

 private:
  std::size_t size_;
};

// A std::vector subscripted by Index only.
template <class Index, class T>
class IndexedVector {
 public:
  IndexedVector() = default;
  explicit IndexedVector(std::size_t size, const T& value = T()) : items_(size, value) {}
  explicit IndexedVector(std::vector<T> items) : items_(std::move(items)) {}

  decltype(auto) operator[](Index i) {
    MOCCASIN_ASSERT(i.value() < items_.size());
    return items_[i.value()];
  }
  decltype(auto) operator[](Index i) const {
    MOCCASIN_ASSERT(i.value() < items_.size());
    return items_[i.value()];
  }
  Index push_back(T item) {
    items_.push_back(std::move(item));
    return Index(items_.size() - 1);
  }
  // The next push_back does not allocate.
  void make_room() {
    if (items_.size() == items_.capacity()) items_.reserve(2 * items_.size() + 1);
  }

  [[nodiscard]] std::size_t size() const { return items_.size(); }
  [[nodiscard]] bool empty() const { return items_.empty(); }
  [[nodiscard]] IndexRange<Index> indices() const { return IndexRange<Index>(items_.size()); }
  [[nodiscard]] const std::vector<T>& raw() const { return items_; }
  auto begin() { return items_.begin(); }
  auto end() { return items_.end(); }
  auto begin() const { return items_.begin(); }
  auto end() const { return items_.end(); }
  friend bool operator==(const IndexedVector&, const IndexedVector&) = default;

 private:
  std::vector<T> items_;
};

}  // namespace moccasin::base
