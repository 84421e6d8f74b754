// SPDX-License-Identifier: Apache-2.0
#include "search/packing/skyline.h"

#include <algorithm>

namespace moccasin::search {

Skyline::Skyline(std::size_t sections)
    : leaves_(leaves_over(sections)), most_(2 * leaves_, 0), all_(2 * leaves_, kNone) {}

std::int64_t Skyline::top(Span<Section> sections) const { return top({1, 0, leaves_}, sections); }

void Skyline::raise(Span<Section> sections, std::int64_t height) {
  MOCCASIN_EXPENSIVE_ASSERT(top(sections) <= height);
  raise({1, 0, leaves_}, sections, height);
}

std::int64_t Skyline::top(Node node, Span<Section> sections) const {
  if (node.apart(sections)) return 0;
  if (node.within(sections)) return most_[node.index];
  if (all_[node.index] != kNone) return all_[node.index];
  return std::max(top(node.left(), sections), top(node.right(), sections));
}

void Skyline::raise(Node node, Span<Section> sections, std::int64_t height) {
  if (node.apart(sections)) return;
  if (node.within(sections)) {
    most_[node.index] = all_[node.index] = height;
    return;
  }
  const Node left = node.left(), right = node.right();
  if (std::int64_t& all = all_[node.index]; all != kNone) {
    for (const std::size_t child : {left.index, right.index}) most_[child] = all_[child] = all;
    all = kNone;
  }
  raise(left, sections, height);
  raise(right, sections, height);
  most_[node.index] = std::max(most_[left.index], most_[right.index]);
}

}  // namespace moccasin::search
