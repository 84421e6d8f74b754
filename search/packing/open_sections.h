// SPDX-License-Identifier: Apache-2.0
// What is open, not yet placed, in each section. A rectangle that closes is swapped behind those
// that are open in each of its lists; whatever reopens last to first finds itself right there:
//
//   section 3   x y z | w      z closes: x y | z w      z reopens: x y z | w
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "search/packing/rectangles.h"

namespace moccasin::search {

class OpenSections {
 public:
  // All that is not fixed is open.
  explicit OpenSections(const Rectangles& rectangles);
  void reopen_all();

  [[nodiscard]] bool open(Rect r) const { return open_[r] != 0; }
  [[nodiscard]] std::span<const Rect> open_in(Section s) const {
    return {list_.data() + begin_[s.value()], count_[s]};
  }
  [[nodiscard]] std::int64_t units(Section s) const { return units_[s]; }
  // Whether anything open is in `s` and in the next.
  [[nodiscard]] bool joined(Section s) const { return crossing_[s] > 0; }

  // Whether two of its sections are not joined any more.
  bool close(Rect r);
  // Pre-condition: the last that was closed.
  void reopen(Rect r);

 private:
  const Rectangles& rectangles_;
  std::vector<std::size_t> begin_;     // by section, into list_
  std::vector<Rect> list_;             // by section: the open, then the closed
  std::vector<std::size_t> at_begin_;  // by rectangle, into at_
  std::vector<std::uint32_t> at_;      // by rectangle and section of it: its place in that list
  base::IndexedVector<Section, std::uint32_t> count_, crossing_;  // open in it; in the next as well
  base::IndexedVector<Section, std::int64_t> units_;              // open in it
  base::IndexedVector<Rect, char> open_;
};

}  // namespace moccasin::search
