// SPDX-License-Identifier: Apache-2.0
#include "search/bound/bound_line.h"

#include <algorithm>
#include <limits>

#include "base/assert.h"

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

// Scaled ticks times `per`. Live units are whole, so flooring the budget loses nothing.
Wide BoundLine::value(std::int64_t budget) const {
  const std::int64_t units = std::max<std::int64_t>(budget - resident_, 0) / size_unit_;
  return cut_.cost - cut_.price * units;
}

// Ticks are rounded up, which are multiples of the durations' unit.
std::int64_t BoundLine::ticks_of(Wide scaled) const {
  constexpr Wide kMost = std::numeric_limits<std::int64_t>::max() / 4;
  const Wide ticks = (scaled * upper_ + CostScale::kScale - 1) / CostScale::kScale;
  return static_cast<std::int64_t>((std::min(ticks, kMost) + duration_unit_ - 1) / duration_unit_ *
                                   duration_unit_);
}

// What the cut proves is rounded down.
std::int64_t BoundLine::at(std::int64_t budget) const {
  const Wide scaled = value(budget) / cut_.per;
  return scaled <= 0 ? 0 : ticks_of(std::min<Wide>(scaled, cut_.most));
}

// All that is run again costs `most`, and where it all is, too much is still in memory.
bool BoundLine::refutes(std::int64_t budget) const { return value(budget) / cut_.per > cut_.most; }

}  // namespace moccasin::search
