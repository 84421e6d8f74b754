// SPDX-License-Identifier: Apache-2.0
// Constructions in order of time, as malloc would have to do it: each rectangle goes, when it is
// born, to a gap between those that are there; if there is none that it fits in, on top. Of those
// born in one section the largest goes first.
#pragma once

#include "search/limits/meter.h"
#include "search/packing/rectangles.h"

namespace moccasin::search {

enum class Gap {
  best,   // the smallest that fits, the lowest of equals: O(n log n)
  first,  // the lowest that fits: O(n live)
};
enum class Direction { forward, backward };  // of time

// Where some are fixed, all others lie above them: they are not there yet when what is in their
// way is placed. Charges `meter`, and does not stop early.
[[nodiscard]] Offsets place_in_time(const Rectangles& rectangles, Gap gap, Direction direction,
                                    Meter& meter);

}  // namespace moccasin::search
