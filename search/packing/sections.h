// SPDX-License-Identifier: Apache-2.0
// Maximal sets of buffers that are live at once, in order of time: sections. All that matters of
// time is which sections a buffer is in, and these follow one another without a hole.
//
//           +---+               lifetimes  x [0, 3)  y [2, 6)  z [3, 5)
//       +---+---|-----+
//     x |   | z |  y            section 0: x y, 1: y z;  x in [0, 1), y in [0, 2), z in [1, 2)
//    time 0 2 3  5  6
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "base/strong_index.h"

namespace moccasin::search {

using Section = base::StrongIndex<struct SectionTag>;

// Half open, and not empty.
template <class Point>
struct Span {
  Point first{}, last{};
  friend bool operator==(const Span&, const Span&) = default;
};

struct Sections {
  std::size_t count = 0;
  std::vector<Span<Section>> of;  // the sections of each lifetime, in the order given
};

// Pre-condition: no lifetime is empty. O(n log n).
[[nodiscard]] Sections sections_of(std::span<const Span<std::int64_t>> lifetimes);

}  // namespace moccasin::search
