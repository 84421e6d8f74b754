// SPDX-License-Identifier: Apache-2.0
// A curve at more budgets than have been worked on: what its lines prove of those between, and the
// schedules that fit there.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "search/curve/curve.h"

namespace moccasin::search {

// The points of the curve, those `budgets` besides, and, while there are fewer than `most`, others,
// halfway where area_between() is most (point_choice.h). By ascending budget. A point takes
// O(log(points) + what the curve knows).
[[nodiscard]] std::vector<CurvePoint> read_off(const Curve& curve,
                                               std::span<const std::int64_t> budgets,
                                               std::size_t most);

}  // namespace moccasin::search
