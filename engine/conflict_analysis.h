// SPDX-License-Identifier: Apache-2.0
// What to learn from a conflict (Marques-Silva, Sakallah, GRASP, ICCAD 1996; first unique
// implication point: Zhang et al., ICCAD 2001), on bounds that are explained lazily. A nogood is a
// set of literals that cannot hold together, a clause its negation: one of its literals must be
// true. The analysis turns one nogood, the conflict, into another, and learns the clause.
//
//   level      1        2         3 (now)
//   trail   x >= 3   y >= 1   z >= 4   x >= 5   w >= 2
//              \________________/ \______/ \______/    conflict: [w >= 2] and [x >= 4]
//
// From the end of the trail, entries of the current level are replaced by their reasons until those
// left belong to one variable: the unique implication point. A premise is a bound, [x >= 4], which
// the entry x >= 5 was the first to provide; the premise, not what the entry says, is explained and
// learned, so that a nogood asks for no more than it must. Where two premises are on one variable
// the stronger implies the other.
#pragma once

#include <vector>

#include "engine/explainer.h"
#include "engine/literal.h"
#include "engine/minimize.h"
#include "engine/replay.h"
#include "engine/trail.h"

namespace moccasin::engine {

struct Learned {
  std::vector<Literal> clause;  // [0]: asserted after the backjump; [1]: of the level jumped to
  Level backjump = 0;
  std::uint32_t glue = 0;  // decision levels in the clause
};

class ConflictAnalysis {
 public:
  ConflictAnalysis(const Trail& trail, Explainer& explainer)
      : trail_(trail), explainer_(explainer), minimize_(trail, explainer) {}

  void add_variable() {
    open_of_.push_back(0);
    open_of_.push_back(0);
    minimize_.add_variable();
  }

  // Pre-conditions: `conflict` holds true literals that exclude each other, one of the current
  // level, which is not 0. Post-condition: after a jump to the level all of the clause is false but
  // its first literal. `derivation`, if given, is filled with the deductions that lead there.
  const Learned& analyze(const Premises& conflict, Derivation* derivation);

  // The assumptions (decisions) that force `literal`, which is true; the trail has no other
  // decisions. (MiniSat's analyzeFinal: Een, Sorensson, SAT 2003.)
  [[nodiscard]] Premises decisions_behind(Literal literal);

  // The literals that the last analysis met, each once, and the clauses it used.
  [[nodiscard]] const std::vector<Literal>& analyzed() const { return analyzed_; }
  [[nodiscard]] const std::vector<Clause*>& used() const { return used_; }
  [[nodiscard]] std::uint64_t minimised() const { return minimize_.removed(); }

 private:
  static constexpr Value kUnseen = INT64_MIN;

  void clear();
  void analyze_premise(Literal premise, Position before);
  void resolve(Position at, Derivation* derivation);
  void build_nogood(Position asserting);
  void build_clause();

  const Trail& trail_;
  Explainer& explainer_;
  Minimize minimize_;
  std::vector<Value> seen_;                // by position: the bound that premises need, or kUnseen
  std::vector<Position> to_clear_;         // the positions seen
  base::IndexedVector<Var, int> open_of_;  // entries seen of the current level, not yet resolved
  std::size_t open_variables_ = 0;         // those that have any
  std::vector<Position> lower_;            // entries seen of lower levels
  std::vector<Supported> nogood_;          // the premises to learn; [0]: the implication point
  Premises scratch_;
  Learned learned_;
  std::vector<Literal> analyzed_;
  std::vector<Clause*> used_;
};

}  // namespace moccasin::engine
