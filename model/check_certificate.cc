// SPDX-License-Identifier: Apache-2.0
#include "model/check_certificate.h"

#include <vector>

#include "base/printable.h"
#include "model/certificate_step.h"
#include "model/certificate_terms.h"

namespace moccasin::model {
namespace {

using Problem = std::optional<std::string>;

// The nodes of the proof in preorder, and what is known of each cost variable at the one looked at.
class ProofCheck {
 public:
  ProofCheck(const Graph& graph, const Certificate& certificate, CertificateTerms& terms)
      : graph_(graph),
        certificate_(certificate),
        terms_(terms),
        again_(terms.num_cost_vars(), Again::open) {
    for (const CostVarIndex cost_var : again_.indices()) {
      if (terms.never_at_root(terms.op_of(cost_var))) again_[cost_var] = Again::never;
    }
  }

  Problem run() {
    for (std::size_t i = 0; i < certificate_.proof.size(); ++i) {
      Problem problem;
      if (complete_) problem = "the proof is complete without it";
      if (!problem) problem = check_node(certificate_.proof[i]);
      if (problem) return "node " + std::to_string(i) + ", " + *problem;
    }
    if (complete_) return std::nullopt;
    return "the proof ends after " + std::to_string(certificate_.proof.size()) +
           " nodes, but is not complete";
  }

 private:
  struct Sibling {          // a node to come
    std::size_t decisions;  // that hold there
    CostVarIndex surely;    // pays there
  };

  Problem check_node(const CertificateNode& node) {
    bool refuted = false;
    for (std::size_t j = 0; j < node.steps.size(); ++j) {
      const std::string where = "step " + std::to_string(j) + ": ";
      if (refuted) return where + "the step before refutes the node";
      const StepVerdict verdict = check_step(graph_, terms_, again_, node.steps[j]);
      if (verdict.broken) return where + *verdict.broken;
      refuted = verdict.refutes;
      for (const CostVarIndex cost_var : node.steps[j].never) decide(cost_var, Again::never);
    }
    if (refuted) {
      if (node.branch.valid()) return "branch: the node is refuted";
      go_on();
      return std::nullopt;
    }
    if (!node.branch.valid()) return "it is neither refuted nor branched on";
    if (node.branch.value() >= terms_.num_cost_vars()) return "branch: no such cost variable";
    if (again_[node.branch] != Again::open) {
      return "branch: '" + base::short_name(graph_.operation(terms_.op_of(node.branch)).name) +
             "' is not open";
    }
    to_come_.push_back({decisions_.size(), node.branch});
    decide(node.branch, Again::never);
    return std::nullopt;
  }

  void decide(CostVarIndex cost_var, Again again) {
    again_[cost_var] = again;
    decisions_.push_back(cost_var);
  }

  // From a leaf to the node that follows in preorder.
  void go_on() {
    if (to_come_.empty()) {
      complete_ = true;
      return;
    }
    const Sibling next = to_come_.back();
    to_come_.pop_back();
    for (; decisions_.size() > next.decisions; decisions_.pop_back()) {
      again_[decisions_.back()] = Again::open;
    }
    decide(next.surely, Again::surely);
  }

  const Graph& graph_;
  const Certificate& certificate_;
  CertificateTerms& terms_;
  base::IndexedVector<CostVarIndex, Again> again_;
  std::vector<CostVarIndex> decisions_;  // those that were open at the root, in order
  std::vector<Sibling> to_come_;         // the next one last
  bool complete_ = false;
};

Problem find_broken(const Graph& graph, const Certificate& certificate) {
  if (certificate.scale <= 0) return "scale: must be positive";
  if (certificate.upper <= 0) return "upper: must be positive";
  if (certificate.max_copies < 0) return "scope: max_copies is negative";
  CertificateTerms terms(graph, certificate);
  if (terms.claim() % terms.unit() != 0) {
    return "bound: the claim, " + digits(terms.claim()) +
           " ticks beyond the base duration, is no " +
           "multiple of the durations' common divisor " + digits(terms.unit());
  }
  if (terms.claim() <= 0 || terms.nothing_fits()) return std::nullopt;
  if (auto problem = terms.broken_split()) return problem;
  return ProofCheck(graph, certificate, terms).run();
}

}  // namespace

CertificateVerdict check_certificate(const Graph& graph, const Certificate& certificate) {
  return {find_broken(graph, certificate)};
}

}  // namespace moccasin::model
