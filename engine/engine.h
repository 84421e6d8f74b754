// SPDX-License-Identifier: Apache-2.0
// A lazy clause generation engine (Ohrimenko, Stuckey, Codish, Constraints 14, 2009) over integer
// bounds: trail, propagation to a fixpoint, learning from conflicts. It has no loop, no heuristic
// and no option, and knows nothing of tensors; search/cdcl/ drives it:
//
//   propagate() -- fixpoint --> decide(literal), and again
//              \-- conflict --> learn(): jumps back, asserts what was learned, and again
//
// Assumptions are decisions taken before all others. What is learned below them holds without them,
// so that an engine can be used again with other assumptions and keep what it knows.
#pragma once

#include <algorithm>
#include <cstdint>
#include <deque>
#include <limits>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "engine/clause_database.h"
#include "engine/conflict_analysis.h"
#include "engine/domains.h"
#include "engine/explainer.h"
#include "engine/inference.h"
#include "engine/inference_checker.h"
#include "engine/propagation_queue.h"
#include "engine/propagator.h"
#include "engine/statistics.h"
#include "engine/trail.h"
#include "engine/watch_lists.h"

namespace moccasin::engine {

// on: every reason is checked when it is made and every clause when it is learned; aborts with the
// propagator's name when one is wrong. Slow: for tests and checking builds.
enum class Checking { off, on };

class Engine final : private Explainer {
 public:
#ifdef MOCCASIN_EXPENSIVE_ASSERTS
  static constexpr Checking kDefaultChecking = Checking::on;
#else
  static constexpr Checking kDefaultChecking = Checking::off;
#endif

  static constexpr std::uint64_t kNoPause = std::numeric_limits<std::uint64_t>::max();

  explicit Engine(Checking checking = kDefaultChecking)
      : checking_(checking), analysis_(trail_, *this) {}
  Engine(const Engine&) = delete;
  Engine& operator=(const Engine&) = delete;

  // Building, at level 0.
  Var new_variable(Value lower, Value upper);
  void add(std::unique_ptr<Propagator> propagator, std::unique_ptr<InferenceChecker> checker);
  // One of `literals` must be true.
  void add_clause(std::span<const Literal> literals);
  // Takes everything back to level 0 first.
  void impose(Literal fact);

  // Nothing satisfies all that was added, whatever is assumed.
  [[nodiscard]] bool refuted() const { return refuted_; }
  [[nodiscard]] Domains domains() const { return Domains(trail_); }
  [[nodiscard]] Level level() const { return trail_.level(); }
  [[nodiscard]] const Statistics& statistics() const { return statistics_; }

  // To a fixpoint, or to a conflict. At level 0, where there may be much to do at first, it pauses
  // after `root_ticks`: fine, but not at_fixpoint() yet, and the next call goes on.
  Outcome propagate(std::uint64_t root_ticks = kNoPause);
  [[nodiscard]] bool at_fixpoint() const { return head_ == trail_.size() && queue_.empty(); }
  // Pre-conditions: propagate() was fine and nothing has changed since; `literal` is neither true
  // nor false.
  void decide(Literal literal);
  // After propagate() has met a conflict: learns a clause, jumps back, asserts it. At level 0
  // there is nothing to learn: refuted() from then on.
  void learn();
  void backtrack(Level level);

  // Takes everything back, and from now on next_assumption() returns these one by one.
  void assume(std::vector<Literal> assumptions);
  // The next to decide: the first that is not true yet, maybe false; none: all hold.
  [[nodiscard]] std::optional<Literal> next_assumption();
  // What cannot hold together of the assumptions, given one that has become false: some of them,
  // or weaker bounds of the same variables.
  [[nodiscard]] Premises failed_assumptions(Literal failed);
  // Levels that assumptions occupy now.
  [[nodiscard]] Level assumption_levels() const {
    return std::min(static_cast<Level>(cursor_of_level_.size()), level());
  }

  // What the analysis of the last conflict met, and the glue of its clause.
  [[nodiscard]] const std::vector<Literal>& analyzed() const { return analysis_.analyzed(); }
  [[nodiscard]] std::uint32_t glue() const { return glue_; }

  // Forgets the less useful half of what was learned.
  void reduce();
  [[nodiscard]] std::size_t num_learned() const { return clauses_.num_learned(); }
  [[nodiscard]] std::size_t num_local() const { return clauses_.num_local(); }
  void count_restart() { ++statistics_.restarts; }

 private:
  friend class Inference;
  struct Wake {
    Registered* propagator;
    std::uint32_t tag;
  };
  class Attaching;

  void explain(Position at, Literal fact, Premises& out) override;
  [[nodiscard]] bool cheap(Position at) const override;
  Outcome visit(Position at);
  enum class Visited { watched_here, watched_elsewhere, conflict };
  Visited visit_clause(Watch& watch, Literal fallen);
  Outcome visit_watches(Var var, Value previous, Value bound);
  Outcome infer(Registered& by, Literal fact, std::uint64_t payload);
  Outcome fail(Registered& by, std::uint64_t payload);
  void assert_learned(const Learned& learned);
  [[nodiscard]] Box root_box() const;
  // Aborts if the checker of `by` does not agree that `fact`, or a conflict, follows. The payload
  // is that of the inference, which its hint is asked for with.
  void check(const Registered& by, std::uint64_t payload, const Premises& premises,
             std::optional<Literal> fact) const;
  [[nodiscard]] std::uint32_t count_levels(const Clause& clause) const;

  const Checking checking_;
  Trail trail_;
  Position head_ = 0;  // of the trail: what comes from here on has not been visited
  std::deque<Registered> propagators_;
  base::IndexedVector<Var, std::vector<Wake>> wakes_;
  PropagationQueue queue_;
  WatchLists watches_;
  ClauseDatabase clauses_;
  ConflictAnalysis analysis_;
  Premises conflict_;  // true literals that exclude each other
  std::vector<Literal> assumptions_;
  std::vector<std::size_t> cursor_of_level_;  // which assumption a level decided
  std::uint32_t glue_ = 0;
  bool refuted_ = false;
  Statistics statistics_;
};

}  // namespace moccasin::engine
