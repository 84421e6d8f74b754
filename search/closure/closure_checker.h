// SPDX-License-Identifier: Apache-2.0
// The naive twin of ClosurePropagator. It is told the prices of the memory at each event and
// believes nothing of them: whatever they are, what a minimum cut costs at these prices is a lower
// bound (docs/bound.md), so wrong ones can only make it refute less. The network is built here from
// the graph and the stages that the box allows, every rule as docs/bound.md states it; the flow is
// one of its own, from scratch; amounts are exact, where the propagator rounds down. It shares
// nothing with what it checks but the graph, the model and the facts that the search began with.
#pragma once

#include <vector>

#include "engine/inference_checker.h"
#include "search/closure/closure_model.h"

namespace moccasin::search {

class ClosureChecker final : public engine::InferenceChecker {
 public:
  // Both outlive this. Pre-conditions: the order is kept, no operation is split.
  ClosureChecker(const encoding::Encoding& encoding, const CompiledGraph& graph,
                 const ClosureStart& start);

  // With memory for free: only what surely runs again counts.
  [[nodiscard]] bool refutes(const engine::Box& box) const override;
  // The hint is the price of the whole budget at each event, in scaled ticks.
  [[nodiscard]] bool refutes_given(const engine::Box& box,
                                   const engine::Hint& prices) const override;

 private:
  class Network;

  const encoding::Encoding& encoding_;
  const CompiledGraph& graph_;
  const std::vector<Op> events_;
  const Fixings fixings_;  // facts of the root, some of which no variable can express
  const std::int64_t upper_;
};

}  // namespace moccasin::search
