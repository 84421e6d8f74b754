// SPDX-License-Identifier: Apache-2.0
// What docs/certificates.md derives from the graph and the head of a certificate, for all steps of
// its proof: the claim, memory, costs, and who runs before whom.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/wide_int.h"
#include "model/certificate.h"
#include "model/graph.h"

namespace moccasin::model {

// The first run of an operation t, and what of it does not depend on the proof.
struct CertificateEvent {
  std::vector<bool> before;  // by operation
  std::vector<bool> after;   // by operation
  std::vector<bool> other;   // by operation: neither t nor surely after it
  std::vector<bool> input;   // by tensor: t reads it
  std::vector<bool> needed;  // by tensor: needed at t; may be an input as well
  base::Wide own = 0;        // bytes of t's inputs, outputs and workspace
};

// No product here passes 2^127: amounts of a graph are below 2^62 all together (graph_builder.h),
// those of a certificate below 2^63; sums over cost variables are kept below it where they are
// made.
class CertificateTerms {
 public:
  // Both are referred to. Pre-condition: scale and upper are positive.
  CertificateTerms(const Graph& graph, const Certificate& certificate);

  [[nodiscard]] base::Wide unit() const { return unit_; }
  [[nodiscard]] base::Wide claim() const { return claim_; }
  [[nodiscard]] base::Wide memory() const { return memory_; }  // M
  // Some operation alone needs more than M.
  [[nodiscard]] bool nothing_fits() const;

  // What is wrong with the operations split; nothing: all else may be asked.
  [[nodiscard]] std::optional<std::string> broken_split();
  [[nodiscard]] std::size_t num_cost_vars() const { return op_.size(); }
  [[nodiscard]] OpIndex op_of(CostVarIndex cost_var) const { return op_[cost_var]; }
  // One for each interval, the first one first.
  [[nodiscard]] const std::vector<CostVarIndex>& cost_vars(OpIndex op) const {
    return cost_vars_[op];
  }
  [[nodiscard]] bool is_split(OpIndex op) const { return cost_vars_[op].size() > 1; }
  // Of the interval that t is in; invalid: of none.
  [[nodiscard]] CostVarIndex cost_var(OpIndex op, OpIndex t);

  [[nodiscard]] base::Wide cost(CostVarIndex cost_var) const;
  [[nodiscard]] bool refuted(base::Wide value) const;
  // Whether no schedule of interest runs `op` again, whatever memory there is.
  [[nodiscard]] bool never_at_root(OpIndex op) const;
  [[nodiscard]] const CertificateEvent& event(OpIndex t);

 private:
  [[nodiscard]] CertificateEvent make_event(OpIndex t) const;
  [[nodiscard]] std::optional<std::string> broken_use_sets(const CertificateSplit& split);
  [[nodiscard]] bool is_before(OpIndex op, OpIndex t);

  const Graph& graph_;
  const Certificate& certificate_;
  base::Wide unit_ = 1, claim_ = 0, memory_ = 0;
  base::IndexedVector<CostVarIndex, OpIndex> op_;
  base::IndexedVector<OpIndex, std::vector<CostVarIndex>> cost_vars_;
  base::IndexedVector<OpIndex, const CertificateSplit*> split_;  // null: it is not
  std::map<OpIndex, CertificateEvent> events_;
};

// Decimal digits; the library has none for 128 bits.
[[nodiscard]] std::string digits(base::Wide value);

}  // namespace moccasin::model
