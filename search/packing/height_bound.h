// SPDX-License-Identifier: Apache-2.0
// How low no placement is, without any search. What is live at once lies one above the other, so
// all but the topmost take whole units; what is fixed ends where it ends.
#pragma once

#include <cstdint>
#include <vector>

#include "search/packing/rectangles.h"

namespace moccasin::search {

// Bytes. O(n log n).
[[nodiscard]] std::int64_t height_bound(const Rectangles& rectangles);

// Heights that a placement can have, if its offsets are whole units.
class PossibleHeights {
 public:
  explicit PossibleHeights(const Rectangles& rectangles);
  // The least of `bytes` or more.
  [[nodiscard]] std::int64_t at_least(std::int64_t bytes) const;

 private:
  std::int64_t unit_;
  std::vector<std::int64_t> slacks_;  // each once, ascending
};

}  // namespace moccasin::search
