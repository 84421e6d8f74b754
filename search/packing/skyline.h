// SPDX-License-Identifier: Apache-2.0
// How high what is placed reaches in each section, where every rectangle is placed on top of that:
// a tree of maxima with assignments to ranges, O(log n) each.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "search/packing/section_tree.h"

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
  using Node = SectionNode;

  [[nodiscard]] std::int64_t top(Node node, Span<Section> sections) const;
  void raise(Node node, Span<Section> sections, std::int64_t height);

  const std::size_t leaves_;
  std::vector<std::int64_t> most_, all_;  // all_: what all below it have; kNone: look there
};

}  // namespace moccasin::search
