// SPDX-License-Identifier: Apache-2.0
// How low a peak can be, in any order and with any number of runs: a search over what has to be in
// memory, against time.
//
//   a --4--> b --4--> c       to run c, b's 4 bytes and c's 1 are live; just before, b ran last:
//                             a's 4 and b's 4; just before, a: 4. The least peak is 8.
//
//   state    the tensors that steps still to come read; at first what is wanted in the end
//   move     one of their producers has run just before: what it writes goes, what it reads comes
//   cost     bytes live while it ran; of a path the most of its moves
//
// The least cost of a path to the empty state is the least peak with which the wanted tensors can
// be in memory at once (Dijkstra's algorithm, by the most instead of the sum). Whoever stops early
// knows that it is no less than the cost of the next state. Wanting more never costs less, so what
// holds for the inputs of one operation holds for every schedule.
#pragma once

#include <cstdint>
#include <functional>
#include <span>

#include "model/graph.h"

namespace moccasin::model {

struct LeastPeak {
  std::int64_t bytes = 0;  // resident included: no schedule that has all wanted tensors needs less
  bool exact = false;      // there is one that needs no more, if every operation may run again
};

// `least`: bytes that are needed anyhow; paths are not told apart below it. At most `ticks` of
// work, an element of a state each, and what is left of them; 0 left: it was stopped. `goes_on` is
// asked now and then, some milliseconds apart: false stops it as well.
[[nodiscard]] LeastPeak least_peak_with(const Graph& graph, std::span<const TensorIndex> wanted,
                                        std::int64_t least, std::uint64_t& ticks,
                                        const std::function<bool()>& goes_on = {});

}  // namespace moccasin::model
