// SPDX-License-Identifier: Apache-2.0
// All constructions, one after the other, until one reaches the goal: placements in little more
// than O(n log n), of which none is the lowest for all problems.
#pragma once

#include "search/limits/meter.h"
#include "search/packing/best_placement.h"
#include "search/packing/rectangles.h"

namespace moccasin::search {

// The first of them runs whatever is left of `share`.
void construct(const Rectangles& rectangles, BestPlacement& best, Share share);

}  // namespace moccasin::search
