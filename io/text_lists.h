// SPDX-License-Identifier: Apache-2.0
// Lists of texts, many and short, in three arrays:
//
//   list    0        1   2          list 1 is empty
//   texts   "a" "b"      "cd"
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace moccasin::io {

class TextLists {
 public:
  void begin_list() { first_.push_back(ends_.size()); }
  // To the list begun last.
  void add(std::string_view text) {
    texts_ += text;
    ends_.push_back(texts_.size());
  }

  [[nodiscard]] std::size_t size() const { return first_.size(); }
  // Valid until the next add.
  [[nodiscard]] std::vector<std::string_view> operator[](std::size_t list) const {
    std::vector<std::string_view> result;
    const std::size_t end = list + 1 < first_.size() ? first_[list + 1] : ends_.size();
    for (std::size_t i = first_[list]; i < end; ++i) {
      const std::size_t begin = i == 0 ? 0 : ends_[i - 1];
      result.push_back(std::string_view(texts_).substr(begin, ends_[i] - begin));
    }
    return result;
  }

 private:
  std::vector<std::size_t> first_;  // by list: its first text
  std::vector<std::size_t> ends_;   // by text: where it ends in texts_
  std::string texts_;
};

}  // namespace moccasin::io
