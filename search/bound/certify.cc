// SPDX-License-Identifier: Apache-2.0
#include "search/bound/certify.h"

#include <algorithm>
#include <numeric>

#include "base/wide_int.h"
#include "search/bound/step_flow.h"

namespace moccasin::search {
namespace {

using base::Wide;
using model::CertificateNode;
using model::CertificateStep;
using model::CostVarIndex;
using model::Graph;
using model::OpIndex;

// One pass over a log, for one claim: that the recomputations of all schedules take at least so
// many ticks. The tree of the search is walked again, on the problem as it was given. At each step
// its prices are put to a flow found anew, and what that flow proves is written down, with the
// flow.
//
// The search counted in other units and with other flows, so a step may prove a little less here.
// If that is only that a cost variable is not fixed, there is a branch on it: the side where it
// pays is refuted by the step's own flow, as a rule. If it is the claim itself, the pass ends with
// the claim that it does reach, and the next one tries that.
class Pass {
 public:
  Pass(const model::Problem& problem, const ClosureBound::Proof& proof, std::int64_t claim,
       Meter& meter)
      : meter_(meter),
        graph_(*problem.graph),
        given_(problem, CompiledGraph::Empty::kept, CompiledGraph::Outputs::as_given),
        scan_(given_, problem.order),
        cost_vars_(proof.cost_vars),
        log_(proof.log),
        upper_(proof.scale.upper()),
        claim_(claim),
        unit_(1),
        root_(proof.cost_vars.size(), Again::open) {
    std::int64_t size_unit = 0, duration_unit = 0;
    for (const auto tensor : graph_.tensors()) {
      size_unit = std::gcd(size_unit, graph_.tensor(tensor).size);
      total_ += graph_.tensor(tensor).size;
    }
    for (const OpIndex op : graph_.operations()) {
      const model::Operation& operation = graph_.operation(op);
      size_unit = std::gcd(size_unit, operation.workspace);
      duration_unit = std::gcd(duration_unit, operation.duration);
    }
    for (const Op op : given_.ops()) {
      terms_.cost.push_back(
          static_cast<std::int64_t>(Wide{given_.duration(op)} * CostScale::kScale / upper_));
    }
    for (const CostVar cost_var : root_.indices()) {
      const Op op = cost_vars_.op(cost_var);
      if (given_.copies_allowed(op) == 1 || given_.duration(op) >= claim) {
        root_[cost_var] = Again::never;
      }
    }
    unit_ = std::max<std::int64_t>(duration_unit, 1);
    size_unit = std::max<std::int64_t>(size_unit, 1);
    terms_.budget =
        std::max<std::int64_t>((problem.budget - graph_.resident()) / size_unit * size_unit, 1);
  }

  // The claim that the proof reaches, at most this pass's; 0 if stopped.
  std::int64_t run() {
    reached_ = claim_;
    open_.push_back({.log = 0, .again = root_});
    while (!open_.empty()) {
      const Subproof subproof = std::move(open_.back());
      open_.pop_back();
      proof_.emplace_back();
      go_through(subproof);
      if (stopped_) reached_ = 0;
      if (reached_ <= 0) break;
    }
    return reached_;
  }

  [[nodiscard]] std::vector<CertificateNode>& proof() { return proof_; }
  // The operations that are split, in the order of their second cost variables.
  [[nodiscard]] std::vector<model::CertificateSplit> split() const {
    std::vector<model::CertificateSplit> split;
    for (std::size_t number = given_.num_ops(); number < cost_vars_.size(); ++number) {
      const Op op = cost_vars_.op(CostVar(number));
      if (cost_vars_.of(op)[1] != CostVar(number)) continue;
      split.push_back({given_.original(op), {}});
      for (const std::vector<Op>& use_set : cost_vars_.use_sets(op)) {
        auto& readers = split.back().use_sets.emplace_back();
        for (const Op reader : use_set) readers.push_back(given_.original(reader));
      }
    }
    return split;
  }

 private:
  // What is still to be done of the log: from a step of a node on.
  struct Subproof {
    ProofLog::Node log = 0;
    Fixings again;
    std::size_t step = 0;
    bool only = false;               // that step is to refute
    std::vector<CostVar> pending{};  // fixed by itself, but not with the flow found
  };

  // The cost variables of intervals after the first have the same numbers there as here.
  [[nodiscard]] CostVarIndex original(CostVar cost_var) const {
    const std::size_t number = cost_var.value();
    return CostVarIndex(number < given_.num_ops() ? given_.original(Op(number)).value() : number);
  }

  // As ticks of recomputations.
  [[nodiscard]] std::int64_t proved(Wide value) const {
    if (value <= 0) return 0;
    const Wide ticks = (value * upper_ + CostScale::kScale - 1) / CostScale::kScale;
    return static_cast<std::int64_t>(std::min<Wide>((ticks + unit_ - 1) / unit_ * unit_, claim_));
  }

