// SPDX-License-Identifier: Apache-2.0
// The peaks that a graph's schedules can have: resident bytes and a multiple of the largest number
// that divides every size and workspace, and the alignment where they lie in an arena. A budget
// between two of them is worth no more than the lower, and a peak above the one is at least the
// other:
//
//   resident 10, sizes 4 and 8    10   14   18   22 ...    down(17) = 14    up(15) = 18
#pragma once

#include <cstdint>

#include "model/graph.h"

namespace moccasin::search {

class PeakGrid {
 public:
  // `alignment`: of an arena; 0: there is none.
  explicit PeakGrid(const model::Graph& graph, std::int64_t alignment = 0);

  // Bytes from one peak to the next, at least 1.
  [[nodiscard]] std::int64_t step() const { return step_; }
  // The highest peak of at most `bytes`, and the lowest of at least as many; resident bytes are the
  // lowest of all. Pre-condition: 0 <= bytes <= 2^62.
  [[nodiscard]] std::int64_t down(std::int64_t bytes) const;
  [[nodiscard]] std::int64_t up(std::int64_t bytes) const;

 private:
  std::int64_t resident_, step_;
};

}  // namespace moccasin::search
