// SPDX-License-Identifier: Apache-2.0
// What the constraint of the recompute closure takes over from the bound, in the engine's units.
#pragma once

#include "search/bound/closure_bound.h"
#include "search/closure/closure_choices.h"

namespace moccasin::search {

// The bound's events, prices and fixings, which are facts of the engine's root. The order is kept,
// and no operation is split.
struct ClosureStart {
  CostScale scale;
  model::Order order;
  ClosureNode root;
};

class ClosureModel {
 public:
  // Both outlive this.
  ClosureModel(const encoding::Encoding& encoding, const CompiledGraph& graph,
               const ClosureStart& start);
  ClosureModel(const ClosureModel&) = delete;
  ClosureModel& operator=(const ClosureModel&) = delete;

  [[nodiscard]] const CompiledGraph& graph() const { return graph_; }
  [[nodiscard]] const ClosureChoices& choices() const { return choices_; }
  // What cannot run again in the encoding does not.
  [[nodiscard]] ClosureNetwork make_network() const;

  // The scaled cost that a duration, in units of the encoding, allows.
  [[nodiscard]] std::int64_t cutoff(std::int64_t duration) const;
  // The other way, rounded down.
  [[nodiscard]] std::int64_t duration(std::int64_t scaled) const;
  [[nodiscard]] std::int64_t cost(ClosureChoices::RunIndex run) const {
    return start_.scale.cost()[choices_.op_of(run)];
  }

 private:
  const CompiledGraph& graph_;
  const ClosureChoices choices_;
  const ClosureStart start_;
  const CostVars cost_vars_;
  const std::int64_t unit_;
};

}  // namespace moccasin::search
