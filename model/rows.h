// SPDX-License-Identifier: Apache-2.0
// Rows of unequal length in two arrays (compressed sparse rows):
//
//   row    0    1  2         items of row 1: none; of row 2: items[2], items[3], items[4]
//   items  x y     x z w
//   begin  0    2  2      5
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "base/assert.h"

namespace moccasin::model {

// `Row` is a strong index; fewer than 2^32 items.
template <class Row, class Item>
class Rows {
 public:
  Rows() = default;

  // `for_each(add)` calls add(row, item) for every item, and the same again when called again. A
  // row keeps its items in the order they came in.
  template <class ForEach>
  Rows(std::size_t rows, const ForEach& for_each) : begin_(rows + 1, 0) {
    for_each([&](Row row, const Item&) { ++begin_[row.value() + 1]; });
    for (std::size_t i = 0; i < rows; ++i) begin_[i + 1] += begin_[i];
    items_.resize(begin_[rows]);
    std::vector<std::uint32_t> next(begin_.begin(), begin_.end() - 1);
    for_each([&](Row row, const Item& item) { items_[next[row.value()]++] = item; });
  }

  [[nodiscard]] std::span<const Item> operator[](Row row) const {
    MOCCASIN_ASSERT(row.value() + 1 < begin_.size());
    const std::uint32_t first = begin_[row.value()];
    return std::span<const Item>(items_).subspan(first, begin_[row.value() + 1] - first);
  }
  [[nodiscard]] std::size_t num_items() const { return items_.size(); }

 private:
  std::vector<std::uint32_t> begin_;
  std::vector<Item> items_;
};

}  // namespace moccasin::model
