// SPDX-License-Identifier: Apache-2.0
// Search for ever lower placements by turns of the exact search, each at one height, with an order
// and a quota of its own: the time that it takes has a heavy tail, which many short turns cut off.
//
// The first aim is the goal, which for the least height is the bound. While nothing is found there,
// the aim goes halfway up to the best placement, and from what is found halfway down again:
//
//   best    ---------- 0 ----------- 2 ---- 3: best             0, 1, ...: turns; x: stopped
//                             1 x      aim 3
//   bound   -- aim 0 x                                          proofs raise the bound
//
// With very many buffers, or very many pairs of them that are live at once, the search is not set
// up at all: neighbors are quadratic in those that live long, and so is a dive. Windows of time
// around the fullest sections, with all else fixed, would be a way on.
#pragma once

#include <cstdint>

#include "search/limits/meter.h"
#include "search/packing/best_placement.h"
#include "search/packing/rectangles.h"

namespace moccasin::search {

enum class Quest {
  least_height,  // as low as can be
  goal,          // nothing between the goal and the best is of use
};

// `bound`: bytes, no placement is lower; what is proved raises it. Ends with the share, when the
// goal or the bound is reached, or when the goal is proved to be out of reach.
void search_by_turns(const Rectangles& rectangles, Quest quest, std::uint64_t seed,
                     BestPlacement& best, std::int64_t& bound, Share share);

}  // namespace moccasin::search
