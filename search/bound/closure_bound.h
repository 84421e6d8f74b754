// SPDX-License-Identifier: Apache-2.0
// A lower bound on the duration of all recomputations that holds for any number of copies, and, in
// free order, for every order: the recompute closure (closure_network.h), priced by a bundle, then
// searched. Anytime: the bound only rises.
//
//   root     rounds of: prices for the events chosen, more events where memory is still short
//   targets  is there a relaxed solution of at most `target` ticks? Refuted: the bound rises beyond
//            it, and the next target is farther; bound_tree.h
//
// What a target below the duration of a known schedule excludes need not be looked at again.
#pragma once

#include <functional>
#include <memory>
#include <optional>

#include "search/bound/bound_line.h"
#include "search/bound/bound_tree.h"
#include "search/bound/event_selection.h"

namespace moccasin::search {

class ClosureBound {
 public:
  // The graph outlives this.
  ClosureBound(const CompiledGraph& graph, model::Order order);

  // Remembers from now on how its bounds were proved.
  void keep_proof() { keeps_proof_ = true; }
  // No operation is split from now on (cost_variables.h): the plain relaxation, to compare with.
  void never_split() { splits_ = false; }
  // How lower_bound() was proved; cost scale and target are those of the proof. Nothing: there is
  // none, or it was not kept.
  struct Proof {
    ProofLog log;
    CostScale scale;
    CostVars cost_vars;
    std::int64_t lower = 0;  // ticks of recomputations
  };
  [[nodiscard]] const std::optional<Proof>& proof() const { return proof_; }

  enum class Until { done, suggestion };

  // Works until there is nothing to do or the share ends, and goes on there when called again. With
  // Until::suggestion also returns when suggested() is new. `upper`: ticks of the recomputations of
  // the best schedule known; what is proved is about those of less, so the bound goes no higher. A
  // share ends between two cuts, as one that is given up has to be begun again; the meter's limits
  // end it within one.
  void improve(std::int64_t upper, Share& share, Until until = Until::done);

  // Called with lower_bound() whenever it has risen.
  void on_rise(std::function<void(std::int64_t ticks)> call) { on_rise_ = std::move(call); }

  // Called with what the root's prices prove of every budget: before there is any branching, and
  // when improve() returns, if the root's bound has risen since the last line. Costs a cut each,
  // which is charged, whether or not that ends the work; where time, memory or a user ends it there
  // is none.
  void on_line(std::function<void(const BoundLine&)> call) { on_line_ = std::move(call); }

  // Ticks that all recomputations take together at least.
  [[nodiscard]] std::int64_t lower_bound() const { return lower_; }
  // What to recompute, so says the relaxation: its last solution, or the primal average, rounded,
  // before it has one. No schedule need do just that.
  [[nodiscard]] const std::vector<Op>& suggested() const { return suggested_; }
  [[nodiscard]] int suggestions() const { return suggestions_; }  // how many there have been
  // Nothing more can be proved with this relaxation and the last upper bound.
  [[nodiscard]] bool done() const { return done_; }
  // By operation, what holds for all schedules with recomputations of less than upper() ticks.
  [[nodiscard]] OpFixings fixings() const;
  [[nodiscard]] std::int64_t upper() const { return upper_; }

  // The root's prices are as good as they get with the last upper bound.
  [[nodiscard]] bool root_done() const { return root_done_; }
  // Where the root stands; null before improve() has anything to do. Its fixings are by
  // cost_vars().
  [[nodiscard]] const CostScale* scale() const { return scale_ ? &*scale_ : nullptr; }
  [[nodiscard]] const ClosureNode& root() const { return root_; }
  [[nodiscard]] const CostVars& cost_vars() const { return cost_vars_; }
  [[nodiscard]] model::Order order() const { return scan_.order(); }

  struct Statistics {
    std::int64_t root = -1;  // the bound before any branching; -1: not known yet
    std::size_t violated = 0, events = 0;
    std::size_t fixed = 0;  // cost variables, at the root
    std::size_t split = 0;  // operations that are split
    std::uint64_t flows = 0, nodes = 0;
  };
  [[nodiscard]] Statistics statistics() const;

 private:
  void lower_upper(std::int64_t upper);
  void rescale();
  void search(Share& share, Until until);
  bool price_root(Share& share);
  bool solve_root(Share& share);
  bool begin_trial(std::uint64_t work);
  bool end_trial();
  bool split(const Absences& away);
  void renew_tree();
  void aim_next();
  bool refute_target(Share& share);
  [[nodiscard]] std::int64_t first_increment() const;
  void raise(std::int64_t ticks);
  void draw(Meter& meter);
  bool suggest(std::vector<Op> again);
  [[nodiscard]] std::vector<Op> rounded_average() const;
  void keep(const ProofLog& log, std::int64_t lower);

  const CompiledGraph& graph_;
  EventScan scan_;
  CostVars cost_vars_;
  EventSelection events_;
  std::int64_t unit_ = 1;  // durations are multiples of it, and so are all ticks below
  std::int64_t lower_ = 0, upper_ = INT64_MAX;
  std::int64_t target_ = 0, increment_ = 0;  // of the tree; from the bound to the next target
  std::function<void(std::int64_t)> on_rise_;
  std::function<void(const BoundLine&)> on_line_;
  std::optional<CostScale> scale_;
  std::optional<DualAscent> ascent_;
  std::optional<BoundTree> tree_;
  ClosureNode root_;
  struct Unsplit {
    CostVars cost_vars;
    ClosureNode root;
    ProofLog log;
  };
  std::optional<Unsplit> unsplit_;  // while it is tried whether to split pays
  // Ticks of improve(), those of the call at work left out; when the root was begun, the trial
  // ends.
  std::uint64_t work_ = 0, root_began_ = 0, trial_ends_ = 0;
  std::uint64_t began_ = 0;  // ticks of the meter, when improve() was called
  bool keeps_proof_ = false, splits_ = true;
  ProofLog root_log_, tree_log_;
  std::optional<Proof> proof_;
  std::vector<Op> suggested_;
  int suggestions_ = 0;
  bool done_ = false, root_done_ = false;
  std::int64_t drawn_ = 0;  // ticks: the root's bound when the last line was drawn
  std::int64_t root_bound_ = -1;
  std::uint64_t flows_ = 0, nodes_ = 0;  // of ascents and trees before
};

}  // namespace moccasin::search
