// SPDX-License-Identifier: Apache-2.0
// The most of any range of numbers that do not change, in O(log n): a tree of maxima, bottom up.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

namespace moccasin::search {

class RangeMax {
 public:
  explicit RangeMax(std::span<const std::int64_t> numbers)
      : size_(numbers.size()), most_(2 * numbers.size()) {
    std::copy(numbers.begin(), numbers.end(), most_.begin() + static_cast<std::ptrdiff_t>(size_));
    for (std::size_t i = size_; i-- > 1;) most_[i] = std::max(most_[2 * i], most_[2 * i + 1]);
  }

  // Of [first, last), which is not empty.
  [[nodiscard]] std::int64_t most(std::size_t first, std::size_t last) const {
    std::int64_t most = std::numeric_limits<std::int64_t>::min();
    for (first += size_, last += size_; first < last; first /= 2, last /= 2) {
      if (first % 2 == 1) most = std::max(most, most_[first++]);
      if (last % 2 == 1) most = std::max(most, most_[--last]);
    }
    return most;
  }

 private:
  std::size_t size_;
  std::vector<std::int64_t> most_;
};

}  // namespace moccasin::search
