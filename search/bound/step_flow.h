// SPDX-License-Identifier: Apache-2.0
// A maximum flow for one step of a certificate, on the graph as it was given: docs/certificates.md
// has the network. The search works on the compiled graph, where outputs are merged and rounded;
// what it found is found again here, in the terms that can be checked.
#pragma once

#include <vector>

#include "model/certificate.h"
#include "search/bound/again.h"
#include "search/bound/event_scan.h"

namespace moccasin::search {

class StepFlow {
 public:
  // What a certificate's costs are.
  struct Terms {
    std::int64_t budget = 0;  // bytes, without resident ones, rounded as the page says; at least 1
    base::IndexedVector<Op, std::int64_t> cost;
  };

  // All outlive this. The scan is of the graph with its outputs as given.
  StepFlow(const model::Graph& graph, EventScan& scan, const CostVars& cost_vars,
           const Terms& terms)
      : graph_(graph), scan_(scan), cost_vars_(cost_vars), terms_(terms) {}

  // The step for these prices at `events`, in base order, but for `never`.
  model::CertificateStep find(const std::vector<Op>& events,
                              const std::vector<std::int64_t>& prices, const Fixings& again);
  // Whether something does not fit in the last step whatever is decided; it has no flows then.
  [[nodiscard]] bool overfull() const { return overfull_; }
  // The reduced cost in the last step, if that is not overfull: what it would cost more, at least,
  // if the variable is paid.
  [[nodiscard]] std::int64_t reduced_cost(CostVar cost_var) const {
    return cost(cost_var) - rest_[cost_var];
  }

 private:
  class Builder;

  [[nodiscard]] std::int64_t cost(CostVar cost_var) const {
    return terms_.cost[cost_vars_.op(cost_var)];
  }

  const model::Graph& graph_;
  EventScan& scan_;
  const CostVars& cost_vars_;
  const Terms& terms_;
  base::IndexedVector<CostVar, std::int64_t> rest_;  // into Z
  bool overfull_ = false;
};

}  // namespace moccasin::search
