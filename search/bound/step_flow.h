// SPDX-License-Identifier: Apache-2.0
// A maximum flow for one step of a certificate, on the graph as it was given: docs/certificates.md
// has the network. The search works on the compiled graph, where outputs are merged and rounded;
// what it found is found again here, in the terms that can be checked.
#pragma once

#include <vector>

#include "model/certificate.h"
#include "search/bound/closure_network.h"

namespace moccasin::search {

using Statuses = base::IndexedVector<model::PayerIndex, Again>;

class StepFlow {
 public:
  // What a certificate's costs are.
  struct Terms {
    std::int64_t budget = 0;  // bytes, without resident ones, rounded as the page says; at least 1
    base::IndexedVector<model::OpIndex, std::int64_t> cost;
    // By operation: its payers, and the reads between their stretches.
    base::IndexedVector<model::OpIndex, std::vector<model::PayerIndex>> payers;
    base::IndexedVector<model::OpIndex, std::vector<std::vector<model::OpIndex>>> reads;
    base::IndexedVector<model::PayerIndex, model::OpIndex> op;
  };

  StepFlow(const model::Problem& problem, const Terms& terms);

  // The step for these prices, but for `never`.
  model::CertificateStep find(const std::vector<model::CertificateStep::Price>& prices,
                              const Statuses& again);
  // Of the last step: something does not fit whatever is decided; the step has no flows.
  [[nodiscard]] bool overfull() const { return overfull_; }
  // Of the last step, if not overfull: what it would cost more, at least, if the payer pays.
  [[nodiscard]] std::int64_t rise_if_paid(model::PayerIndex payer) const;

 private:
  class Builder;

  const model::Problem& problem_;
  const Terms& terms_;
  base::IndexedVector<model::PayerIndex, std::int64_t> rest_;  // into Z
  bool overfull_ = false;
};

}  // namespace moccasin::search
