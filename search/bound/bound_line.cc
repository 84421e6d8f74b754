// SPDX-License-Identifier: Apache-2.0
#include "search/bound/bound_line.h"

#include <algorithm>
#include <limits>

#include "base/assert.h"
#include "base/wide_int.h"

namespace moccasin::search {

using base::Wide;

BoundLine::BoundLine(const PricedCut& cut, const CostScale& scale, const CompiledGraph& graph,
                     std::int64_t duration_unit)
    : cut_(cut),
      upper_(scale.upper()),
      duration_unit_(duration_unit),
      resident_(graph.resident()),
      size_unit_(graph.size_unit()) {
  MOCCASIN_ASSERT(graph.exact());
}

// Live units are whole, so flooring the budget loses nothing. What the cut proves is rounded down,
// and ticks are rounded up, which are multiples of the durations' unit.
std::int64_t BoundLine::at(std::int64_t budget) const {
  constexpr Wide kMost = std::numeric_limits<std::int64_t>::max() / 4;
  const std::int64_t units = std::max<std::int64_t>(budget - resident_, 0) / size_unit_;
  const Wide value = cut_.cost - cut_.price * units;
  if (value <= 0) return 0;
  const Wide ticks = (value / cut_.per * upper_ + CostScale::kScale - 1) / CostScale::kScale;
  return static_cast<std::int64_t>((std::min(ticks, kMost) + duration_unit_ - 1) / duration_unit_ *
                                   duration_unit_);
}

}  // namespace moccasin::search