  void branch(CostVar cost_var, Subproof never, Subproof surely) {
    proof_.back().branch = original(cost_var);
    never.again[cost_var] = Again::never;
    surely.again[cost_var] = Again::surely;
    open_.push_back(std::move(surely));
    open_.push_back(std::move(never));
  }

  // To a leaf, or to a branch, whose sides are subproofs still to be done. Invariant: whatever a
  // cost variable is in `subproof.again`, the certificate has it so, by a branch above or a step
  // that fixes it.
  void go_through(Subproof subproof) {
    const ProofNode* node = &log_.node(subproof.log);
    std::int64_t most = 0;
    for (;;) {
      while (!subproof.pending.empty()) {
        const CostVar cost_var = subproof.pending.back();
        subproof.pending.pop_back();
        if (subproof.again[cost_var] != Again::open) continue;
        Subproof surely{subproof.log, subproof.again, subproof.step - 1, true};
        return branch(cost_var, std::move(subproof), std::move(surely));
      }
      stopped_ = stopped_ || meter_.ended();
      if (stopped_) return;
      if (subproof.step < node->steps.size() && !(subproof.only && most > 0)) {
        most = std::max(most, do_step(subproof, node->steps[subproof.step++]));
        if (most >= claim_) return;
        if (!subproof.only) continue;
      }
      if (subproof.only || !node->branch.valid()) break;
      const CostVar cost_var = node->branch;
      if (subproof.again[cost_var] == Again::open) {
        return branch(cost_var, {node->never, subproof.again}, {node->again, subproof.again});
      }
      subproof.log = subproof.again[cost_var] == Again::never ? node->never : node->again;
      subproof.step = 0;
      node = &log_.node(subproof.log);
    }
    reached_ = std::min(reached_, most);
  }

  // What it proves. Adds to the last node. A step that was to fix, but neither fixes nor refutes
  // anything with the flow found here, is left out: nothing is built on it.
  std::int64_t do_step(Subproof& subproof, const ProofStep& from) {
    // So that no sum of capacities overflows.
    const auto highest =
        static_cast<std::int64_t>((Wide{1} << 58) * terms_.budget / (terms_.budget + Wide{total_}) /
                                  static_cast<std::int64_t>(from.events.size() + 1));
    std::vector<std::int64_t> prices;
    for (const std::int64_t price : from.prices) prices.push_back(std::min(price, highest));
    meter_.charge(prices.size() * (graph_.num_operations() + graph_.num_tensors()));
    StepFlow flow(graph_, scan_, cost_vars_, terms_);
    CertificateStep step = flow.find(from.events, prices, subproof.again);
    std::int64_t result = flow.overfull() ? claim_ : proved(step.value);
    if (result < claim_ && !subproof.only) {
      std::vector<CostVar> never;
      for (const CostVar cost_var : from.never) {
        if (subproof.again[cost_var] != Again::open) continue;
        if (proved(Wide{step.value} + flow.reduced_cost(cost_var)) >= claim_) {
          step.never.push_back(original(cost_var));
          never.push_back(cost_var);
        } else {
          subproof.pending.push_back(cost_var);
        }
      }
      for (const CostVar cost_var : never) subproof.again[cost_var] = Again::never;
    }
    const bool useful = result >= claim_ || !step.never.empty() || from.never.empty();
    if (useful) proof_.back().steps.push_back(std::move(step));
    return result;
  }

  Meter& meter_;
  const Graph& graph_;
  const CompiledGraph given_;  // its outputs as they are
  EventScan scan_;
  const CostVars& cost_vars_;
  const ProofLog& log_;
  const std::int64_t upper_, claim_;
  std::int64_t unit_, total_ = 0, reached_ = 0;
  Fixings root_;
  bool stopped_ = false;
  StepFlow::Terms terms_;
  std::vector<Subproof> open_;
  std::vector<CertificateNode> proof_;
};

}  // namespace

std::optional<model::Certificate> certify(const model::Problem& problem,
                                          const ClosureBound::Proof& proof, Meter& meter) {
  model::Certificate certificate{.order = problem.order,
                                 .max_copies = problem.max_copies,
                                 .budget = problem.budget,
                                 .scale = CostScale::kScale,
                                 .upper = proof.scale.upper(),
                                 .split = {},
                                 .proof = {}};
  for (std::int64_t claim = proof.lower; claim > 0;) {
    Pass pass(problem, proof, claim, meter);
    const std::int64_t reached = pass.run();
    if (reached >= claim) {
      certificate.bound = problem.graph->base_duration() + claim;
      certificate.split = pass.split();
      certificate.proof = std::move(pass.proof());
      return certificate;
    }
    claim = reached;
  }
  return std::nullopt;
}

}  // namespace moccasin::search
