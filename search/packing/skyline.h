// SPDX-License-Identifier: Apache-2.0
// How high what is placed reaches in each section, where every rectangle is placed on top of that:
// a tree of maxima with assignments to ranges, O(log n) each.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "search/packing/sections.h"

namespace moccasin::search {

class Skyline {
 public:
  explicit Skyline(std::size_t sections);

  // Where a rectangle can be put down.
  [[nodiscard]] std::int64_t top(Span<Section> sections) const;
  // Pre-condition: top(sections) <= height.
  void raise(Span<Section> sections, std::int64_t height);

 private:
  static constexpr std::int64_t kNone = -1;
  // Of the tree: which node, and the sections [first, last) below it.
  struct Node {
    std::size_t index, first, last;
    [[nodiscard]] Node left() const { return {2 * index, first, (first + last) / 2}; }
    [[nodiscard]] Node right() const { return {2 * index + 1, (first + last) / 2, last}; }
    [[nodiscard]] bool apart(Span<Section> s) const {
      return last <= s.first.value() || s.last.value() <= first;
    }
    [[nodiscard]] bool within(Span<Section> s) const {
      return s.first.value() <= first && last <= s.last.value();
    }
  };

  [[nodiscard]] std::int64_t top(Node node, Span<Section> sections) const;
  void raise(Node node, Span<Section> sections, std::int64_t height);

  std::size_t leaves_ = 1;
  std::vector<std::int64_t> most_, all_;  // all_: what all below it have; kNone: look there
};

}  // namespace moccasin::search
