// SPDX-License-Identifier: Apache-2.0
// Two watched literals a clause (Moskewicz et al., Chaff, DAC 2001), for literals that are bounds:
// the literal [x <= 4] of a clause becomes false when lower(x) reaches 5, so it is watched by x
// with the threshold 5. Of the watches of x only those between the old and the new bound are
// visited.
#pragma once

#include <vector>

#include "base/strong_index.h"
#include "engine/clause.h"
#include "engine/literal.h"

namespace moccasin::engine {

struct Watch {
  Value threshold = 0;  // the watched literal is false once lower(var) >= threshold
  Clause* clause = nullptr;
  Literal blocker;  // another literal of the clause: while it is true there is nothing to do
};

class WatchLists {
 public:
  void add_variable() {
    lists_.push_back({});
    lists_.push_back({});
  }
  [[nodiscard]] std::vector<Watch>& of(Var var) { return lists_[var]; }

  void watch(Literal literal, Clause* clause, Literal blocker) {
    const Literal falsifier = ~literal;
    lists_[falsifier.var].push_back({falsifier.bound, clause, blocker});
  }
  void attach(Clause& clause) {
    watch(clause.literals()[0], &clause, clause.literals()[1]);
    watch(clause.literals()[1], &clause, clause.literals()[0]);
  }
  // Forgets all watches of clauses marked dead.
  void sweep() {
    for (const Var var : lists_.indices()) {
      std::erase_if(lists_[var], [](const Watch& watch) { return watch.clause->dead; });
    }
  }

 private:
  base::IndexedVector<Var, std::vector<Watch>> lists_;
};

}  // namespace moccasin::engine
