// SPDX-License-Identifier: Apache-2.0
// Refutes a target by branching, depth first, on the cost variables (cost_variables.h).
//
//   root -- never(a) --> refuted by prices
//       \-- again(a) -- never(b) --> refuted
//                   \-- again(b) --> all decided: fits at every event: a relaxed solution
#pragma once

#include <vector>

#include "search/bound/dual_ascent.h"
#include "search/bound/event_selection.h"

namespace moccasin::search {

class BoundTree {
 public:
  BoundTree(EventScan& scan, const CostVars& cost_vars, EventSelection& events,
            const CostScale& scale, DualAscent& ascent)
      : scan_(scan),
        graph_(scan.graph()),
        cost_vars_(cost_vars),
        events_(events),
        scale_(scale),
        ascent_(ascent),
        pseudo_cost_(2, std::vector<PseudoCost>(cost_vars.size())) {}

  enum class Result { refuted, solution, stopped };
  // Begins with the scale's target.
  void start(const ClosureNode& root) { open_.assign(1, root); }
  [[nodiscard]] bool in_progress() const { return !open_.empty(); }
  // Goes on. `stopped`: to be called again. `solution`: one with relaxed cost() within the target
  // was found, and the rest is left.
  Result refute(Share& share);
  [[nodiscard]] std::int64_t cost() const { return cost_; }                    // ticks
  [[nodiscard]] const std::vector<Op>& solution() const { return solution_; }  // who runs again
  // In it, by operation: the events at which it is not live, but runs again afterwards.
  [[nodiscard]] const Absences& away() const { return away_; }
  [[nodiscard]] std::uint64_t nodes() const { return nodes_; }

 private:
  struct PseudoCost {  // what the bound has risen by, per way gone: the sum, and how often
    double sum = 0;
    int count = 0;
  };
  class Choice;  // of a cost variable to branch on
  enum class Leaf { refuted, solution, more_events, stopped };
  enum class Fit { fits, never, stopped };

  Result visit(ClosureNode& node, Share& share);
  DualAscent::Result price(ClosureNode& node, Share& share);
  void branch(ClosureNode& node, CostVar cost_var);
  Fit fit_at_most(ClosureNode& node, Share& share);
  Leaf leaf(const ClosureNode& node, Share& share);
  [[nodiscard]] bool fits(Op event, const Fixings& again, Absences* away = nullptr) const;

  EventScan& scan_;
  const CompiledGraph& graph_;
  const CostVars& cost_vars_;
  EventSelection& events_;
  const CostScale& scale_;
  DualAscent& ascent_;
  std::vector<std::vector<PseudoCost>> pseudo_cost_;  // by value, cost variable
  std::vector<ClosureNode> open_;
  std::int64_t cost_ = 0;
  std::vector<Op> solution_;
  Absences away_;
  std::uint64_t nodes_ = 0;
};

}  // namespace moccasin::search
