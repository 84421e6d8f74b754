// SPDX-License-Identifier: Apache-2.0
// A schedule over time, sampled in equal columns, so that a picture of 100 000 steps is no larger
// than one of a hundred.
#pragma once

#include <cstdint>
#include <vector>

#include "model/graph.h"
#include "model/schedule.h"

namespace moccasin::plot {

// Ticks from start to end. If the whole schedule takes no time, here and below every step is as
// long as another, and this is their number.
[[nodiscard]] double length_of(const model::Graph& graph, const model::Schedule& schedule);

// The live bytes of `schedule` over `columns` equal parts of [0, span): the maximum of the steps
// that run in each; 0 where nothing runs. A step of no duration counts in the column it is in.
[[nodiscard]] std::vector<std::int64_t> sample_live(const model::Graph& graph,
                                                    const model::Schedule& schedule, double span,
                                                    std::size_t columns);

// How much of each column's time goes into steps that are not their operation's first, rounded up
// to `levels` parts; never 0 where there is such a step.
[[nodiscard]] std::vector<int> sample_recomputed(const model::Graph& graph,
                                                 const model::Schedule& schedule, double span,
                                                 std::size_t columns, int levels);

}  // namespace moccasin::plot
