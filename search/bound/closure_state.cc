// SPDX-License-Identifier: Apache-2.0
#include "search/bound/closure_state.h"

#include <algorithm>

#include "base/wide_int.h"

namespace moccasin::search {

using base::Wide;

CostScale::CostScale(const CompiledGraph& graph, std::int64_t upper)
    : upper_(std::max<std::int64_t>(upper, 1)), cost_(graph.num_ops(), 0) {
  // What costs more than the upper bound does not run again, so costs need not go beyond it.
  for (const Op op : graph.ops()) {
    const Wide cost = Wide{graph.duration(op)} * kScale / upper_;
    cost_[op] = static_cast<std::int64_t>(std::min<Wide>(cost, 2 * kScale));
  }
  aim(upper_);
}

void CostScale::aim(std::int64_t target) {
  target_ = target;
  cutoff_ = static_cast<std::int64_t>(Wide{target} * kScale / upper_);
}

std::int64_t CostScale::ticks(std::int64_t scaled) const {
  if (scaled <= 0) return 0;
  return static_cast<std::int64_t>((Wide{scaled} * upper_ + kScale - 1) / kScale);
}

}  // namespace moccasin::search
