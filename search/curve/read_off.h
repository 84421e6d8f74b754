// SPDX-License-Identifier: Apache-2.0
// A curve at more budgets than have been worked on: what its lines prove of those between, and the
// schedules that fit there.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "search/curve/curve.h"

namespace moccasin::search {

// The points of the curve, those `budgets` besides, and others, halfway where area_between() is
// most (point_choice.h), up to `most` in all. By ascending budget. Takes O(most * (log most + what
// is known)).
[[nodiscard]] std::vector<CurvePoint> read_off(const Curve& curve,
                                               std::span<const std::int64_t> budgets,
                                               std::size_t most);

}  // namespace moccasin::search
