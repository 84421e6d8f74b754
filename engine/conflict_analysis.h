// SPDX-License-Identifier: Apache-2.0
// What to learn from a conflict (Marques-Silva, Sakallah, GRASP, ICCAD 1996; first unique
// implication point: Zhang et al., ICCAD 2001), on bounds that are explained lazily.
//
//   level      1        2         3 (now)
//   trail   x >= 3   y >= 1   z >= 4   x >= 5   w >= 2
//              \________________/ \______/ \______/    conflict: [w >= 2] and [x >= 4]
//
// From the end of the trail, entries of the current level are replaced by their reasons until those
// left belong to one variable: the unique implication point. A premise asks for a bound, [x >= 4],
// and gets the entry that first provided it, x >= 5; only what is asked for, not what the entry
// says, is explained and learned. Of two premises on one variable the stronger implies the other.
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
    wanted_of_.push_back(0);
    wanted_of_.push_back(0);
    minimize_.add_variable();
  }

  // Pre-conditions: `conflict` holds true literals that exclude each other, one of the current
  // level, which is not 0. Post-condition: after a jump to the level all of the clause is false but
  // its first literal. `derivation`, if given, is filled with the steps that lead there.
  const Learned& analyze(const Premises& conflict, Derivation* derivation);

  // The assumptions (decisions) that force `literal`, which is true; the trail has no other
  // decisions.
  [[nodiscard]] Premises decisions_behind(Literal literal);

  // Of the last analysis: the literals met, each once, and the nogoods used.
  [[nodiscard]] const std::vector<Literal>& touched() const { return touched_; }
  [[nodiscard]] const std::vector<Nogood*>& used() const { return used_; }
  [[nodiscard]] std::uint64_t minimised() const { return minimize_.removed(); }

 private:
  static constexpr Value kUnwanted = INT64_MIN;

  void clear();
  void require(Literal premise, Position before);
  void resolve(Position at, Derivation* derivation);
  void collect(Position asserting);
  void build();

  const Trail& trail_;
  Explainer& explainer_;
  Minimize minimize_;
  std::vector<Value> wanted_;                // by position: the bound asked for
  std::vector<Position> asked_;              // positions that have been wanted
  base::IndexedVector<Var, int> wanted_of_;  // wanted entries of the current level
  std::size_t wanted_variables_ = 0;         // that have any
  std::vector<Position> lower_;              // wanted entries of lower levels
  std::vector<Supported> kept_;              // the premises learned; [0]: the implication point
  Premises scratch_;
  Learned learned_;
  std::vector<Literal> touched_;
  std::vector<Nogood*> used_;
};

}  // namespace moccasin::engine
