// SPDX-License-Identifier: Apache-2.0
// Where a sweep (sweep.h) works next, and where it looks between two points of a curve.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "search/curve/curve.h"

namespace moccasin::search {

// The point at which most is open for the work that it has had: the gap between schedule and bound,
// times the part of the budgets that it stands for. `work`: ticks by point; `busy`: so many already
// work there in this round. Those without work come first, the largest budget before the others:
// what it finds is where the next one starts from. Nothing: all are closed.
[[nodiscard]] std::optional<std::size_t> next_point(const std::vector<CurvePoint>& points,
                                                    const std::vector<std::uint64_t>& work,
                                                    const std::vector<int>& busy);

// How far both curves fall between two neighbours, in ticks, times how far apart they are, in
// bytes: what is known of the left one is all that is known of the budgets between them, and a
// point in the middle halves what is lost by that.
[[nodiscard]] double area_between(const CurvePoint& less, const CurvePoint& more);

// The budget in the middle of those two neighbours between which that is most. Only if they are at
// least `twice_least` apart. Where nothing falls, the widest pair. Nothing: there are none.
[[nodiscard]] std::optional<std::int64_t> next_budget(const std::vector<CurvePoint>& points,
                                                      std::int64_t twice_least);

// The budget at the knee: where a straight line from the first feasible point to the last runs
// highest above the curve, both axes scaled to that rectangle; what less memory costs rises most
// there. Nothing: fewer than three points have schedules, or the curve is straight.
[[nodiscard]] std::optional<std::size_t> knee_of(const std::vector<CurvePoint>& points);

}  // namespace moccasin::search
