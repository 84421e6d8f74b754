// SPDX-License-Identifier: Apache-2.0
// Two watched literals a nogood (Moskewicz et al., Chaff, DAC 2001), for literals that are bounds:
// the literal [x <= 4] of a nogood becomes false when lower(x) reaches 5, so it is watched by x
// with the threshold 5. Of the watches of x only those between the old and the new bound are
// visited.
#pragma once

#include <vector>

#include "base/strong_index.h"
#include "engine/literal.h"
#include "engine/nogood.h"

namespace moccasin::engine {

struct Watch {
  Value threshold = 0;  // the watched literal is false once lower(var) >= threshold
  Nogood* nogood = nullptr;
  Literal blocker;  // another literal of the nogood: while it is true there is nothing to do
};

class WatchLists {
 public:
  void add_variable() {
    lists_.push_back({});
    lists_.push_back({});
  }
  [[nodiscard]] std::vector<Watch>& of(Var var) { return lists_[var]; }

  void watch(Literal literal, Nogood* nogood, Literal blocker) {
    const Literal falsifier = ~literal;
    lists_[falsifier.var].push_back({falsifier.bound, nogood, blocker});
  }
  void attach(Nogood& nogood) {
    watch(nogood.literals()[0], &nogood, nogood.literals()[1]);
    watch(nogood.literals()[1], &nogood, nogood.literals()[0]);
  }
  // Forgets all watches of nogoods marked dead.
  void sweep() {
    for (const Var var : lists_.indices()) {
      std::erase_if(lists_[var], [](const Watch& watch) { return watch.nogood->dead; });
    }
  }

 private:
  base::IndexedVector<Var, std::vector<Watch>> lists_;
};

}  // namespace moccasin::engine
