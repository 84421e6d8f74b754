// SPDX-License-Identifier: Apache-2.0
// The nodes of a binary tree over the sections, for what is known of ranges of them: by index, the
// root first, children of i at 2 i and 2 i + 1, leaves last.
#pragma once

#include <cstddef>

#include "search/packing/sections.h"

namespace moccasin::search {

// A node, and the sections [first, last) below it.
struct SectionNode {
  std::size_t index, first, last;
  [[nodiscard]] SectionNode left() const { return {2 * index, first, (first + last) / 2}; }
  [[nodiscard]] SectionNode right() const { return {2 * index + 1, (first + last) / 2, last}; }
  [[nodiscard]] bool apart(Span<Section> s) const {
    return last <= s.first.value() || s.last.value() <= first;
  }
  [[nodiscard]] bool within(Span<Section> s) const {
    return s.first.value() <= first && last <= s.last.value();
  }
};

// How many leaves a tree over so many sections has: a power of two. It has as many other nodes.
[[nodiscard]] inline std::size_t leaves_over(std::size_t sections) {
  std::size_t leaves = 1;
  while (leaves < sections) leaves *= 2;
  return leaves;
}

}  // namespace moccasin::search
