// SPDX-License-Identifier: Apache-2.0
#include "search/closure/closure_model.h"

#include <algorithm>

#include "base/wide_int.h"

namespace moccasin::search {

using base::Wide;

ClosureModel::ClosureModel(const encoding::Encoding& encoding, const CompiledGraph& graph,
                           const ClosureStart& start)
    : graph_(graph),
      choices_(encoding),
      start_(start),
      cost_vars_(graph.num_ops()),
      unit_(encoding.duration_unit()) {}

// What the encoding has no copy of cannot run again there, whatever the bound thinks of it. That is
// forced once and for all, so it is never open again and never a premise.
ClosureNetwork ClosureModel::make_network() const {
  EventScan scan(graph_, start_.order);
  ClosureNetwork network(scan, cost_vars_, start_.root.events, start_.root.again,
                         start_.scale.cost());
  if (network.overfull()) return network;
  for (std::size_t i = 0; i < network.choices().size(); ++i) {
    if (!choices_.first_copy(network.choices()[i].op).valid()) network.force(i, Again::never);
  }
  return network;
}

// Scaled costs are durations rounded down, each by itself: their sum is at most the scaled sum. So
// copies that cost more than the cutoff take longer than the duration.
std::int64_t ClosureModel::cutoff(std::int64_t duration) const {
  constexpr std::int64_t kNone = std::int64_t{1} << 60;
  const Wide scaled = Wide{duration} * unit_ * CostScale::kScale / start_.scale.upper();
  return static_cast<std::int64_t>(std::min<Wide>(scaled, kNone));
}

// A unit less is on the safe side of both roundings, here and in the cutoff of the longer duration.
std::int64_t ClosureModel::duration(std::int64_t scaled) const {
  const Wide units = Wide{scaled} * start_.scale.upper() / CostScale::kScale / unit_;
  constexpr std::int64_t kMost = std::int64_t{1} << 61;  // less can be said than is true
  return static_cast<std::int64_t>(std::clamp<Wide>(units - 1, 0, kMost));
}

}  // namespace moccasin::search
