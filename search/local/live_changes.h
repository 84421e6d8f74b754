// SPDX-License-Identifier: Apache-2.0
// What a change of a sequence would add to the units live, or take away: a few ranges of instants,
// which may overlap.
//
//   ranges    +4   ===========
//             -4       ===============
//             +1              ====
//   segments       ====       ========
//                  +4         -3  -4         none where they add up to nothing
//
// Most of what one range adds another takes back: a tensor that was kept for one reader is kept
// for another. The timeline is asked for what is left only, once for each segment.
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include "search/local/instant.h"
#include "search/local/timeline.h"

namespace moccasin::search {

class LiveChanges {
 public:
  void clear() { ranges_.clear(); }
  // `delta` more units are live from `first` to `last`, both included; nowhere if `last` is before
  // `first`.
  void add(Instant first, Instant last, std::int64_t delta) {
    if (first <= last) ranges_.push_back({first, last, delta});
  }
  // How many more units are live at `instant`.
  [[nodiscard]] std::int64_t at(Instant instant) const {
    std::int64_t delta = 0;
    for (const Range& range : ranges_) {
      if (range.first <= instant && instant <= range.last) delta += range.delta;
    }
    return delta;
  }

  // Sums the ranges into disjoint segments of steps; returns how the excess of those steps would
  // change.
  [[nodiscard]] std::int64_t sum(const Timeline& timeline);
  // How their strain would change; of the segments summed last.
  [[nodiscard]] std::int64_t strain(const Timeline& timeline) const;
  // Makes the change summed last.
  void apply(Timeline& timeline) const;

 private:
  struct Range {
    Instant first, last;
    std::int64_t delta;
  };
  struct Segment {
    Key first, last;
    std::int64_t delta;
  };
  using Edge = std::pair<Instant, std::int64_t>;  // from there on so many more

  void sort_edges();

  std::vector<Range> ranges_;
  std::vector<Segment> segments_;
  std::vector<Edge> edges_;  // scratch of sum()
};

}  // namespace moccasin::search
